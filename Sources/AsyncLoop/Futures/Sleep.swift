import LoopEvents

/// Suspends the task for `seconds` of loop time.
///
/// Order: `sleep(0)` gives up exactly one turn; a longer sleep's timer runs in one pass and the
/// sleeper in the next (R15).
/// Units: seconds; negative counts as zero.
/// Errors: `CancelledError` if the task is cancelled meanwhile; the timer is dropped.
/// Source: asyncio `sleep`.
@EventLoop
public func sleep(_ seconds: Double, line: UInt = #line) async throws {
    guard seconds > 0 else {
        let strand = try core.runningStrand()
        await withUnsafeContinuation { core.giveUpTurn(strand, $0, line: line) }
        if strand.mustCancel { throw strand.takeCancellation(strand.cancelMessage) }
        return
    }
    let future = Future<Void>(role: .sleep)
    let deadline = core.now + LoopClock.nanoseconds(seconds)
    let timer = core.arm(at: deadline, line: UInt32(line)) {
        if !future.isDone { future.finish(()) }
    }
    defer { timer.cancel() }
    try await future.wait(line: line, deadline: deadline)
    if future.isCancelled { throw CancelledError(future.cancelMessage) }
}

/// Suspends the task for `duration` of loop time.
@EventLoop
public func sleep(_ duration: Duration, line: UInt = #line) async throws {
    try await sleep(LoopClock.seconds(duration), line: line)
}

extension LoopCore {
    /// Puts `strand`, which runs, at the end of the ready queue: the bare yield of `sleep(0)`, with
    /// no future (R15).
    fileprivate func giveUpTurn(
        _ strand: Strand,
        _ continuation: UnsafeContinuation<Void, Never>,
        line: UInt
    ) {
        strand.continuation = continuation
        strand.status = .ready
        let suspended = record(.taskSuspended) {
            $0.role = .turn
            $0.value = -1
            $0.line = UInt32(line)
        }
        strand.readyEvent = record(.taskWoken) {
            $0.role = .turn
            $0.cause = suspended
        }
        ready.append(.step(strand))
    }
}
