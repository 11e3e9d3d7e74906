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
/// cancelled (R31). `LoopError.nothingToWaitFor` if there is no future.
/// Source: asyncio `wait`.
@EventLoop
public func wait<Item: AnyFuture>(
    _ futures: [Item],
    timeout: Double? = nil,
    returnWhen: ReturnWhen = .allCompleted,
    line: UInt = #line
) async throws -> (done: [Item], pending: [Item]) {
    guard !futures.isEmpty else { throw LoopError.nothingToWaitFor }
    var seen = Set<ObjectIdentifier>()
    let futures = futures.filter { seen.insert(ObjectIdentifier($0)).inserted }
    let waiter = Future<Void>(role: .wait)
    for future in futures { waiter.recordLink(to: future) }
    var left = futures.count
    let callbacks = futures.map { future in
        future.addCallback { ended in
            left -= 1
            let decides =
                switch returnWhen {
                case .firstCompleted: true
                case .firstException: ended.failure != nil
                case .allCompleted: false
                }
            if (left == 0 || decides) && !waiter.isDone { waiter.finish(()) }
        }
    }
    let deadline = timeout.map { core.now + LoopClock.nanoseconds($0) }
    let timer = deadline.map { deadline in
        core.arm(at: deadline, line: UInt32(line)) { if !waiter.isDone { waiter.finish(()) } }
    }
    defer {
        timer?.cancel()
        for (future, callback) in zip(futures, callbacks) { future.removeCallback(callback) }
    }
    try await waiter.wait(line: line, deadline: deadline ?? -1)
    _ = try waiter.result()
    return (futures.filter(\.isDone), futures.filter { !$0.isDone })
}
