import AsyncLoop
import LoopEvents
import LoopSupport
import Synchronization
import Testing

extension LoopTests {
    /// 10,000 tasks that are cancelled again and again while they clean up.
    @Suite struct CancelHazards {
        @Test func `a storm of cancellations reaches every clean-up, and all tasks end`()
            async throws
        {
            let rounds = 5
            let (cancelled, interrupted) = try await alone {
                Result {
                    try EventLoop.run {
                        var interrupted = 0
                        let tasks = (0..<Size.storm).map { _ in
                            createTask {
                                for _ in 0..<rounds {
                                    do { try await sleep(100) } catch {
                                        interrupted += 1
                                        if interrupted.isMultiple(of: 2) { try? await sleep(0) }
                                    }
                                }
                                try await sleep(100)
                            }
                        }
                        try await sleep(0)
                        while tasks.contains(where: { !$0.isDone }) {
                            for task in tasks { task.cancel() }
                            try await sleep(0)
                        }
                        return (tasks.count(where: \.isCancelled), interrupted)
                    }
                }
            }.get()
            #expect(cancelled == Size.storm)
            #expect(interrupted == rounds * Size.storm)
        }

        /// Counted in events: what one task costs does not depend on how many there are.
        @Test func `a cancelled task costs the same number of events in any crowd`() async throws {
            func events(_ count: Int) async throws -> Int {
                let run = await runLoop {
                    let lock = Lock()
                    try await lock.acquire()
                    let tasks = (0..<count).map { _ in createTask { try await lock.acquire() } }
                    try await sleep(1)
                    for task in tasks { task.cancel() }
                    for task in tasks { try? await task.value() }
                }
                try run.result.get()
                return run.events.count
            }
            let (few, more, most) = (
                try await events(100), try await events(200), try await events(4_100)
            )
            #expect(most - few == (more - few) * 40)
        }

        @Test func `cancelled from within its own clean-up, a task still ends`() async throws {
            let run = await runLoop {
                var left = 1_000
                let task = createTask {
                    while left > 0 {
                        left -= 1
                        do { try await sleep(9) } catch {
                            (currentTask() as? LoopTask<Void>)?.cancel()
                        }
                    }
                }
                try await sleep(0)
                task.cancel()
                _ = try await wait([task])
                return (left, task.isCancelled)
            }
            let (left, isCancelled) = try run.result.get()
            #expect(left == 0)
            // The last request came with no await left to deliver it to (R22).
            #expect(isCancelled)
        }

        @Test func `R13: a task made while the run shuts down is reported, as nobody awaits it`()
            async throws
        {
            let reported = Mutex<[String]>([])
            let run = await runLoop {
                EventLoop.setExceptionHandler { problem in
                    let text = "\(problem.message): \(problem.name ?? "")"
                    reported.withLock { $0.append(text) }
                }
                createTask(name: "parent") {
                    do { try await sleep(9) } catch {
                        createTask(name: "orphan") { try await sleep(9) }
                        throw error
                    }
                }
                try await sleep(1)
            }
            try run.result.get()
            let lines = reported.withLock { $0 }
            #expect(lines == ["Task was destroyed but it is pending: orphan"])
        }
    }
}
