import LoopEvents

/// What every future has, whatever its result is: a state, those who wait for it, cancellation.
///
/// Source: asyncio `Future`.
@EventLoop
public class AnyFuture {
    /// What has become of a future.
    public enum State: Equatable, Sendable {
        /// Nothing yet.
        case pending
        /// It has a result or an error.
        case finished
        /// It was cancelled.
        case cancelled
    }

    /// What few futures have.
    private final class Particulars {
        var name: String?
        var cancelMessage: String?
    }

    nonisolated let id: UInt32
    /// Which of the process's loops it belongs to.
    nonisolated let loopNumber: UInt16
    nonisolated let role: WaitRole
    // Safe: it is the loop's, but for the end of the future, when nobody has it any more.
    nonisolated(unsafe) final var outcome = Outcome.none
    /// The event of its completion.
    final var completion = LoopEvent.noCause
    /// The number of the last walk over futures that came by here, so that each is met once.
    final var walk: UInt32 = 0
    final var failure: (any Error)?
    final var callbacks = CallbackList()
    private final var particulars: Particulars?

    init(id: UInt32, role: WaitRole) {
        self.id = id
        self.role = role
        loopNumber = core.number
    }

    private final var withParticulars: Particulars {
        if let particulars { return particulars }
        let made = Particulars()
        particulars = made
        return made
    }

    /// The name it was given.
    final var givenName: String? {
        get { particulars?.name }
        set { withParticulars.name = newValue }
    }

    /// What the request to cancel it said.
    final var cancelMessage: String? {
        get { particulars?.cancelMessage }
        set {
            if newValue != nil || particulars != nil { withParticulars.cancelMessage = newValue }
        }
    }

    // MARK: State

    /// What has become of it so far.
    public final var state: State {
        switch outcome {
        case .none: .pending
        case .cancelled: .cancelled
        default: .finished
        }
    }

    /// Whether it has a result or an error, or was cancelled. Source: asyncio `Future.done`.
    public final var isDone: Bool { outcome != .none }

    /// Whether it was cancelled. Source: asyncio `Future.cancelled`.
    public final var isCancelled: Bool { outcome == .cancelled }

    /// The name it was given, or `future N`.
    public var name: String { givenName ?? "future \(id)" }

    /// The error it ended with; nil if it has a result.
    ///
    /// Errors: `InvalidStateError` while pending, `CancelledError` if it was cancelled.
    /// Source: asyncio `Future.exception`.
    public final func error() throws -> (any Error)? {
        switch outcome {
        case .none: throw InvalidStateError("Exception is not set.")
        case .cancelled: throw CancelledError(cancelMessage)
        default:
            markRetrieved()
            return failure
        }
    }

    /// What a cancelled future throws, or one that ended with a cancellation as its error.
    var cancellation: CancelledError {
        failure as? CancelledError ?? CancelledError(cancelMessage)
    }

    var taskID: UInt32 { 0 }
    var kindName: String { "Future" }

    /// What the record says a task waits on here, if the future itself was never announced.
    var waitLabel: String? { nil }

    /// What the record says of a wait here as `detail`; 0 for nothing.
    var waitDetail: Int64 { 0 }

    final func markRetrieved() {
        if failure != nil { core.registry.retrieved(self) }
    }

    // MARK: Completion

    /// Cancels it: whoever waits for it gets `CancelledError`, with `message`, on the next pass.
    ///
    /// Returns false, and does nothing, if it is done already.
    /// Source: asyncio `Future.cancel`; R9.
    @discardableResult
    public func cancel(_ message: String? = nil) -> Bool {
        guard !isDone else { return false }
        cancelMessage = message
        complete(.cancelled)
        return true
    }

    /// Who is asked to end if this is cancelled; nil if it is no task's, or done.
    var strandToCancel: Strand? { nil }

    /// The futures that are cancelled in place of this one, which now counts as asked to end; nil
    /// if it is cancelled itself.
    func handOnCancellation() -> [AnyFuture]? { nil }

    /// Marks it done and queues one handle for each callback, in the order they were added (R9).
    final func complete(_ outcome: Outcome, error: (any Error)? = nil, line: UInt32 = 0) {
        self.outcome = outcome
        if let error {
            failure = error
            core.registry.failed(self)
        }
        guard core.isRecording else { return scheduleCallbacks() }
        completion = recordCompletion(line: line)
        let before = core.cause
        core.cause = completion
        scheduleCallbacks()
        core.cause = before
    }

    /// On the loop it belongs to: who waited on one that is closed has none to go on with.
    private final func scheduleCallbacks() {
        if loopNumber == core.number { callbacks.scheduleAll(by: self) }
    }

    func recordCompletion(line: UInt32) -> UInt32 {
        let text = core.intern(failure)
        return core.record(.futureCompleted) {
            $0.subject = self.id
            $0.role = self.role
            $0.outcome = self.outcome
            $0.line = line
            $0.text = text
        }
    }

    /// Why what was typed cannot be its result; nil if it can.
    func objection(toResult text: String) -> String? { "it takes no result from outside" }

    /// Gives it the result that was typed as `text`, to which there is no objection.
    func complete(typed text: String) {}

    // MARK: Callbacks

    /// Calls `body` with this future, on a pass after it is done.
    ///
    /// Order: one handle each, in the order added; on the next pass if it is done already (R9).
    /// Errors: what `body` throws goes to the exception handler, as of `EventLoop.callSoon` (R6).
    /// With `carryingTaskLocals` it sees the task-local values bound here; else their defaults
    /// (R8).
    /// Source: asyncio `Future.add_done_callback`.
    public final func addDoneCallback(
        carryingTaskLocals: Bool = false,
        line: UInt = #line,
        _ body: @escaping @EventLoop (AnyFuture) throws -> Void
    ) {
        guard carryingTaskLocals else {
            addCallback(line: UInt32(line), body)
            return
        }
        let bound = BoundContext()
        addCallback(line: UInt32(line)) { future in
            try bound.run { try EventLoop.assumeOnLoop { try body(future) } }
        }
    }

    /// The callback can be taken back as long as it is not queued.
    @discardableResult
    final func addCallback(
        line: UInt32 = 0,
        _ body: @escaping @EventLoop (AnyFuture) throws -> Void
    ) -> DoneCallback {
        let callback = DoneCallback(of: self, id: core.newObjectID(), line: line, body: body)
        callbacks.append(callback)
        if isDone { scheduleCallbacks() }
        return callback
    }

    /// Records that this future, a gather's or a wait's, watches `child`.
    final func recordLink(to child: AnyFuture) {
        core.record(.futureLinked) {
            $0.subject = self.id
            $0.role = self.role
            $0.detail = Int64(child.id)
            $0.other = child.taskID
        }
    }

    // MARK: Waiting

    /// Suspends the running strand until this future is done.
    ///
    /// Throws `CancelledError` if the strand was cancelled meanwhile and this future was not the
    /// one that carried it (R21). How the future ended is for the caller to look at.
    @inline(__always)
    final func wait(line: UInt, deadline: Int64 = -1) async throws {
        if let refusal = try refusal() { return try await refuse(refusal, line: line) }
        await withUnsafeContinuation { suspend($0, line: line, deadline: deadline) }
        try resumed()
    }

    /// Why the running strand cannot wait for this future at all; nil if it can.
    ///
    /// Errors: `LoopError.noRunningLoop` if no strand runs.
    final func refusal() throws -> LoopError? {
        if core.foreign != nil { core.identifyRunning() }
        guard let awaiting = core.running?.futureID else { throw LoopError.noRunningLoop }
        if loopNumber != core.number { return .otherLoop(name) }
        return awaiting == id ? .awaitedItself(name) : nil
    }

    /// A future that can never be waited for costs a turn all the same, and then throws (R16).
    final func refuse(_ refusal: LoopError, line: UInt) async throws {
        try await sleep(0, line: line)
        throw refusal
    }

    /// What has to be done as the running strand suspends.
    ///
    /// Apart from `wait`, which becomes part of the function that calls it: every `async` function
    /// in between costs two checks of executors.
    final func suspend(
        _ continuation: UnsafeContinuation<Void, Never>,
        line: UInt,
        deadline: Int64
    ) {
        core.runningSuspends(with: continuation, in: self)
        core.record(.taskSuspended) {
            $0.subject = self.id
            $0.other = self.taskID
            $0.role = self.role
            $0.value = deadline
            $0.detail = self.waitDetail
            $0.line = UInt32(line)
            if let label = self.waitLabel { $0.text = core.intern(label) }
        }
        if isDone { core.wake(core.running!, by: self) }
        // A cancellation asked for while the task ran is handed to what it waits on (R18).
        if core.running!.mustCancel { takeOverCancellation(of: core.running!) }
    }

    private final func takeOverCancellation(of strand: Strand) {
        if cancel(strand.cancellation?.message) { strand.mustCancel = false }
    }

    /// Throws what has to be thrown into the strand that waited and now goes on.
    final func resumed() throws {
        if core.foreign != nil { core.identifyRunning() }
        if core.running?.isCancelPending == true { try deliverCancellation(to: core.running!) }
    }

    private final func deliverCancellation(to strand: Strand) throws {
        let carriesCancellation = isCancelled || failure is CancelledError
        if strand.mustCancel || carriesCancellation {
            markRetrieved()  // what is thrown tells as much as its error would
            // Of two messages the one that reached the future counts: it came first.
            throw strand.takeCancellation(
                carriesCancellation ? cancellation.message : strand.cancellation?.message
            )
        }
        // What it waited on kept the cancellation to itself (R24).
        strand.isCancelPending = false
    }
}

extension LoopCore {
    /// Keeps how the strand that runs goes on once `future` is done.
    @inline(__always)
    fileprivate func runningSuspends(
        with continuation: UnsafeContinuation<Void, Never>,
        in future: AnyFuture
    ) {
        running!.continuation = continuation
        running!.status = .waiting
        running!.waitingOn = future
        if !future.isDone { future.callbacks.append(running!) }
    }

    /// Puts a suspended strand at the end of the ready queue.
    @inline(__always)
    func wake(_ strand: consuming Strand, by future: AnyFuture) {
        strand.status = .ready
        if isRecording { strand.readyEvent = recordWakeup(of: strand.id, by: future) }
        ready.append(.step(strand))
    }

    private func recordWakeup(of task: UInt32, by future: AnyFuture) -> UInt32 {
        record(.taskWoken) {
            $0.task = task
            $0.subject = future.id
            $0.role = future.role
        }
    }
}
