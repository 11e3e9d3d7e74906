import AsyncLoop
import LoopEvents
import LoopSupport
import Testing

extension LoopTests {
    /// Very many callbacks and waiters on one thing, and callbacks that throw.
    @Suite struct CallbackHazards {
        struct Failure: Error {}

        @Test func `R6: callbacks that throw disturb nobody, each is reported`() async throws {
            let count = 1_000
            let run = await runLoop(events: 100_000) {
                var (reported, ran) = (0, 0)
                EventLoop.setExceptionHandler { problem in
                    if problem.error is Failure { reported += 1 }
                }
                let future = Future<Void>()
                for number in 0..<count {
                    EventLoop.callSoon { throw Failure() }
                    EventLoop.callLater(1) { throw Failure() }
                    future.addDoneCallback { _ in throw Failure() }
                    future.addDoneCallback { _ in ran += number.isMultiple(of: 2) ? 1 : 0 }
                }
                try future.setResult(())
                try await sleep(2)
                return (reported, ran)
            }
            let (reported, ran) = try run.result.get()
            #expect(reported == 3 * count)
            #expect(ran == count / 2)
            #expect(run.events.count { $0.kind == .callbackFailed } == 3 * count)
        }

        @Test func `R10: very many waiters of one future go on in order, all in the next pass`()
            async throws
        {
            let (order, passes) = try await alone {
                Result {
                    try EventLoop.run {
                        let future = Future<Int>()
                        var order: [Int] = []
                        var passes: Set<Int> = []
                        let tasks = (0..<Size.waiters).map { number in
                            createTask {
                                _ = try await future.value()
                                order.append(number)
                                passes.insert(EventLoop.pass)
                            }
                        }
                        try await sleep(0)
                        try future.setResult(1)
                        let completed = EventLoop.pass
                        _ = try await gather(tasks)
                        return (order, passes.map { $0 - completed })
                    }
                }
            }.get()
            #expect(order == Array(0..<Size.waiters))
            #expect(passes == [1])
        }

        @Test func `very many waiters of one event are cancelled one by one`() async throws {
            let cancelled = try await alone {
                Result {
                    try EventLoop.run {
                        let event = Event()
                        let tasks = (0..<Size.waiters).map { _ in
                            createTask { try await event.wait() }
                        }
                        try await sleep(0)
                        // From the last to the first: each leaves from the end of the line.
                        for task in tasks.reversed() { task.cancel() }
                        _ = try await wait(tasks)
                        return tasks.count(where: \.isCancelled)
                    }
                }
            }.get()
            #expect(cancelled == Size.waiters)
        }
    }
}
