import AsyncLoop
import Glibc
import LoopSupport
import Testing

extension LoopTests {
    /// Programs with 100,000 tasks: with any operation that grows as the square of that they would
    /// not end in an hour.
    @Suite struct GrowthTests {
        static let count = 100_000

        func run<T>(_ main: @escaping @EventLoop () async throws -> T) async throws -> T {
            try await alone { Result { try EventLoop.run(main) } }.get()
        }

        @Test func `as many waits on one future give up, one by one`() async throws {
            let given = try await run {
                let future = Future<Int>()
                var given = 0
                let waits = (0..<Self.count).map { number in
                    createTask {
                        // The later the task, the sooner it gives up.
                        let time = Double(Self.count - number)
                        given += try await wait([future], timeout: time).pending.count
                    }
                }
                _ = try await wait(waits)
                return given
            }
            #expect(given == Self.count)
        }

        @Test func `as many tasks are gathered, and cancelled together`() async throws {
            let cancelled = try await run {
                let tasks = (0..<Self.count).map { _ in createTask { try await sleep(9) } }
                let caller = createTask { try await gather(tasks, returnExceptions: true) }
                try await sleep(1)
                caller.cancel()
                _ = try await wait(tasks)
                return tasks.count(where: \.isCancelled)
            }
            #expect(cancelled == Self.count)
        }

        @Test func `as many tasks are taken as they end, by as many takers`() async throws {
            let sum = try await run {
                let tasks = (0..<Self.count).map { number in
                    createTask {
                        try await sleep(Double(number))
                        return number
                    }
                }
                var sum = 0
                for try await task in asCompleted(tasks) { sum += try task.result() }
                let takers = asCompleted(tasks).items().map { item in
                    createTask { try await item.value() }
                }
                for taker in takers { sum -= try await taker.value() }
                return sum
            }
            #expect(sum == 0)
        }

        @Test func `one of as many in a group fails`() async throws {
            let cancelled = try await run {
                var tasks: [LoopTask<Void>] = []
                do {
                    try await withLoopTaskGroup { group in
                        for number in 0..<Self.count {
                            tasks.append(
                                try group.createTask {
                                    try await sleep(number == 0 ? 1 : 9)
                                    throw Failure()
                                }
                            )
                        }
                    }
                } catch is ErrorGroup {}
                return tasks.count(where: \.isCancelled)
            }
            #expect(cancelled == Self.count - 1)
        }

        @Test(arguments: [LoopClock.virtual, .real])
        func `as many jobs wait for one thread, and half are taken back`(
            _ clock: LoopClock
        ) async throws {
            let results = try await alone {
                Result {
                    try EventLoop.run(clock: clock) {
                        let gate = Gate()
                        let pool = ThreadPool(size: 1)
                        let first = try EventLoop.runInExecutor(pool) { gate.wait() }
                        let jobs = try (0..<Self.count).map { number in
                            try EventLoop.runInExecutor(pool) { number }
                        }
                        // From the last to the first: each is found anew among all.
                        for number in stride(from: Self.count - 1, to: 0, by: -2) {
                            jobs[number].cancel()
                        }
                        gate.open()
                        try await first.value()
                        let left = jobs.filter { !$0.isCancelled }
                        let results = try await gather(left)
                        pool.shutdown()
                        return results
                    }
                }
            }.get()
            #expect(results == Array(stride(from: 0, to: Self.count, by: 2)))
        }

        @Test func `as many shields of one task are cancelled, and as many timeouts pass`()
            async throws
        {
            let ended = try await run {
                let inner = createTask { try await sleep(2e6) }
                var ended = 0
                let waiters = (0..<Self.count).map { number in
                    createTask {
                        do {
                            try await waitFor(shield(inner), timeout: Double(Self.count - number))
                        } catch is TimeoutError {
                            ended += 1
                        }
                    }
                }
                _ = try await gather(waiters)
                try await inner.value()
                return ended
            }
            #expect(ended == Self.count)
        }
    }
}

/// Keeps a thread until it is opened.
private final class Gate: @unchecked Sendable {
    // Safe to share: a semaphore is.
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(semaphore, 0, 0) }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func wait() { while sem_wait(semaphore) == -1 {} }
    func open() { sem_post(semaphore) }
}
