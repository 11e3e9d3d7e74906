import LoopEvents

/// Runs all `bodies` at once, each as a task, and returns their results in argument order.
///
/// Order: they start in argument order on the next pass; the caller resumes two passes after the
/// last one ends (R30).
/// Errors: the first error, or a child's cancellation as `CancelledError`, is thrown two passes
/// after it; the others keep running.
/// Cancellation: cancelling the caller cancels every child (R30).
/// Source: asyncio `gather`.
@EventLoop
public func gather<Success>(
    _ bodies: (@EventLoop () async throws -> Success)...,
    line: UInt = #line
) async throws -> [Success] {
    try await gather(bodies.map { createTask(line: line, $0) }, line: line)
}

/// Runs all `coroutines` at once, each as a task, and returns their results in argument order.
///
/// Order, errors, cancellation: as of the one that takes bodies.
@EventLoop
public func gather<Success>(
    _ coroutines: Coroutine<Success>...,
    line: UInt = #line
) async throws -> [Success] {
    try await gather(coroutines.map { createTask($0, line: line) }, line: line)
}

/// Waits for all `futures` and returns their results in argument order.
///
/// No suspension if all are done already (R30). One future may stand in several places.
/// Order, errors, cancellation: as of the one that takes bodies.
@EventLoop
public func gather<Success>(
    _ futures: Future<Success>...,
    line: UInt = #line
) async throws -> [Success] {
    try await gather(futures, line: line)
}

/// Waits for all `futures` and returns their results in argument order.
///
/// The same for a list; of none, an empty one at once.
@EventLoop
public func gather<Success>(
    _ futures: [Future<Success>],
    line: UInt = #line
) async throws -> [Success] {
    let outer = Gathering(futures, returnExceptions: false)
    return try await outer.value(line: line).map { try $0.get() }
}

/// Waits for all `futures` and returns what became of each, in argument order.
///
/// With `returnExceptions` true an error is an item of the list like any other and the call waits
/// for all; with false the first error is thrown at once, as by `gather` without the argument.
/// Errors: with true none of the futures'; `CancelledError` if the caller was cancelled.
/// Cancellation: cancelling the caller cancels every child; with true it is thrown when all have
/// ended (R30).
/// Source: asyncio `gather(…, return_exceptions=True)`.
@EventLoop
public func gather<Success>(
    _ futures: [Future<Success>],
    returnExceptions: Bool,
    line: UInt = #line
) async throws -> [Result<Success, any Error>] {
    try await Gathering(futures, returnExceptions: returnExceptions).value(line: line)
}

/// Runs all `bodies` at once, each as a task, and returns what became of each, in argument order.
///
/// `returnExceptions`, errors, cancellation: as of the one that takes futures.
@EventLoop
public func gather<Success>(
    _ bodies: (@EventLoop () async throws -> Success)...,
    returnExceptions: Bool,
    line: UInt = #line
) async throws -> [Result<Success, any Error>] {
    try await gather(
        bodies.map { createTask(line: line, $0) },
        returnExceptions: returnExceptions,
        line: line
    )
}

/// Runs all `coroutines` at once and returns what became of each, in argument order.
///
/// `returnExceptions`, errors, cancellation: as of the one that takes futures.
@EventLoop
public func gather<Success>(
    _ coroutines: Coroutine<Success>...,
    returnExceptions: Bool,
    line: UInt = #line
) async throws -> [Result<Success, any Error>] {
    try await gather(
        coroutines.map { createTask($0, line: line) },
        returnExceptions: returnExceptions,
        line: line
    )
}

/// The future behind `gather`: done when its children are, cancelled by cancelling them.
final class Gathering<Success>: Future<[Result<Success, any Error>]> {
    private let children: [Future<Success>]
    private let returnExceptions: Bool
    private var left: Int
    private var cancelRequested = false

    init(_ futures: [Future<Success>], returnExceptions: Bool) {
        children = futures
        self.returnExceptions = returnExceptions
        let distinct = core.distinct(futures)
        left = distinct.count
        super.init(role: .gather)
        if core.isRecording { for child in distinct { recordLink(to: child) } }
        if distinct.isEmpty { finish([]) }
        let ended: @EventLoop (AnyFuture) -> Void = { self.childEnded($0) }
        for child in distinct where !child.isDone { child.addCallback(ended) }
        // Those that were done before are counted at once: no pass is spent on them (R30).
        for child in distinct where child.isDone { childEnded(child) }
    }

    private func childEnded(_ child: AnyFuture) {
        left -= 1
        child.markRetrieved()
        guard !isDone else { return }
        if !returnExceptions {
            if child.isCancelled {
                return complete(.error, error: CancelledError(child.cancelMessage))
            }
            if let error = child.failure { return complete(.error, error: error) }
        }
        guard left == 0 else { return }
        if cancelRequested {
            complete(.error, error: CancelledError(child.cancelMessage))
        } else {
            finish(children.map { child in Result { try child.result() } })
        }
    }

    override func handOnCancellation() -> [AnyFuture]? {
        guard !isDone else { return [] }
        let pending = children.filter { !$0.isDone }
        cancelRequested = cancelRequested || !pending.isEmpty
        return pending
    }

    override func cancel(_ message: String? = nil) -> Bool {
        let pending = handOnCancellation() ?? []
        for child in pending { child.cancel(message) }
        return !pending.isEmpty
    }
}
