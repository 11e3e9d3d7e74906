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

    /// Who is told when a future is done.
    ///
    /// Their numbers never fall from one to the next, so one of many is found in few steps.
    enum Callback {
        /// A task that waits; it becomes ready. It came after every callback up to `number`.
        case wake(Strand, number: UInt32)
        /// A function that becomes a handle of its own.
        case call(id: UInt32, line: UInt32, (AnyFuture) throws -> Void)
        /// One that was taken back.
        case removed(number: UInt32)

        var number: UInt32 {
            switch self {
            case .wake(_, let number), .call(let number, _, _), .removed(let number): number
            }
        }
    }

    nonisolated let id: UInt32
    nonisolated let role: WaitRole
    /// Which of the process's loops it belongs to.
    nonisolated let loopNumber: UInt16
    nonisolated let givenName: String?
    var outcome = Outcome.none
    var failure: (any Error)?
    var cancelMessage: String?
    /// The event of its completion.
    var completion = LoopEvent.noCause
    private var firstCallback: Callback?
    private var otherCallbacks: [Callback] = []
    private var removedCallbacks: UInt32 = 0

    init(id: UInt32, role: WaitRole, name: String?) {
        self.id = id
        self.role = role
        loopNumber = core.number
        givenName = name
    }

    // MARK: State

    /// What has become of it so far.
    public var state: State {
        switch outcome {
        case .none: .pending
        case .cancelled: .cancelled
        default: .finished
        }
    }

    /// Whether it has a result or an error, or was cancelled. Source: asyncio `Future.done`.
    public var isDone: Bool { outcome != .none }

    /// Whether it was cancelled. Source: asyncio `Future.cancelled`.
    public var isCancelled: Bool { outcome == .cancelled }

    /// The name it was given, or `future N`.
    public var name: String { givenName ?? "future \(id)" }

    /// The error it ended with; nil if it has a result.
    ///
    /// Errors: `InvalidStateError` while pending, `CancelledError` if it was cancelled.
    /// Source: asyncio `Future.exception`.
    public func error() throws -> (any Error)? {
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

    func markRetrieved() {
        if failure != nil { core.registry.retrieved(self) }
    }

    // MARK: Completion

    /// Cancels it: whoever waits for it gets `CancelledError` on the next pass.
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
    func complete(_ outcome: Outcome, error: (any Error)? = nil, line: UInt32 = 0) {
        self.outcome = outcome
        failure = error
        if error != nil { core.registry.failed(self) }
        completion = recordCompletion(line: line)
        let before = core.cause
        if completion != LoopEvent.noCause { core.cause = completion }
        if let callback = firstCallback.take() { schedule(callback) }
        if !otherCallbacks.isEmpty {
            for callback in otherCallbacks { schedule(callback) }
            otherCallbacks = []
            removedCallbacks = 0
        }
        core.cause = before
    }

    func recordCompletion(line: UInt32) -> UInt32 {
        core.record(.futureCompleted) {
            $0.subject = self.id
            $0.role = self.role
            $0.outcome = self.outcome
            $0.line = line
            if let failure = self.failure { $0.text = core.intern("\(failure)") }
        }
    }

    // MARK: Callbacks

    /// Calls `body` with this future, on a pass after it is done.
    ///
    /// Order: one handle each, in the order added; on the next pass if it is done already (R9).
    /// Source: asyncio `Future.add_done_callback`.
    public func addDoneCallback(
        line: UInt = #line,
        _ body: @escaping @EventLoop (AnyFuture) throws -> Void
    ) {
        addCallback(line: UInt32(line), body)
    }

    @discardableResult
    func addCallback(
        line: UInt32 = 0,
        _ body: @escaping @EventLoop (AnyFuture) throws -> Void
    ) -> UInt32 {
        let id = core.newObjectID()
        add(.call(id: id, line: line, body))
        return id
    }

    /// Takes a callback back that has not been queued.
    ///
    /// Many may go one by one, as when 100,000 tasks give up waiting for one future: its place is
    /// only marked, and the marked ones are dropped together once they are the greater half.
    func removeCallback(_ id: UInt32) {
        if case .call(id, _, _)? = firstCallback {
            firstCallback = nil
            return
        }
        var (low, high) = (0, otherCallbacks.count)
        while low < high {
            let middle = (low + high) / 2
            if otherCallbacks[middle].number < id { low = middle + 1 } else { high = middle }
        }
        guard low < otherCallbacks.count, case .call(id, _, _) = otherCallbacks[low] else { return }
        otherCallbacks[low] = .removed(number: id)
        removedCallbacks += 1
        guard removedCallbacks * 2 > otherCallbacks.count else { return }
        otherCallbacks.removeAll { if case .removed = $0 { true } else { false } }
        removedCallbacks = 0
    }

    private func add(_ callback: Callback) {
        if isDone {
            schedule(callback)
        } else if firstCallback == nil, otherCallbacks.isEmpty {
            firstCallback = callback
        } else {
            otherCallbacks.append(callback)
        }
    }

    private func schedule(_ callback: Callback) {
        switch callback {
        case .wake(let strand, _):
            core.wake(strand, by: self)
        case .removed:
            break
        case .call(let id, let line, let body):
            let handle = Handle(id: id, line: line) { try body(self) }
            handle.readyEvent = core.record(.handleScheduled) {
                $0.subject = id
                $0.line = line
            }
            core.ready.append(.handle(handle))
        }
    }

    /// Records that this future, a gather's or a wait's, watches `child`.
    func recordLink(to child: AnyFuture) {
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
    ///
    /// A future that can never be waited for costs a turn all the same, and then throws (R16).
    func wait(line: UInt, deadline: Int64 = -1) async throws {
        let strand = try core.runningStrand()
        if let refusal = refusal(of: strand) {
            try await sleep(0, line: line)
            throw refusal
        }
        await withUnsafeContinuation { suspend(strand, $0, line: line, deadline: deadline) }
        try resume(strand)
    }

    /// Why `strand` cannot wait for this future at all; nil if it can.
    func refusal(of strand: Strand) -> LoopError? {
        if loopNumber != core.number { return .otherLoop(name) }
        if strand.task === self, !strand.isChild { return .awaitedItself(name) }
        return nil
    }

    /// The first half of `wait`, apart so that `Future.value` can suspend by itself: every `async`
    /// function in between would cost a check of executors on its way in and out.
    func suspend(
        _ strand: Strand,
        _ continuation: UnsafeContinuation<Void, Never>,
        line: UInt,
        deadline: Int64 = -1
    ) {
        strand.continuation = continuation
        strand.status = .waiting
        strand.waitingOn = self
        core.record(.taskSuspended) {
            $0.subject = self.id
            $0.other = self.taskID
            $0.role = self.role
            $0.value = deadline
            $0.line = UInt32(line)
            if let label = self.waitLabel { $0.text = core.intern(label) }
        }
        add(.wake(strand, number: core.lastObject))
        // A cancellation asked for while the task ran is handed to what it waits on (R18).
        if strand.mustCancel, cancel(strand.cancelMessage) { strand.mustCancel = false }
    }

    /// The second half of `wait`: throws what has to be thrown into the strand.
    func resume(_ strand: Strand) throws {
        guard strand.cancelPending || strand.mustCancel else { return }
        let carriesCancellation = isCancelled || failure is CancelledError
        if strand.mustCancel || (carriesCancellation && strand.cancelPending) {
            markRetrieved()  // what is thrown tells as much as its error would
            // Of two messages the one that reached the future counts: it came first.
            throw strand.takeCancellation(
                carriesCancellation ? cancellation.message : strand.cancelMessage
            )
        }
        // What it waited on kept the cancellation to itself (R24).
        strand.cancelPending = false
    }
}

extension LoopCore {
    /// Puts a suspended strand at the end of the ready queue.
    func wake(_ strand: Strand, by future: AnyFuture) {
        strand.status = .ready
        strand.readyEvent = record(.taskWoken) {
            $0.task = strand.id
            $0.subject = future.id
            $0.role = future.role
        }
        ready.append(.step(strand))
    }
}
