import LoopEvents

/// Waits until `future` is done, and cancels it if that takes longer than `timeout`.
///
/// Order: as `future.value()`; at a timeout the caller waits until the cancelled work has ended,
/// its clean-up with it (R29).
/// Units: `timeout` in seconds of loop time; nil for no limit, 0 or less for a look at once.
/// Errors: `TimeoutError` at the timeout; else what `future` ended with. Work that keeps the
/// cancellation to itself and returns is not late: its value is returned (R29).
/// Cancellation: cancelling the caller cancels `future`; see `shield`.
/// Source: asyncio `wait_for`.
@EventLoop
public func waitFor<Success>(
    _ future: Future<Success>,
    timeout: Double?,
    line: UInt = #line
) async throws -> Success {
    guard let timeout, timeout <= 0 else {
        return try await withTimeout(timeout, line: line) { try await future.value(line: line) }
    }
    if future.isDone { return try future.result() }
    try await cancelAndWait(future, line: line)
    do {
        return try future.result()
    } catch let cancelled as CancelledError {
        throw TimeoutError(cause: cancelled)
    }
}

/// Runs `coroutine` in the calling task, and cancels it if it takes longer than `timeout`.
///
/// Order: no pass is spent and no task made. With a `timeout` of 0 or less it is made a task, which
/// is cancelled before its first step: unless tasks start eagerly, its body never runs (R29).
/// Units, errors: as of the one that takes a future; `LoopError.coroutineReused`.
@EventLoop
public func waitFor<Success>(
    _ coroutine: Coroutine<Success>,
    timeout: Double?,
    line: UInt = #line
) async throws -> Success {
    if let timeout, timeout <= 0 {
        return try await waitFor(createTask(coroutine, line: line), timeout: timeout, line: line)
    }
    return try await withTimeout(timeout, line: line) { try await coroutine.value() }
}

/// Runs `body` in the calling task, and cancels it if it takes longer than `timeout`.
///
/// Order: no pass is spent and no task made. With a `timeout` of 0 or less it is made a task, which
/// is cancelled before its first step: unless tasks start eagerly, it never runs (R29).
/// Units, errors: as of the one that takes a future.
@EventLoop
public func waitFor<Success>(
    timeout: Double?,
    line: UInt = #line,
    _ body: @escaping @EventLoop () async throws -> Success
) async throws -> Success {
    if let timeout, timeout <= 0 {
        return try await waitFor(createTask(line: line, body), timeout: timeout, line: line)
    }
    return try await withTimeout(timeout, line: line) { try await body() }
}

/// Cancels `future` and waits until it has ended, whatever way.
@EventLoop
private func cancelAndWait(_ future: AnyFuture, line: UInt) async throws {
    let ended = Future<Void>(role: .wait)
    ended.recordLink(to: future)
    let callback = future.addCallback { _ in if !ended.isDone { ended.finish(()) } }
    defer { callback.remove() }
    future.cancel()
    try await ended.value(line: line)
}
