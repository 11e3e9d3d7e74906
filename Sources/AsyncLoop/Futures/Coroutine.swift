import LoopEvents

/// An `async` body that has not started: what calling an `async def` gives in Python.
///
/// Swift starts an `async` function as it is called; wrapping the call makes the un-started state
/// visible. Await it with `value()`, hand it to `createTask` or `gather`, or `close` it.
/// Source: Python's coroutine objects.
@EventLoop
public final class Coroutine<Success> {
    /// Where a coroutine is in its life. Source: Python's `inspect.getcoroutinestate`.
    public enum State: String, Sendable {
        /// Made, not started.
        case created
        /// Its code holds the thread.
        case running
        /// Started, and waiting at an `await`.
        case suspended
        /// Its body ended.
        case finished
        /// Closed before it was started.
        case closed
    }

    /// Its name, shown in traces.
    public let name: String
    private let id: UInt32
    private var body: (@EventLoop () async throws -> Success)?
    private var outcome = Outcome.none
    private var strand: Strand?

    /// Wraps `body` without running any of it. `name` is shown in traces.
    public init(
        _ name: String = "coroutine",
        line: UInt = #line,
        body: @escaping @EventLoop () async throws -> Success
    ) {
        self.name = name
        self.body = body
        let id = core.newObjectID()
        self.id = id
        let created = core.record(.coroutineCreated) {
            $0.subject = id
            $0.text = core.intern(name)
            $0.line = UInt32(line)
        }
        core.registry.coroutineCreated(
            id,
            Registry.Unstarted(name: name, line: UInt32(line), created: created)
        )
    }

    /// Where it is in its life.
    public var state: State {
        switch outcome {
        case .none where body != nil: .created
        case .none: strand === core.current ? .running : .suspended
        case .closed: .closed
        default: .finished
        }
    }

    /// Runs the body to its end inside the calling task, and returns its result: `await coro`.
    ///
    /// Order: no hop; the body starts at once and its first suspension is the caller's.
    /// Errors: `LoopError.coroutineReused` at the second call; else what the body throws.
    public func value() async throws -> Success {
        let body = try take()
        strand = core.current
        core.record(.coroutineStarted) { $0.subject = self.id }
        do {
            let value = try await body()
            end(.result)
            return value
        } catch {
            end(error is CancelledError ? .cancelled : .error)
            throw error
        }
    }

    /// Gives it up unstarted, so that it is not reported as never awaited. Does nothing if it has
    /// begun.
    ///
    /// Source: Python's `coroutine.close`.
    public func close() {
        guard body != nil else { return }
        body = nil
        core.registry.coroutineStarted(id)
        end(.closed)
    }

    /// Leaves it to a task: should that be cancelled before its first step, and so never run the
    /// body (R20), nobody has forgotten to await it.
    fileprivate func handOver() {
        core.registry.coroutineStarted(id)
    }

    private func take() throws -> @EventLoop () async throws -> Success {
        guard let body = body.take() else { throw LoopError.coroutineReused(name) }
        core.registry.coroutineStarted(id)
        return body
    }

    private func end(_ outcome: Outcome) {
        self.outcome = outcome
        _ = core.current
        core.record(.coroutineEnded) {
            $0.subject = self.id
            $0.outcome = outcome
        }
    }
}

/// Starts `coroutine` as a task of its own.
///
/// Order, `eager`: as of the one that takes a body. Without a `name` the task has the coroutine's.
/// A coroutine that was awaited or closed before makes a task that ends with
/// `LoopError.coroutineReused`.
/// Source: asyncio `create_task(coro)`; R14.
@EventLoop @discardableResult
public func createTask<Success>(
    _ coroutine: Coroutine<Success>,
    name: String? = nil,
    eager: Bool? = nil,
    line: UInt = #line
) -> LoopTask<Success> {
    coroutine.handOver()
    return createTask(name: name ?? coroutine.name, eager: eager, line: line) {
        try await coroutine.value()
    }
}
