import LoopEvents

/// A coroutine that the loop runs by itself: a future whose result is what its body returns.
///
/// Made by `createTask`. Its first step is queued at once and runs on the next pass (R14).
/// Source: asyncio `Task`; R14 to R24.
@EventLoop
public final class LoopTask<Success>: Future<Success> {
    private let strand: Strand
    private var body: (@EventLoop () async throws -> Success)?
    private var requests = 0

    init(name: String?, line: UInt, body: @escaping @EventLoop () async throws -> Success) {
        let number = core.newTaskID()
        strand = Strand(id: number, name: name ?? "Task-\(number)")
        self.body = body
        super.init(role: .task, name: strand.name)
        strand.task = self
        // Passed as a value of exactly this type: a closure literal is refused by the region
        // checker of Swift 6.3, and a nonisolated one costs a hop.
        let operation: @Sendable @EventLoop () async -> Void = { await self.run() }
        core.spawn(strand, line: UInt32(line), futureID: id) {
            _ = Task(executorPreference: core.taskFacet, operation: operation)
        }
    }

    /// Only the body of a task ends it.
    override func requirePending() throws {
        throw LoopError.taskEndsItself(name)
    }

    override var taskID: UInt32 { strand.id }
    override var kindName: String { "Task" }

    /// What the task is doing.
    public enum Activity: Equatable, Sendable {
        /// In the ready queue.
        case ready
        /// Holding the loop's thread.
        case running
        /// Suspended.
        case waiting
        /// Done.
        case finished
    }

    /// What the task is doing now.
    public var activity: Activity {
        switch strand.status {
        case .ready: .ready
        case .running: .running
        case .waiting, .outside: .waiting
        case .finished: .finished
        }
    }

    private func run() async {
        strand.swiftTask = withUnsafeCurrentTask { $0 }
        let body = self.body.take()!
        do {
            // Cancelled before its first step: the body never runs (R20).
            if strand.mustCancel { throw strand.takeCancellation() }
            end(with: .success(try await body()))
        } catch {
            end(with: .failure(error))
        }
    }

    private func end(with result: Result<Success, any Error>) {
        _ = core.current  // a body that Swift resumed by itself is known again here
        strand.status = .finished
        core.unlink(strand)
        switch result {
        case .success where strand.mustCancel:
            // Cancelled while it ran its last stretch: the result is lost (R22).
            _ = strand.takeCancellation()
            endCancelled(strand.cancelMessage)
        case .success(let value):
            recordSwallowed()
            finish(value)
        case .failure(let error as CancelledError):
            endCancelled(error.message)
        case .failure(let error):
            recordSwallowed()
            complete(.error, error: error)
        }
    }

    private func endCancelled(_ message: String?) {
        cancelMessage = message
        complete(.cancelled)
    }

    private func recordSwallowed() {
        guard strand.cancelDelivery != LoopEvent.noCause else { return }
        core.record(.cancelSwallowed) {
            $0.task = self.strand.id
            $0.cause = self.strand.cancelDelivery
        }
    }

    override func recordCompletion(line: UInt32) -> UInt32 {
        core.record(.taskFinished) {
            $0.task = self.strand.id
            $0.subject = self.id
            $0.outcome = self.outcome
            if let failure = self.failure { $0.text = core.intern("\(failure)") }
        }
    }

    // MARK: Cancellation

    /// Asks the task to end: `CancelledError` is thrown where it waits, on the next pass.
    ///
    /// The task may catch it, clean up, and even go on (R24). What it waits on is cancelled with
    /// it (R18). A task that was never stepped ends without running its body (R20).
    /// Returns false, and does nothing, if the task is done.
    /// Source: asyncio `Task.cancel`.
    @discardableResult
    public override func cancel(_ message: String? = nil) -> Bool {
        guard !isDone else { return false }
        requests += 1
        let request = core.record(.cancelRequested) {
            $0.other = self.strand.id
            if let message { $0.text = core.intern(message) }
        }
        strand.cancelRequest = request
        strand.cancelPending = true
        strand.cancelMessage = message
        let before = core.cause
        if request != LoopEvent.noCause { core.cause = request }
        defer { core.cause = before }
        if let future = strand.waitingOn, future.cancel(message) { return true }
        strand.mustCancel = true
        return true
    }

    /// How many cancellations were asked for and not taken back. Source: asyncio `cancelling`.
    public var cancelling: Int { requests }

    /// Takes one request back and returns how many are left; at 0, one not yet delivered is
    /// forgotten (R24). Source: asyncio `Task.uncancel`.
    @discardableResult
    public func uncancel() -> Int {
        if requests > 0 {
            requests -= 1
            if requests == 0 { strand.mustCancel = false }
        }
        return requests
    }
}

/// Starts `body` as a task of its own.
///
/// Order: the first step runs on the next pass, after what is queued already (R14).
/// `name` is shown in traces; without one the task is called `Task-N`.
/// Source: asyncio `create_task`.
@EventLoop @discardableResult
public func createTask<Success>(
    name: String? = nil, line: UInt = #line,
    _ body: @escaping @EventLoop () async throws -> Success
) -> LoopTask<Success> {
    LoopTask(name: name, line: line, body: body)
}
