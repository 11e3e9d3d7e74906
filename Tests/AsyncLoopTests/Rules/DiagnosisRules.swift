import AsyncLoop
import Glibc
import LoopEvents
import LoopSupport
import Synchronization
import Testing

extension LoopTests {
    /// What the loop says of a program that neglects something, beside programs that look alike and
    /// neglect nothing: for those it must keep silent.
    @Suite struct DiagnosisRules {
        struct Diagnoses: Equatable {
            var neverAwaited: [String] = []
            var neverRetrieved: [String] = []
            var deadlock: [String] = []
            static let none = Diagnoses()
        }

        static func diagnoses(
            clock: LoopClock = .virtual,
            _ main: @escaping @EventLoop () async throws -> Void
        ) async -> Diagnoses {
            let run = await runLoop(clock: clock, main)
            func texts(_ kind: EventKind) -> [String] {
                run.events.filter { $0.kind == kind }.map { run.buffer.string($0.text) }
            }
            var found = Diagnoses(
                neverAwaited: texts(.neverAwaited),
                neverRetrieved: texts(.neverRetrieved)
            )
            if case .failure(let error as DeadlockError) = run.result {
                found.deadlock = error.pending
            }
            return found
        }

        // MARK: Never awaited

        @Test func `a coroutine that nobody took is reported, in the order of creation`() async {
            let found = await Self.diagnoses {
                _ = Coroutine("first") {}
                let kept = Coroutine("kept") {}
                _ = Coroutine("last") {}
                _ = kept.state
            }
            #expect(found == Diagnoses(neverAwaited: ["first", "kept", "last"]))
        }

        @Test func `no alarm: coroutines that are awaited, given to tasks, or closed`() async {
            let found = await Self.diagnoses {
                try await Coroutine("awaited") {}.value()
                try? await Coroutine("fails") { throw Failure() }.value()
                try await createTask(Coroutine("as a task") {}).value()
                createTask(Coroutine("as a task nobody awaits") {})
                _ = try await gather(Coroutine("gathered") {}, Coroutine("with it") {})
                try await waitFor(Coroutine("in time") {}, timeout: 1)
                try await shield(Coroutine("shielded") {}).value()
                for try await _ in asCompleted([Coroutine("as completed") {}]) {}
                try await withLoopTaskGroup { group in
                    _ = try group.createTask(Coroutine("in a group") {})
                }
                Coroutine("closed") {}.close()
            }
            #expect(found == .none)
        }

        @Test func `R20: no alarm: a coroutine whose task is cancelled before its first step`()
            async
        {
            let found = await Self.diagnoses {
                createTask(Coroutine("cancelled") {}).cancel()
                _ = try? await waitFor(Coroutine("no time") {}, timeout: 0)
                let caller = createTask {
                    _ = try await gather(Coroutine("left") {}, Coroutine("right") {})
                }
                EventLoop.callSoon { caller.cancel() }
                _ = try await wait([caller])
                // One whose loop closes before it could begin.
                EventLoop.callSoon { createTask(Coroutine("late") {}) }
            }
            #expect(found == .none)
        }

        // MARK: Never retrieved

        @Test func `an error of a task that nobody asked is reported`() async {
            let found = await Self.diagnoses {
                let task = createTask { throw Failure(name: "neglected") }
                _ = try await wait([task])
            }
            #expect(found == Diagnoses(neverRetrieved: [#"Failure(name: "neglected")"#]))
        }

        @Test func `no alarm: errors that somebody was thrown, or looked at`() async {
            let found = await Self.diagnoses {
                @EventLoop func failing() -> LoopTask<Void> { createTask { throw Failure() } }
                try? await failing().value()
                let looked = failing()
                looked.addDoneCallback { _ = try $0.error() }
                let asked = failing()
                _ = try await wait([asked])
                _ = try? asked.result()
                // Of a gather's errors the first is thrown, the others are its own affair.
                _ = try? await gather([failing(), failing(), failing()])
                _ = try await gather([failing(), failing()], returnExceptions: true)
                _ = try? await waitFor(failing(), timeout: 1)
                try? await shield(failing()).value()
                for try await task in asCompleted([failing(), failing()]) { _ = try? task.result() }
                try? await withLoopTaskGroup { group in
                    for _ in 0..<3 { _ = try group.createTask { throw Failure() } }
                }
                try? await withTimeout(1) { try await failing().value() }
                try? await EventLoop.runInExecutor { throw Failure() }.value()
                try? await toThread { throw Failure() }
            }
            #expect(found == .none)
        }

        @Test func `no alarm: what was cancelled, and the error that run itself throws`() async {
            let found = await Self.diagnoses {
                createTask { try await sleep(9) }.cancel()
                let swallowed = createTask { try? await sleep(9) }
                let future = Future<Int>()
                future.cancel()
                let waiter = createTask { _ = try await Future<Int>().value() }
                try await sleep(0)
                swallowed.cancel()
                waiter.cancel()
                try await sleep(1)
                throw Failure()
            }
            #expect(found == .none)
        }

        @Test func `no alarm: the error that ends a manual loop's task`() async {
            let reports = await alone {
                let recorder = Recorder(events: 1_000)
                let loop = ManualLoop(recorder: recorder)
                #expect(throws: Failure.self) {
                    try loop.runUntilComplete { throw Failure() }
                }
                loop.close()
                let buffer = recorder.buffer
                return (0..<buffer.eventCount).count { buffer[$0].kind == .neverRetrieved }
            }
            #expect(reports == 0)
        }

        // MARK: Deadlock

        @EventLoop
        static func set(_ future: Future<Int>) async throws {
            try await sleep(1)
            try future.setResult(1)
        }

        @Test func `tasks that wait for what nobody will set are a deadlock`() async {
            let found = await Self.diagnoses {
                let future = Future<Int>()
                createTask(name: "waiter") { _ = try await future.value() }
                _ = try await future.value()
            }
            #expect(found == Diagnoses(deadlock: ["main", "waiter"]))
        }

        @Test func `no alarm: a timer, a job, a thread's or a child's end may still set it`() async
        {
            let found = await Self.diagnoses {
                let byTimer = Future<Int>()
                EventLoop.callLater(1e6) { try byTimer.setResult(1) }
                _ = try await byTimer.value()

                let byJob = Future<Int>()
                try EventLoop.runInExecutor { block(10) }.addDoneCallback { _ in
                    try byJob.setResult(1)
                }
                _ = try await byJob.value()

                let byCall = Future<Int>()
                _ = try EventLoop.runInExecutor {
                    try EventLoop.callSoonThreadsafe { try byCall.setResult(1) }
                }
                _ = try await byCall.value()

                let byChild = Future<Int>()
                async let child: Void = Self.set(byChild)
                _ = try await byChild.value()
                try await child

                let byBareTask = Future<Int>()
                Task { @EventLoop in
                    try await sleep(1)
                    try byBareTask.setResult(1)
                }
                _ = try await byBareTask.value()
            }
            #expect(found == .none)
        }

        @Test func `no alarm: tasks held up by each other, while one of them can go on`() async {
            let found = await Self.diagnoses {
                let lock = Lock()
                let queue = Queue<Int>(maxsize: 1)
                let barrier = Barrier(parties: 2)
                let producer = createTask {
                    for number in 0..<5 { try await queue.put(number) }
                    _ = try await barrier.wait()
                }
                for _ in 0..<3 { createTask { try await lock.withLock { try await sleep(1) } } }
                for _ in 0..<5 { _ = try await queue.get() }
                _ = try await barrier.wait()
                try await lock.withLock {}
                try await producer.value()
            }
            #expect(found == .none)
        }

        @Test func `no alarm: what waits for ever when main ends is cancelled`() async {
            let found = await Self.diagnoses {
                createTask { _ = try await Future<Int>().value() }
                createTask { _ = try await Queue<Int>().get() }
                try await sleep(1)
            }
            #expect(found == .none)
        }

        /// The thread is the program's own, and the loop knows nothing of it.
        @Test func `no alarm: on the real clock any thread may still call`() async {
            let found = await Self.diagnoses(clock: .real) {
                let future = Future<Int>()
                onNewThread { try? EventLoop.callSoonThreadsafe { try future.setResult(1) } }
                _ = try await future.value()
            }
            #expect(found == .none)
        }
    }
}

private func onNewThread(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    pthread_create(
        &thread,
        nil,
        { raw in
            Unmanaged<Call>.fromOpaque(raw!).takeRetainedValue().body()
            return nil
        },
        Unmanaged.passRetained(Call(body: body)).toOpaque()
    )
    pthread_detach(thread)
}

private final class Call: Sendable {
    let body: @Sendable () -> Void
    init(body: @escaping @Sendable () -> Void) { self.body = body }
}
