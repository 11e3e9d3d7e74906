import AsyncLoop
import LoopEvents
import LoopSupport
import Synchronization
import Testing

extension LoopTests {
    /// Tasks that wait for each other, 100,000 deep: nothing may go down the chain by recursion.
    @Suite struct ChainHazards {
        /// A chain whose first task sleeps and whose every other awaits the one before.
        @EventLoop
        static func chain(
            _ length: Int,
            _ link: @escaping @EventLoop (LoopTask<Int>) async throws -> Int
        ) -> [LoopTask<Int>] {
            var tasks = [
                createTask {
                    try await sleep(1)
                    return 0
                }
            ]
            for _ in 1..<length {
                let last = tasks[tasks.count - 1]
                tasks.append(createTask { try await link(last) })
            }
            return tasks
        }

        /// The same, the last of the chain made first.
        @EventLoop
        static func chainFromTheTop(_ length: Int) {
            let links = Links()
            for number in 1...length {
                let link = createTask {
                    guard number < length else {
                        try await sleep(9)
                        return 0
                    }
                    return try await links.tasks[number].value()
                }
                links.tasks.append(link)
            }
        }

        @EventLoop
        private final class Links {
            var tasks: [LoopTask<Int>] = []
        }

        func run<T>(_ main: @escaping @EventLoop () async throws -> T) async throws -> T {
            try await alone { Result { try EventLoop.run(main) } }.get()
        }

        @Test func `a result comes up a chain of 100,000 tasks, one pass a link`() async throws {
            let (result, passes) = try await run {
                let tasks = Self.chain(Size.chain) { try await $0.value() + 1 }
                let first = createTask { () -> Int in
                    _ = try await tasks[0].value()
                    return EventLoop.pass
                }
                let result = try await tasks[Size.chain - 1].value()
                return (result, EventLoop.pass - (try await first.value()))
            }
            #expect(result == Size.chain - 1)
            #expect(passes == Size.chain - 1)
        }

        @Test func `R19: a cancellation goes down a chain of 100,000 tasks at once`() async throws {
            let (cancelled, passes) = try await run {
                let tasks = Self.chain(Size.chain) { try await $0.value() }
                try await sleep(0.5)
                tasks[Size.chain - 1].cancel("enough")
                let before = EventLoop.pass
                do { _ = try await tasks[Size.chain - 1].value() } catch {
                    #expect(error as? CancelledError == CancelledError("enough"))
                }
                return (tasks.count(where: \.isCancelled), EventLoop.pass - before)
            }
            #expect(cancelled == Size.chain)
            // The leaf is told one pass later, each link one after it, then who awaits the last.
            #expect(passes == Size.chain + 1)
        }

        @Test func `the same through gathers`() async throws {
            let cancelled = try await run {
                let tasks = Self.chain(Size.gathers) { try await gather([$0])[0] }
                try await sleep(0.5)
                tasks[Size.gathers - 1].cancel()
                _ = try await wait(tasks)
                return tasks.count(where: \.isCancelled)
            }
            #expect(cancelled == Size.gathers)
        }

        @Test func `R37: the end of a run cancels a chain of 100,000 tasks too`() async throws {
            let cancelled = Mutex(0)
            try await run {
                for task in Self.chain(Size.chain, { try await $0.value() }) {
                    task.addDoneCallback { ended in
                        if ended.isCancelled { cancelled.withLock { $0 += 1 } }
                    }
                }
                try await sleep(0)
            }
            let count = cancelled.withLock { $0 }
            #expect(count == Size.chain)
        }

        /// Counted in events: a request for each task, however long the chain and whichever way
        /// round it was made.
        @Test(arguments: [true, false])
        func `R37: at the end of a run each task of a chain is asked once`(
            _ leafFirst: Bool
        ) async throws {
            func requests(_ length: Int) async throws -> Int {
                let run = await runLoop(events: 200_000) {
                    if leafFirst {
                        _ = Self.chain(length) { try await $0.value() }
                    } else {
                        Self.chainFromTheTop(length)
                    }
                    try await sleep(1e-9)
                }
                try run.result.get()
                #expect(run.buffer.droppedEvents == 0)
                #expect(run.events.count { $0.kind == .cancelDelivered } == length)
                return run.events.count { $0.kind == .cancelRequested }
            }
            #expect(try await requests(100) == 100)
            #expect(try await requests(1_000) == 1_000)
        }

        @Test func `R24: at the end of a run, who awaits a task that swallows goes on`()
            async throws
        {
            let run = await runLoop {
                let leaf = createTask {
                    try? await sleep(9)
                    return "leaf's result"
                }
                for name in ["first", "second"] {
                    createTask { EventLoop.output("\(name) got \(try await leaf.value())") }
                }
                try await sleep(1)
            }
            try run.result.get()
            #expect(run.output == ["first got leaf's result", "second got leaf's result"])
        }

        @Test func `coroutines awaited in one another, 100,000 deep, take no pass`() async throws {
            let (depth, passes) = try await run {
                var coroutine = Coroutine("leaf") { 0 }
                for _ in 1..<Size.chain {
                    let inner = coroutine
                    coroutine = Coroutine("link") { try await inner.value() + 1 }
                }
                let before = EventLoop.pass
                return (try await coroutine.value(), EventLoop.pass - before)
            }
            #expect(depth == Size.chain - 1)
            #expect(passes == 0)
        }

        /// asyncio's `cancel` dies of its recursion here; ours asks each task once and ends, and
        /// as nobody can ever end, that is reported.
        @Test func `tasks that wait for each other in a ring are cancelled in vain`() async throws {
            let run = await runLoop {
                var first: LoopTask<Void>?
                let second = createTask(name: "second") {
                    try await sleep(0)
                    try await first?.value()
                }
                first = createTask(name: "first") { try await second.value() }
                try await sleep(1)
                #expect(second.cancel())
            }
            let error = #expect(throws: DeadlockError.self) { try run.result.get() }
            #expect(error?.pending == ["second", "first"])
        }
    }
}
