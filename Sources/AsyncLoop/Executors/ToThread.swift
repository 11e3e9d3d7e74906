import LoopEvents

/// Runs `body` on a thread of the default pool, and returns its result.
///
/// The task's task-local values go with it, which `EventLoop.runInExecutor` leaves behind.
///
/// Order: as of `EventLoop.runInExecutor`: the caller resumes one pass after the loop has taken
/// the result in (R35).
/// Errors: what `body` throws; `CancelledError`.
/// Cancellation: ends the wait; a job that no thread has taken yet is dropped, one that runs goes
/// on running.
/// Source: asyncio `to_thread`.
@EventLoop
public func toThread<Success: Sendable>(
    line: UInt = #line,
    _ body: @escaping @Sendable () throws -> Success
) async throws -> Success {
    let bound = BoundContext()
    return try await EventLoop.runInExecutor(line: line) {
        try bound.run(body)
    }.value(line: line)
}
