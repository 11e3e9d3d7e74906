import AsyncLoop
import LoopEvents
import LoopSupport
import Synchronization
import Testing

extension LoopTests {
    /// Pools that are shut down while work is queued: as in Python, what was taken is done.
    @Suite struct PoolHazards {
        @Test(arguments: [LoopClock.virtual, .real])
        func `what was queued before the shutdown is done`(_ clock: LoopClock) async throws {
            let run = await runLoop(clock: clock) {
                let pool = ThreadPool(size: 2)
                let jobs = try (0..<20).map { number in
                    try EventLoop.runInExecutor(pool) { number }
                }
                pool.shutdown()
                #expect(throws: LoopError.poolShutDown("pool")) {
                    try EventLoop.runInExecutor(pool) {}
                }
                return try await gather(jobs)
            }
            #expect(try run.result.get() == Array(0..<20))
        }

        @Test(arguments: [LoopClock.virtual, .real])
        func `a run may end before its pool's work`(_ clock: LoopClock) async throws {
            let done = Atomic(0)
            let run = await runLoop(clock: clock) {
                let pool = ThreadPool(size: 1)
                for _ in 0..<10 {
                    _ = try EventLoop.runInExecutor(pool) {
                        if clock == .virtual { block(1) }
                        done.add(1, ordering: .relaxed)
                    }
                }
                return pool
            }
            let pool = try run.result.get()
            pool.shutdown()
            let count = done.load(ordering: .relaxed)
            // On paper no time has passed, so one job has the thread and no other ever starts.
            if clock == .virtual { #expect(count == 1) } else { #expect(count == 10) }
        }

        @Test func `shut down twice, and with nothing ever submitted`() async throws {
            let run = await runLoop {
                let pool = ThreadPool(size: 3)
                pool.shutdown(wait: false)
                pool.shutdown()
                return try? EventLoop.runInExecutor(pool) { 1 }.name
            }
            #expect(try run.result.get() == nil)
        }
    }
}
