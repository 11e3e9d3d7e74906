import LoopEvents

/// A future that ends as `inner` does, but that can be cancelled without cancelling `inner`.
///
/// Order: whoever awaits it resumes two passes after `inner` ends; an `inner` that is done is
/// returned itself (R25).
/// Cancellation: of the waiter, stops here. `inner` itself can be cancelled, and that goes through,
/// without its message.
/// Source: asyncio `shield`; R25.
@EventLoop
public func shield<Success>(_ inner: Future<Success>, line: UInt = #line) -> Future<Success> {
    guard !inner.isDone else { return inner }
    let outer = Future<Success>(name: "shield of \(inner.name)", line: line)
    let callback = inner.addCallback { _ in
        guard !outer.isDone else { return inner.markRetrieved() }
        if inner.isCancelled {
            outer.cancel()
        } else {
            outer.end(with: Result { try inner.result() })
        }
    }
    outer.addCallback { _ in callback.remove() }
    return outer
}

/// Starts `coroutine` as a task that the cancellation of whoever awaits it does not reach.
///
/// Order, cancellation: as of the one that takes a future.
@EventLoop
public func shield<Success>(
    _ coroutine: Coroutine<Success>,
    line: UInt = #line
) -> Future<Success> {
    shield(createTask(coroutine, line: line), line: line)
}

/// Starts `body` as a task that the cancellation of whoever awaits it does not reach.
///
/// Order, cancellation: as of the one that takes a future.
@EventLoop
public func shield<Success>(
    line: UInt = #line,
    _ body: @escaping @EventLoop () async throws -> Success
) -> Future<Success> {
    shield(createTask(line: line, body), line: line)
}
