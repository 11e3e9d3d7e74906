import LoopEvents

/// A coroutine that the loop runs by itself: a future whose result is what its body returns.
///
/// Made by `createTask`. Its first step is queued at once and runs on the next pass (R14).
/// Source: asyncio `Task`; R14 to R24.
@EventLoop
public final class LoopTask<Success>: Future<Success>, AnyLoopTask {
    private let strand: Strand
    private var body: (@EventLoop () async throws -> Success)?

    fileprivate init(
        name: String?,
        body: consuming @escaping @EventLoop () async throws -> Success
    ) {
        let (task, future) = (core.newTaskID(), core.newObjectID())
        strand = Strand(id: task, futureID: future)
        self.body = consume body
        super.init(id: future, role: .task)
        strand.task = self
        if let name { givenName = name }
    }

    /// Makes the Swift task that runs the body, and queues its first step.
    fileprivate func start(eager: Bool, line: UInt) {
        core.announce(strand, line: UInt32(line))
        _ = Task(executorPreference: core.taskFacet, operation: operation())
        core.start(strand, eager: eager)
    }

    /// What the Swift task runs.
    ///
    /// Handed over as a value of exactly this type: a closure literal is refused by the region
    /// checker of Swift 6.3, and a nonisolated one costs a hop.
    private func operation() -> @Sendable @EventLoop () async throws -> Ended<Success> {
        {
            do {
                self.bodyReturned(try await self.begin()())
            } catch {
                self.bodyThrew(error)
            }
            return Ended()
        }
    }

    /// Only the body of a task ends it.
    override func requirePending() throws {
        throw LoopError.taskEndsItself(name)
    }

    /// The name it was given, or `Task-N`. Source: asyncio `Task.get_name`.
    public override var name: String { givenName ?? "Task-\(strand.id)" }

    /// Gives it another name, also when it is done. A record shows the name it was created with.
    ///
    /// Source: asyncio `Task.set_name`.
    public func setName(_ name: String) {
        givenName = name
    }

    override var taskID: UInt32 { strand.id }
    override var kindName: String { "Task" }

    /// What the task is doing now.
    public var activity: TaskActivity {
        switch strand.status {
        case .ready: .ready
        case .running: .running
        case .waiting, .outside: .waiting
        case .finished: .finished
        }
    }

    /// The body, at its first step; throws if the task was cancelled before: it never runs (R20).
    private func begin() throws -> @EventLoop () async throws -> Success {
        if let cancelled = strand.takeOwedCancellation() { throw cancelled }
        return body.take()!
    }

    // Two functions rather than one that takes a `Result`: here `Success` is known at run time
    // only, and every type made of it costs a look-up.
    private func bodyReturned(_ value: Success) {
        leave()
        if let cancelled = strand.takeOwedCancellation() {
            // Cancelled while it ran its last stretch: the result is lost (R22).
            endCancelled(cancelled.message)
        } else {
            recordSwallowed()
            finish(value)
        }
    }

    private func bodyThrew(_ error: any Error) {
        leave()
        body = nil
        if let cancellation = error as? CancelledError {
            endCancelled(cancellation.message)
        } else {
            recordSwallowed()
            complete(.error, error: error)
            if error.leavesLoop { core.leaving = error }
        }
    }

    private func leave() {
        _ = core.current  // a body that Swift resumed by itself is known again here
        strand.status = .finished
        // One that goes on by Swift's means after its loop was closed is unknown to the next.
        if loopNumber == core.number { core.unfinished.remove(strand) }
    }

    private func endCancelled(_ message: String?) {
        cancelMessage = message
        complete(.cancelled)
    }

    private func recordSwallowed() {
        guard let delivery = strand.cancellation?.delivery, delivery != LoopEvent.noCause else {
            return
        }
        core.record(.cancelSwallowed) {
            $0.task = self.strand.id
            $0.cause = delivery
        }
    }

    override func recordCompletion(line: UInt32) -> UInt32 {
        let text = core.intern(failure)
        return core.record(.taskFinished) {
            $0.task = self.strand.id
            $0.subject = self.id
            $0.outcome = self.outcome
            $0.text = text
        }
    }

    // MARK: Cancellation

    /// Asks the task to end: `CancelledError` is thrown where it waits, on the next pass.
    ///
    /// The task may catch it, clean up, and even go on (R24). What it waits on is cancelled with
    /// it (R18). A task that was never stepped ends without running its body (R20). Of several
    /// requests before the delivery one is delivered (R23), and all are counted in `cancelling`.
    /// Returns false, and does nothing, if the task is done.
    /// Source: asyncio `Task.cancel`.
    @discardableResult
    public override func cancel(_ message: String? = nil) -> Bool {
        guard !isDone else { return false }
        strand.cancel(message)
        return true
    }

    override var strandToCancel: Strand? { isDone ? nil : strand }

    /// How many cancellations were asked for and not taken back. Source: asyncio `cancelling`.
    public var cancelling: Int { strand.cancelRequests }

    /// Takes one request back and returns how many are left; at 0, one not yet delivered is
    /// forgotten (R24). Source: asyncio `Task.uncancel`.
    @discardableResult
    public func uncancel() -> Int { strand.uncancel() }
}

/// Starts `body` as a task of its own.
///
/// Order: the first step runs on the next pass, after what is queued already (R14). An `eager` one
/// runs inside this call, up to the first await that has to wait; if the body ends before, nothing
/// is ever queued (R17).
/// `name` is shown in traces; without one the task is called `Task-N`. `eager` nil stands for
/// `EventLoop.startsTasksEagerly`.
/// Source: asyncio `create_task`, and its `eager_start`.
@EventLoop @discardableResult
public func createTask<Success>(
    name: String? = nil,
    eager: Bool? = nil,
    line: UInt = #line,
    _ body: consuming @escaping @EventLoop () async throws -> Success
) -> LoopTask<Success> {
    let task = LoopTask(name: name, body: consume body)
    task.start(eager: eager ?? core.startsTasksEagerly, line: line)
    return task
}

/// What the Swift task behind a `LoopTask` returns: nothing, in a type that is as generic and as
/// opaque as what `Task` expects. For any other Swift would wrap the body once more, in an object
/// and a frame.
struct Ended<Success>: @unchecked Sendable {
    // Safe to send: it is always nil.
    private let nothing: Any?

    init() { nothing = nil }
}
