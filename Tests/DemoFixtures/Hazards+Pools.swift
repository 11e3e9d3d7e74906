import AsyncLoop

/// Pools that are shut down, or left, with work queued.
extension Hazards {
    static func shutdownQueued(_ count: Int) throws -> Bool {
        try shutdownQueued(count, on: .real)
    }

    static func shutdownQueuedVirtually(_ count: Int) throws -> Bool {
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

    static func endWithWork(_ count: Int) throws -> Bool {
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

    static func takenBack(_ count: Int) throws -> Bool {
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
}
