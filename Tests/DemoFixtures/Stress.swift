import AsyncLoop
import DemoHost
import Glibc

/// Everything that can put a job on the loop, at once: what the hand-off must survive.
enum Stress: LoopProgram {
    private struct Refusal: Error {}

    /// What must leave the same trace at every run, in debug and in release.
    ///
    /// Not here: task groups, since the hops between a group's child and its isolation are more in
    /// debug than in release; and continuations that threads resume, since a resumption that comes
    /// before the suspension is no suspension at all.
    @EventLoop
    static func orderly() async throws {
        var sum = 0
        let tasks = (0..<10_000).map { number in
            createTask(name: "t\(number)") {
                try await sleep(Double(number % 7) / 10)
                for _ in 0..<3 { try await sleep(0) }
                if number % 11 == 0 { throw Refusal() }
                sum += number
                return number
            }
        }
        for (number, task) in tasks.enumerated() where number % 13 == 0 { task.cancel() }
        let results = try await gather(tasks.map { $0 as Future<Int> }, returnExceptions: true)
        print("sum", sum, results.count { if case .success = $0 { true } else { false } })
        try await childTasks()
        try await bareTasks()
        print("ends at", EventLoop.time)
    }

    @EventLoop
    static func childTasks() async throws {
        for round in 0..<50 {
            async let left = doubled(round, after: 0.2)
            async let right = doubled(round + 1, after: 0.1)
            print("async let", try await left, try await right)
        }
    }

    /// Isolated to nothing: Swift 6.3 refuses a group's iteration inside a global actor.
    private static func groupTotal() async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<100 {
                group.addTask { try await doubled(number, after: Double(number % 5)) }
            }
            return try await group.reduce(0, +)
        }
    }

    @EventLoop
    static func bareTasks() async throws {
        var finished = 0
        for number in 0..<100 {
            Task { @EventLoop in
                try await sleep(Double(number % 3))
                finished += 1
            }
        }
        while finished < 100 { try await sleep(1) }
        print("bare tasks", finished)
    }

    @EventLoop
    private static func doubled(_ number: Int, after delay: Double) async throws -> Int {
        try await sleep(delay)
        return number * 2
    }

    /// Waits for a continuation that a thread outside the loop resumes.
    @EventLoop
    static func resumedByThread(_ number: Int) async -> Int {
        await withCheckedContinuation { (continuation: CheckedContinuation<Int, Never>) in
            onNewThread { continuation.resume(returning: number) }
        }
    }

    /// 10,000 tasks, a tenth of them resumed by threads while the loop is at full work. What it
    /// prints is the same at every run; its trace is not.
    @EventLoop
    static func storm() async throws {
        let calls = Counter()
        let tasks = (0..<10_000).map { number in
            createTask {
                switch number % 10 {
                case 0: return await resumedByThread(number)
                case 1:
                    async let value = doubled(number, after: 0.001)
                    return try await value / 2
                case 2: return try await EventLoop.runInExecutor { number }.value()
                default:
                    for _ in 0..<(number % 5) { try await sleep(0) }
                    return number
                }
            }
        }
        for _ in 0..<8 {
            onNewThread {
                for _ in 0..<100 { try? EventLoop.callSoonThreadsafe { calls.count += 1 } }
            }
        }
        let total = try await gather(tasks.map { $0 as Future<Int> }).reduce(0, +)
        while calls.count < 800 { try await sleep(0.001) }
        try await bareTasks()
        print("group", try await groupTotal())
        print("storm", total == 10_000 * 9_999 / 2, calls.count)
    }

    /// A fixed number of jobs on a small pool, printing from their threads.
    @EventLoop
    static func executors() async throws {
        let pool = ThreadPool(size: 3, name: "three")
        let jobs = try (1...9).map { number in
            try EventLoop.runInExecutor(pool) {
                print("job", number, "on", threadName())
                block(Double(10 - number) / 4)
                print("job", number, "done")
                return number
            }
        }
        let ticker = createTask(name: "ticker") {
            while true {
                try await sleep(0.5)
                print("tick", EventLoop.time)
            }
        }
        print(try await gather(jobs))
        let byDefault = try (1...9).map { number in
            try EventLoop.runInExecutor {
                block(1); return threadName() + " \(number)"
            }
        }
        print(try await gather(byDefault), EventLoop.time)
        ticker.cancel()
        pool.shutdown()
    }

    private static func onNewThread(_ body: @escaping @Sendable () -> Void) {
        let context = Unmanaged.passRetained(Box(body: body))
        // Hundreds may live at once under load, and a demo's memory is limited: with the usual
        // 8 MB of stack each, one could not be started, and nobody would wake who waits for it.
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, 256 << 10)
        defer { pthread_attr_destroy(&attributes) }
        var thread = pthread_t()
        let failure = pthread_create(
            &thread,
            &attributes,
            { raw in
                Unmanaged<Box>.fromOpaque(raw!).takeRetainedValue().body()
                return nil
            },
            context.toOpaque()
        )
        precondition(failure == 0, "cannot start a thread (error \(failure))")
        pthread_detach(thread)
    }

    @EventLoop
    private final class Counter {
        var count = 0
    }

    private final class Box: Sendable {
        let body: @Sendable () -> Void
        init(body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
