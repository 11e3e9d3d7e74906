import AsyncLoop
import Dispatch
import Glibc
import LoopEvents
import LoopSupport
import Synchronization
import Testing

extension LoopTests {
    @Suite struct ExecutorRules {
        @Test func `R35: the awaiter resumes one pass after the result was taken in`() async throws
        {
            let run = await runLoop { try await EventLoop.runInExecutor { block(1) }.value() }
            _ = try run.result.get()
            let returned = run.events.first { $0.kind == .workReturned }!
            let completed = run.events.first { $0.kind == .futureCompleted }!
            let woken = run.events.last { $0.kind == .taskStepped }!
            #expect(completed.pass == returned.pass)
            #expect(woken.pass == completed.pass + 1)
        }

        @Test func `R35: cancelling ends the wait while the job goes on`() async throws {
            let finished = Atomic(false)
            let run = await runLoop {
                let pool = ThreadPool(size: 1)
                let job = createTask {
                    try await EventLoop.runInExecutor(pool) {
                        block(5)
                        finished.store(true, ordering: .relaxed)
                    }.value()
                }
                try await sleep(1)
                job.cancel()
                _ = try await AsyncLoop.wait([job])
                let time = EventLoop.time
                pool.shutdown()
                return (time, job.isCancelled)
            }
            let (time, isCancelled) = try run.result.get()
            #expect(time == 1)
            #expect(isCancelled)
            let didFinish = finished.load(ordering: .relaxed)
            #expect(didFinish)
        }

        @Test func `R35: a job that no thread has taken yet is dropped`() async throws {
            let started = Atomic(0)
            let run = await runLoop {
                let pool = ThreadPool(size: 1)
                let jobs = try (0..<3).map { _ in
                    try EventLoop.runInExecutor(pool) {
                        started.add(1, ordering: .relaxed)
                        block(1)
                    }
                }
                jobs[1].cancel()
                try await jobs[2].value()
                pool.shutdown()
                return EventLoop.time
            }
            #expect(try run.result.get() == 2)
            let count = started.load(ordering: .relaxed)
            #expect(count == 2)
        }

        @Test func `a pool outlives a loop that ended before its job did`() async throws {
            let pool = ThreadPool(size: 1)
            let first = await runLoop {
                let jobs = try (0..<2).map { _ in try EventLoop.runInExecutor(pool) { block(5) } }
                jobs[0].cancel()
            }
            _ = try first.result.get()
            let second = await runLoop {
                try await EventLoop.runInExecutor(pool) { block(1) }.value()
                return EventLoop.time
            }
            #expect(try second.result.get() == 1)
            pool.shutdown()
        }

        @Test(arguments: [LoopClock.virtual, .real])
        func `what a job took along and what it gave is held by nobody after it`(
            clock: LoopClock
        ) async throws {
            let run = await runLoop(clock: clock) {
                let pool = ThreadPool(size: 1)
                defer { pool.shutdown() }
                var held = 0
                for _ in 0..<2_000 {
                    let (taken, given) = try await bothEnds(of: pool)
                    if taken.token != nil || given.token != nil { held += 1 }
                }
                return held
            }
            #expect(try run.result.get() == 0)
        }

        @Test(arguments: [LoopClock.virtual, .real])
        func `R37: a run waits for its default pool's work, which may call the loop`(
            clock: LoopClock
        ) async throws {
            let called = Atomic(0)
            let run = await runLoop(clock: clock) {
                let jobs = try (0..<3).map { number in
                    try EventLoop.runInExecutor {
                        block(0.01 * Double(number))
                        EventLoop.output("job \(number)")
                    }
                }
                for job in jobs {
                    job.addDoneCallback { _ in called.add(1, ordering: .relaxed) }
                }
                return EventLoop.time
            }
            #expect(try run.result.get() < 1)
            let outputs = run.events.filter { $0.kind == .output }
            #expect(outputs.count == 3)
            let count = called.load(ordering: .relaxed)
            #expect(count == 3)
        }

        @Test func `R37: a job that waits for the loop at the end of a run gets its answer`()
            async throws
        {
            let answered = Atomic(false)
            let run = await runLoop(clock: .real) {
                _ = try EventLoop.runInExecutor {
                    usleep(20_000)
                    let signal = DispatchSemaphore(value: 0)
                    try EventLoop.callSoonThreadsafe { signal.signal() }
                    let answer = signal.wait(timeout: .now() + 10)
                    answered.store(answer == .success, ordering: .relaxed)
                }
            }
            try run.result.get()
            let isAnswered = answered.load(ordering: .relaxed)
            #expect(isAnswered)
        }

        @Test func `what a pool does for a loop that was closed is nothing to the next`()
            async throws
        {
            let pool = ThreadPool(size: 1)
            let first = await runLoop(clock: .real) {
                _ = try EventLoop.runInExecutor(pool) { usleep(20_000) }
            }
            try first.result.get()
            let second = await runLoop(clock: .real) {
                try await EventLoop.runInExecutor(pool) {}.value()
            }
            try second.result.get()
            #expect(second.events.count { $0.kind == .workReturned } == 1)
            pool.shutdown()
        }

        @Test func `a job that waits for the next one is on a thread of its own`() async throws {
            let run = await runLoop(clock: .real) {
                let pool = ThreadPool(size: 2)
                defer { pool.shutdown() }
                // One thread is there and idle when the two come.
                try await EventLoop.runInExecutor(pool) {}.value()
                try await sleep(0.01)
                let signal = DispatchSemaphore(value: 0)
                let first = try EventLoop.runInExecutor(pool) {
                    signal.wait(timeout: .now() + 10) == .success
                }
                let second = try EventLoop.runInExecutor(pool) { signal.signal() }
                let met = try await first.value()
                _ = try await second.value()
                return met
            }
            #expect(try run.result.get())
        }

        @Test func `a toThread that is cancelled before its turn never runs`() async throws {
            let started = Atomic(0)
            let run = await runLoop {
                let tasks = (0..<10).map { _ in
                    createTask {
                        try await toThread {
                            started.add(1, ordering: .relaxed)
                            block(1)
                        }
                    }
                }
                try await sleep(0.5)
                tasks[9].cancel()
                _ = try await gather(tasks, returnExceptions: true)
            }
            _ = try run.result.get()
            let count = started.load(ordering: .relaxed)
            #expect(count == 9)
        }
    }
}

/// A job's round trip: what it took along, and what it gave.
@EventLoop
private func bothEnds(of pool: ThreadPool) async throws -> (taken: Trail, given: Trail) {
    let taken = Token()
    let given = try await EventLoop.runInExecutor(pool) {
        withExtendedLifetime(taken) { Token() }
    }.value()
    return (Trail(token: taken), Trail(token: given))
}
