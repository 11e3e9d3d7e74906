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

        /// Shorter: the end cancels every task, and each cancellation goes down all that is below,
        /// counted in `cancelling` as asyncio does, so the work is the square of the length.
        @Test func `the end of a run cancels a chain too`() async throws {
            let cancelled = Mutex(0)
            try await run {
                for task in Self.chain(1_000, { try await $0.value() }) {
                    task.addDoneCallback { ended in
                        if ended.isCancelled { cancelled.withLock { $0 += 1 } }
                    }
                }
                try await sleep(0)
            }
            let count = cancelled.withLock { $0 }
            #expect(count == 1_000)
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
