import LoopEvents

/// A result that will be there later: somebody sets it, others await it.
///
/// Source: asyncio `Future`; R9 to R13.
@EventLoop
public class Future<Success>: AnyFuture {
    // Safe as `outcome` is.
    private nonisolated(unsafe) final var slot = ValueSlot()

    /// A pending future. `name` is shown in traces.
    public init(name: String? = nil, line: UInt = #line) {
        super.init(id: core.newObjectID(), role: .future)
        if let name { givenName = name }
        if core.nextIntervention != .max { core.noteResolvable(self) }
        core.record(.futureCreated) {
            $0.subject = self.id
            if let name { $0.text = core.intern(name) }
            $0.line = UInt32(line)
        }
    }

    init(role: WaitRole) {
        super.init(id: core.newObjectID(), role: role)
    }

    override init(id: UInt32, role: WaitRole) {
        super.init(id: id, role: role)
    }

    deinit {
        if outcome == .result { slot.empty(of: Success.self) }
    }

    /// Gives it its result. Whoever waits for it becomes ready (R9, R10).
    ///
    /// Errors: `InvalidStateError` if it is done already (R12); `LoopError.taskEndsItself` if it is
    /// a task; `LoopError.otherLoop` if its loop was closed.
    /// Source: asyncio `Future.set_result`.
    public final func setResult(_ value: Success, line: UInt = #line) throws {
        try requirePending()
        finish(value, line: UInt32(line))
    }

    /// Gives it an error. Whoever waits for it becomes ready and gets it thrown.
    ///
    /// Errors: `InvalidStateError` if it is done already (R12); `LoopError.taskEndsItself` if it is
    /// a task; `LoopError.otherLoop` if its loop was closed.
    /// Source: asyncio `Future.set_exception`.
    public final func setError(_ error: any Error, line: UInt = #line) throws {
        try requirePending()
        complete(.error, error: error, line: UInt32(line))
    }

    final func finish(_ value: Success, line: UInt32 = 0) {
        slot.fill(with: value)
        complete(.result, line: line)
    }

    final func end(with result: Result<Success, any Error>) {
        switch result {
        case .success(let value): finish(value)
        case .failure(let error): complete(.error, error: error)
        }
    }

    override func objection(toResult text: String) -> String? {
        typingObjection(Success.self, text)
    }

    override func complete(typed text: String) {
        if let value = typedValue(Success.self, text) { finish(value) }
    }

    func requirePending() throws {
        guard !isDone else { throw InvalidStateError("invalid state") }
        guard loopNumber == core.number else { throw LoopError.otherLoop(name) }
    }

    /// The result it ended with.
    ///
    /// Errors: `InvalidStateError` while pending, `CancelledError` if it was cancelled, else the
    /// error it was given.
    /// Source: asyncio `Future.result`.
    public final func result() throws -> Success {
        switch outcome {
        case .none: throw InvalidStateError("Result is not set.")
        case .cancelled: throw CancelledError(cancelMessage)
        default:
            if let failure {
                markRetrieved()
                throw failure
            }
            return slot.value(as: Success.self)
        }
    }

    /// Waits until it is done and returns its result.
    ///
    /// Order: no suspension if it is done already; else the waiter resumes one pass after it is
    /// completed, several waiters in the order they came (R10).
    /// Errors: the error it ended with; `CancelledError` if it, or the waiting task, was cancelled;
    /// one pass later `LoopError.awaitedItself` or `LoopError.otherLoop` for what can never be
    /// waited for (R16).
    /// Cancellation: cancelling the waiting task cancels this future (R18).
    /// Source: asyncio `await future`.
    @inline(__always)
    public final func value(line: UInt = #line) async throws -> Success {
        if !isDone { try await wait(line: line) }
        return try result()
    }
}
