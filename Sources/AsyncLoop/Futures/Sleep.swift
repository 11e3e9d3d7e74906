import LoopEvents

/// Suspends the task for `seconds` of loop time.
///
/// Order: `sleep(0)` gives up exactly one turn; a longer sleep's timer runs in one pass and the
/// sleeper in the next (R15).
/// Units: seconds; negative counts as zero.
/// Errors: `CancelledError` if the task is cancelled meanwhile; the timer is dropped.
/// Source: asyncio `sleep`.
@EventLoop @inlinable @inline(__always)
public func sleep(_ seconds: Double, line: UInt = #line) async throws {
    // Becomes part of the function that calls it: see Design, "What it costs".
    if seconds > 0 { return try await sleepUntilDeadline(seconds, line: line) }
    try requireStrand()
    await withUnsafeContinuation { giveUpTurn($0, line: line) }
    try throwOwedCancellation()
}

@EventLoop @usableFromInline
func sleepUntilDeadline(_ seconds: Double, line: UInt) async throws {
    let future = Future<Void>(role: .sleep)
    let deadline = core.deadline(in: LoopClock.nanoseconds(seconds))
    let timer = core.arm(at: deadline, line: UInt32(line)) {
        if !future.isDone { future.finish(()) }
    }
    defer { timer.cancel() }
    try await future.wait(line: line, deadline: deadline)
    if future.isCancelled { throw CancelledError(future.cancelMessage) }
}

/// Suspends the task for `duration` of loop time.
///
/// Order, errors: as of the one that takes seconds.
@EventLoop
public func sleep(_ duration: Duration, line: UInt = #line) async throws {
    try await sleep(LoopClock.seconds(duration), line: line)
}

/// Throws if no strand runs that could suspend.
@EventLoop @usableFromInline
func requireStrand() throws {
    if core.foreign != nil { core.identifyRunning() }
    guard core.running != nil else { throw LoopError.noRunningLoop }
}

/// Puts the strand that runs at the end of the ready queue: the bare yield of `sleep(0)`, with no
/// future (R15).
@EventLoop @usableFromInline
func giveUpTurn(_ continuation: UnsafeContinuation<Void, Never>, line: UInt) {
    core.running!.continuation = continuation
    core.running!.status = .ready
    let suspended = core.record(.taskSuspended) {
        $0.role = .turn
        $0.value = -1
        $0.line = UInt32(line)
    }
    core.running!.readyEvent = core.record(.taskWoken) {
        $0.role = .turn
        $0.cause = suspended
    }
    core.ready.append(.step(core.running!))
}

/// Throws the cancellation that the strand that runs was asked for and not given (R18).
@EventLoop @usableFromInline
func throwOwedCancellation() throws {
    if core.foreign != nil { core.identifyRunning() }
    if core.running?.mustCancel == true, let cancelled = core.running?.takeOwedCancellation() {
        throw cancelled
    }
}
