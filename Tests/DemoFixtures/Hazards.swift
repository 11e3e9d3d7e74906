import AsyncLoop
import Glibc

/// Very many of everything, in the sizes that only a release build gets through in a moment.
///
/// Each returns whether what the documentation says came about; that it returns at all shows that
/// nothing recurses and nothing grows as the square of its size. Run without a record, as what is
/// left behind is looked for by the leak sanitizer.
enum Hazards {
    typealias Hazard = (name: String, count: Int, run: @Sendable (Int) throws -> Bool)

    static let all: [Hazard] = [
        ("pending timers", 1_000_000, timers),
        ("a storm of cancellations", 100_000, storm),
        ("a result up a chain", 100_000, resultUpChain),
        ("a cancellation down a chain", 100_000, cancellationDownChain),
        ("a run that ends with a chain", 100_000, endWithChain),
        ("a chain of gathers", 100_000, gathers),
        ("coroutines in one another", 100_000, coroutines),
        ("callbacks that throw", 100_000, throwingCallbacks),
        ("waiters that give up", 100_000, waiters),
        ("errors nobody looks at", 100_000, neglectedErrors),
        ("a pool shut down with work queued", 100_000, shutdownQueued),
        ("the same on the virtual clock", 100_000, shutdownQueuedVirtually),
        ("a run that ends with work queued", 100_000, endWithWork),
        ("work taken back", 100_000, takenBack),
    ]

    /// What cannot be free of leaks: Swift has no way to destroy a task that is suspended, and of
    /// these none is ever resumed.
    static let parked: [Hazard] = [
        ("a deadlock of many", 100_000, deadlock)
    ]

    /// Runs `hazards`, or the one of `name`, a `scale`-th of the size each; says which failed.
    static func run(_ hazards: [Hazard], scale: Int = 1, name: String? = nil) -> Bool {
        var isFine = true
        for hazard in hazards where name == nil || name == hazard.name {
            let count = max(10, hazard.count / scale)
            do {
                let holds = try hazard.run(count)
                Swift.print("\(count) \(hazard.name):", holds ? "fine" : "WRONG")
                if !holds { isFine = false }
            } catch {
                Swift.print("\(count) \(hazard.name): \(error)")
                isFine = false
            }
        }
        // So that what the loop keeps of its last run is not mistaken for something in use.
        try? onLoop {}
        return isFine
    }

    private struct Failure: Error {}

    // MARK: Timers

    private static func timers(_ count: Int) throws -> Bool {
        try EventLoop.run {
            var (ran, last, inOrder) = (0, (time: -1, number: -1), true)
            var handles: [TimerHandle] = []
            for number in 0..<count {
                // Deadlines come in no order, several timers to each.
                let time = 1 + number * 7919 % (count / 4)
                let handle = EventLoop.callLater(Double(time)) {
                    ran += 1
                    if (time, number) <= last { inOrder = false }
                    last = (time, number)
                }
                handles.append(handle)
            }
            for number in stride(from: 0, to: count, by: 2) { handles[number].cancel() }
            handles = []
            try await sleep(Double(count))
            return ran == count / 2 && inOrder
        }
    }

    // MARK: Tasks

    private static func storm(_ count: Int) throws -> Bool {
        try EventLoop.run {
            var cleanedUp = 0
            let tasks = (0..<count).map { number in
                createTask {
                    do { try await sleep(100) } catch {
                        cleanedUp += 1
                        if number.isMultiple(of: 2) { try? await sleep(0) }
                    }
                    try await sleep(100)
                }
            }
            try await sleep(0)
            while tasks.contains(where: { !$0.isDone }) {
                for task in tasks { task.cancel() }
                try await sleep(0)
            }
            return cleanedUp == count && tasks.allSatisfy(\.isCancelled)
        }
    }

    /// A chain whose first task sleeps and whose every other awaits the one before.
    @EventLoop
    private static func chain(
        _ count: Int,
        _ link: @escaping @EventLoop (LoopTask<Int>) async throws -> Int
    ) -> [LoopTask<Int>] {
        var tasks = [
            createTask {
                try await sleep(1)
                return 0
            }
        ]
        for _ in 1..<count {
            let last = tasks[tasks.count - 1]
            tasks.append(createTask { try await link(last) })
        }
        return tasks
    }

    private static func resultUpChain(_ count: Int) throws -> Bool {
        try EventLoop.run {
            try await chain(count) { try await $0.value() + 1 }[count - 1].value() == count - 1
        }
    }

    private static func cancellationDownChain(_ count: Int) throws -> Bool {
        try EventLoop.run {
            let tasks = chain(count) { try await $0.value() }
            try await sleep(0.5)
            tasks[count - 1].cancel()
            _ = try await wait(tasks)
            return tasks.allSatisfy(\.isCancelled)
        }
    }

    private static func endWithChain(_ count: Int) throws -> Bool {
        let tasks = try EventLoop.run {
            let tasks = chain(count) { try await $0.value() }
            try await sleep(0.5)
            return tasks
        }
        return try onLoop { tasks.allSatisfy(\.isCancelled) }
    }

    private static func gathers(_ count: Int) throws -> Bool {
        try EventLoop.run {
            let tasks = chain(count) { try await gather([$0])[0] }
            try await sleep(0.5)
            tasks[count - 1].cancel()
            _ = try await wait(tasks)
            return tasks.allSatisfy(\.isCancelled)
        }
    }

    private static func coroutines(_ count: Int) throws -> Bool {
        try EventLoop.run {
            var coroutine = Coroutine("leaf") { 0 }
            for _ in 1..<count {
                let inner = coroutine
                coroutine = Coroutine("link") { try await inner.value() + 1 }
            }
            return try await coroutine.value() == count - 1
        }
    }

    private static func deadlock(_ count: Int) throws -> Bool {
        do {
            try EventLoop.run {
                let future = Future<Int>()
                for _ in 1..<count { createTask { _ = try await future.value() } }
                _ = try await future.value()
            }
            return false
        } catch let error as DeadlockError {
            return error.pending.count == count
        }
    }

    // MARK: Callbacks and waiters

    private static func throwingCallbacks(_ count: Int) throws -> Bool {
        try EventLoop.run {
            var (reported, ran) = (0, 0)
            EventLoop.setExceptionHandler { if $0.error is Failure { reported += 1 } }
            let future = Future<Void>()
            for _ in 0..<count {
                EventLoop.callSoon { throw Failure() }
                EventLoop.callLater(1) { throw Failure() }
                future.addDoneCallback { _ in throw Failure() }
                future.addDoneCallback { _ in ran += 1 }
            }
            try future.setResult(())
            try await sleep(2)
            return reported == 3 * count && ran == count
        }
    }

    private static func waiters(_ count: Int) throws -> Bool {
        try EventLoop.run {
            let (event, lock) = (Event(), Lock())
            try await lock.acquire()
            let tasks = (0..<count).map { number in
                createTask {
                    if number.isMultiple(of: 2) {
                        try await event.wait()
                    } else {
                        try await lock.acquire()
                    }
                }
            }
            try await sleep(0)
            for task in tasks.reversed() { task.cancel() }
            _ = try await wait(tasks)
            try lock.release()
            return tasks.allSatisfy(\.isCancelled) && !lock.isLocked
        }
    }

    private static func neglectedErrors(_ count: Int) throws -> Bool {
        let reported = Counter()
        try EventLoop.run {
            EventLoop.setExceptionHandler { _ in reported.count += 1 }
            for _ in 0..<count {
                createTask { throw Failure() }
                _ = Coroutine {}
            }
            try await sleep(1)
        }
        return try onLoop { reported.count } == 2 * count
    }

    // MARK: Pools

    private static func shutdownQueued(_ count: Int) throws -> Bool {
        try shutdownQueued(count, on: .real)
    }

    private static func shutdownQueuedVirtually(_ count: Int) throws -> Bool {
        try shutdownQueued(count, on: .virtual)
    }

    private static func shutdownQueued(_ count: Int, on clock: LoopClock) throws -> Bool {
        try EventLoop.run(clock: clock) {
            let pool = ThreadPool(size: 2)
            let jobs = try (0..<count).map { number in
                try EventLoop.runInExecutor(pool) { number }
            }
            pool.shutdown(wait: false)
            do {
                _ = try EventLoop.runInExecutor(pool) {}
                return false
            } catch LoopError.poolShutDown {}
            return try await gather(jobs) == Array(0..<count)
        }
    }

    private static func endWithWork(_ count: Int) throws -> Bool {
        let (pool, jobs) = try EventLoop.run {
            let pool = ThreadPool(size: 2)
            let jobs = try (0..<count).map { _ in
                try EventLoop.runInExecutor(pool) { block(1) }
            }
            return (pool, jobs)
        }
        pool.shutdown()
        // On paper no time has passed: what no thread had taken was dropped.
        return try onLoop { jobs.allSatisfy { !$0.isDone } }
    }

    private static func takenBack(_ count: Int) throws -> Bool {
        try EventLoop.run {
            let pool = ThreadPool(size: 1)
            let jobs = try (0..<count).map { number in
                try EventLoop.runInExecutor(pool) {
                    block(1)
                    return number
                }
            }
            for job in jobs.dropFirst().reversed() { job.cancel() }
            let first = try await jobs[0].value()
            pool.shutdown()
            return first == 0 && EventLoop.time == 1 && jobs.dropFirst().allSatisfy(\.isCancelled)
        }
    }

    /// What `body` says on a loop of its own, as nothing else may look at what belongs to one.
    private static func onLoop<T: Sendable>(_ body: @escaping @EventLoop () -> T) throws -> T {
        try EventLoop.run { body() }
    }

    @EventLoop
    private final class Counter {
        var count = 0
        nonisolated init() {}
    }
}
