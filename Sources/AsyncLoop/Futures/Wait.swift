import LoopEvents

/// When `wait` returns.
///
/// Source: asyncio `FIRST_COMPLETED`, `FIRST_EXCEPTION`, `ALL_COMPLETED`.
public enum ReturnWhen: String, Sendable {
    /// When any future is done.
    case firstCompleted = "FIRST_COMPLETED"
    /// When any future ends with an error (a cancelled one does not count), else when all are done.
    case firstException = "FIRST_EXCEPTION"
    /// When all are done.
    case allCompleted = "ALL_COMPLETED"
}

/// Waits until `returnWhen` holds for `futures`, and says which are done and which are not.
///
/// Order: resumes two passes after the deciding one ends, also when all were done before (R31).
/// Both lists are in argument order, each future once; asyncio gives sets, which have none.
/// Units: `timeout` in seconds of loop time; nil for none.
/// Errors: none of the futures': look at each. No error at the timeout either; nothing is
/// cancelled (R31). `LoopError.nothingToWaitFor` if there is no future; `CancelledError`.
/// Cancellation: ends the wait; the futures go on.
/// Source: asyncio `wait`.
@EventLoop
public func wait<Item: AnyFuture>(
    _ futures: [Item],
    timeout: Double? = nil,
    returnWhen: ReturnWhen = .allCompleted,
    line: UInt = #line
) async throws -> (done: [Item], pending: [Item]) {
    let distinct = core.distinct(futures)
    try await waitForSome(of: distinct, timeout: timeout, returnWhen: returnWhen, line: line)
    var sides: (done: [Item], pending: [Item]) = ([], [])
    // A plain loop: a closure of the loop's that is handed to `filter` is asked at each call
    // whether it runs on the loop.
    sides.pending.reserveCapacity(distinct.count)
    for future in distinct {
        if future.isDone {
            sides.done.append(future)
        } else {
            sides.pending.append(future)
        }
    }
    return sides
}

/// What `wait` does before it sorts the futures; apart, as it need not know their type.
@EventLoop
private func waitForSome(
    of futures: [AnyFuture],
    timeout: Double?,
    returnWhen: ReturnWhen,
    line: UInt
) async throws {
    guard !futures.isEmpty else { throw LoopError.nothingToWaitFor }
    let waiter = Future<Void>(role: .wait)
    if core.isRecording { for future in futures { waiter.recordLink(to: future) } }
    var left = futures.count
    let ended: @EventLoop (AnyFuture) -> Void = { future in
        left -= 1
        if left == 0 || returnWhen.isDecided(by: future), !waiter.isDone { waiter.finish(()) }
    }
    var callbacks: [DoneCallback] = []
    callbacks.reserveCapacity(futures.count)
    for future in futures { callbacks.append(future.addCallback(ended)) }
    defer { for callback in callbacks { callback.remove() } }
    try await waiter.waitToEnd(timeout: timeout, line: line)
}

extension ReturnWhen {
    /// Whether a wait is over as soon as `future` has ended, whatever the others do.
    @EventLoop
    func isDecided(by future: AnyFuture) -> Bool {
        switch self {
        case .firstCompleted: true
        case .firstException: future.failure != nil
        case .allCompleted: false
        }
    }
}

extension Future<Void> {
    /// Waits for this future, the one that a `wait` ends by, or for its deadline.
    ///
    /// Errors: `CancelledError`.
    func waitToEnd(timeout: Double?, line: UInt) async throws {
        let deadline = timeout.map { core.deadline(in: LoopClock.nanoseconds($0)) }
        let timer = deadline.map { deadline in
            core.arm(at: deadline, line: UInt32(line)) { if !self.isDone { self.finish(()) } }
        }
        defer { timer?.cancel() }
        try await wait(line: line, deadline: deadline ?? -1)
        _ = try result()
    }
}

extension LoopCore {
    /// `futures` without those that came before in the list.
    func distinct<Item: AnyFuture>(_ futures: [Item]) -> [Item] {
        Self.advance(&lastWalk)
        var distinct: [Item] = []
        distinct.reserveCapacity(futures.count)
        for future in futures where future.walk != lastWalk {
            future.walk = lastWalk
            distinct.append(future)
        }
        return distinct
    }
}
