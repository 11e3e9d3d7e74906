import LoopEvents

/// A body that hands out values one at a time, and waits in between until it is asked for more.
///
/// The nearest form in Swift of Python's `async def` with `yield`. The body runs inside the task
/// that asks, as a coroutine does: asking costs no pass, what it awaits its asker awaits, and a
/// cancellation of the asker arrives in it.
/// Leaving a `for try await` early does not end the body: call `close`, or the end of the run does
/// (R37). Python also closes a generator that is collected as garbage; Swift's count of references
/// cannot see a body that waits, so here it stays open until then.
/// Source: Python's asynchronous generators.
@EventLoop
public final class AsyncGenerator<Element> {
    /// Hands out values in a generator's body: `try await yield(1)`.
    @EventLoop
    public struct Yield {
        fileprivate let generator: AsyncGenerator

        /// Hands `value` to who asked, and waits to be asked again.
        ///
        /// Errors: `GeneratorExit` if the generator is closed meanwhile: clean up and let it pass.
        public func callAsFunction(_ value: Element) async throws {
            try await generator.yield(value)
        }
    }

    private enum State {
        case created
        case running
        case suspended
        case finished
    }

    private enum Answer {
        case value(Element)
        case end
        case failure(any Error)
    }

    /// Its name, shown in traces.
    public let name: String
    private let id: UInt32
    private let body: @EventLoop (Yield) async throws -> Void
    private var state = State.created
    private var isClosing = false
    private var answer = Answer.end
    /// Who asked, and the body: at most one of them holds the thread, the other waits here.
    private var asker: UnsafeContinuation<Void, Never>?
    private var parked: UnsafeContinuation<Void, Never>?
    private var swiftTask: UnownedJob?

    /// Wraps `body` without running any of it. `name` is shown in traces.
    public init(
        _ name: String = "generator",
        line: UInt = #line,
        body: @escaping @EventLoop (Yield) async throws -> Void
    ) {
        self.name = name
        self.body = body
        let id = core.newObjectID()
        self.id = id
        core.record(.coroutineCreated) {
            $0.subject = id
            $0.text = core.intern(name)
            $0.line = UInt32(line)
        }
    }

    /// Runs the body to its next `yield` and returns the value; nil when the body has ended.
    ///
    /// Order: no pass is spent beyond what the body itself awaits.
    /// Errors: what the body throws, which ends it; `LoopError.generator` if it runs already, for
    /// another task.
    /// Source: Python `anext`.
    public func next() async throws -> Element? {
        guard state != .running else { throw running("anext") }
        guard state != .finished else { return nil }
        switch await enter() {
        case .value(let value): return value
        case .end: return nil
        case .failure(let error): throw error
        }
    }

    /// Ends the body: throws `GeneratorExit` where it waits in `yield`, and lets it clean up.
    ///
    /// Does nothing if it has ended, and runs nothing if it was never started.
    /// Errors: what its clean-up throws; `LoopError.generator` if it runs already, or yields
    /// instead of ending.
    /// Source: Python `aclose`.
    public func close() async throws {
        switch state {
        case .running: throw running("aclose")
        case .finished: return
        case .created: state = .finished
        case .suspended:
            isClosing = true
            switch await enter() {
            case .value: throw LoopError.generator("async generator ignored GeneratorExit")
            case .end: return
            case .failure(is GeneratorExit): return
            case .failure(let error): throw error
            }
        }
    }

    private func running(_ call: String) -> LoopError {
        .generator("\(call)(): asynchronous generator is already running")
    }

    // MARK: Changing sides

    /// Gives the thread to the body, in the same step of the same task, until it has an answer.
    private func enter() async -> Answer {
        let mine = core.current?.swiftTask
        let isFirst = state == .created
        state = .running
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            asker = continuation
            if isFirst {
                let operation: @Sendable @EventLoop () async -> Void = { await self.runBody() }
                core.switchToNew {
                    _ = Task(executorPreference: core.taskFacet, operation: operation)
                }
            } else if let parked = parked.take() {
                core.switchTo(parked)
            }
        }
        core.current?.swiftTask = mine
        return answer
    }

    /// Gives the thread back to who asked.
    private func leave(with answer: Answer) {
        self.answer = answer
        if let asker = asker.take() { core.switchTo(asker) }
    }

    private func runBody() async {
        swiftTask = core.current?.swiftTask
        core.generators[id] = self
        core.record(.coroutineStarted) { $0.subject = self.id }
        do {
            try await body(Yield(generator: self))
            end(.result)
            leave(with: .end)
        } catch {
            end(error is CancelledError ? .cancelled : error is GeneratorExit ? .closed : .error)
            leave(with: .failure(error))
        }
    }

    private func end(_ outcome: Outcome) {
        state = .finished
        core.generators[id] = nil
        _ = core.current
        core.record(.coroutineEnded) {
            $0.subject = self.id
            $0.outcome = outcome
        }
    }

    private func yield(_ value: Element) async throws {
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            parked = continuation
            state = .suspended
            leave(with: .value(value))
        }
        core.current?.swiftTask = swiftTask
        if isClosing { throw GeneratorExit() }
    }
}

/// Thrown into a generator's body at its `yield` when the generator is closed.
///
/// Source: Python `GeneratorExit`.
public struct GeneratorExit: Error, CustomStringConvertible, Equatable {
    /// `GeneratorExit`.
    public var description: String { "GeneratorExit" }
}

extension AsyncGenerator: @EventLoop AsyncSequence {
    /// Goes on where the last iterator stopped.
    @EventLoop
    public struct AsyncIterator: @EventLoop AsyncIteratorProtocol {
        let generator: AsyncGenerator

        /// The next value; nil at the end. Errors: as of `AsyncGenerator.next`.
        public mutating func next() async throws -> Element? { try await generator.next() }
    }

    /// An iterator over the values not given yet.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(generator: self) }
}

/// Runs `body` with `generator` and closes that on the way out, whichever it is.
///
/// Errors: what `body` throws, or what closing throws instead.
/// Source: Python `contextlib.aclosing`.
@EventLoop
public func withClosing<Element, Success>(
    _ generator: AsyncGenerator<Element>,
    _ body: @EventLoop (AsyncGenerator<Element>) async throws -> Success
) async throws -> Success {
    let result: Success
    do {
        result = try await body(generator)
    } catch {
        try await generator.close()
        throw error
    }
    try await generator.close()
    return result
}

/// A generator of whatever element type, for the loop to close.
@EventLoop
protocol OpenGenerator: AnyObject {
    var name: String { get }
    func close() async throws
}

extension AsyncGenerator: OpenGenerator {}

extension LoopCore {
    /// Lets `continuation` go on in this step, as the same task, once the running job has
    /// suspended.
    func switchTo(_ continuation: UnsafeContinuation<Void, Never>) {
        if current != nil { switchingTo = continuation }
    }

    /// Lets the Swift task that `start` makes go on in this step, as the same loop task.
    func switchToNew(_ start: () -> Void) {
        guard let strand = current else { return }
        expectFirstJob(of: strand, start)
    }

    /// Closes the generators left open, all at once, and reports what their clean-ups throw (R37).
    func closeGenerators() throws {
        let open = generators.sorted { $0.key < $1.key }.map(\.value)
        guard !open.isEmpty else { return }
        cause = lastPass
        let closing = open.map { generator in
            createTask(name: "close \(generator.name)", eager: false, line: 0) {
                try await generator.close()
            }
        }
        cause = LoopEvent.noCause
        try runUntilDone(Remaining(closing))
        for (generator, task) in zip(open, closing) {
            guard let error = task.failure else { continue }
            task.markRetrieved()
            report(
                LoopProblem(
                    message: "an error occurred during closing of asynchronous generator",
                    error: error,
                    name: generator.name
                )
            )
        }
    }
}
