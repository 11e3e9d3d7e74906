import AsyncLoop
import LoopSupport
import Trace

/// Small records of real runs that between them have most kinds of events.
enum SeedRecords: LoopProgram {
    struct Refused: Error {}

    static func all() async -> [[UInt8]] {
        var records: [[UInt8]] = []
        for program in programs {
            let run = await runLoop(events: 400, line: 0, program)
            let text = withExtendedLifetime(run.recorder) {
                JSONLines(Recording(run.buffer, title: "seed")).text
            }
            records.append(Array(text.utf8))
        }
        return records
    }

    private static let programs: [@EventLoop () async throws -> Void] = [
        {
            let a = createTask(name: "A") {
                print("A \"begins\"\n进度")
                try await sleep(1)
            }
            let b = createTask(name: "B") { () async throws -> Void in throw Refused() }
            _ = try await gather([a, b], returnExceptions: true)
        },
        {
            let reply = Future<Int>(name: "reply")
            EventLoop.callLater(1) { try reply.setResult(1) }
            EventLoop.callSoon { print("soon") }.cancel()
            let waiter = createTask(name: "waiter") { try await reply.value() }
            _ = try await wait([waiter], timeout: 0.5)
            waiter.cancel("enough")
            _ = Coroutine("never") { 1 }
        },
        {
            let pool = ThreadPool(size: 1, name: "pool")
            let jobs = try (1...2).map { number in
                try EventLoop.runInExecutor(pool) {
                    block(1)
                    return number
                }
            }
            busy(0.3)
            for job in jobs { _ = try await job.value() }
        },
        {
            let never = Future<Int>(name: "never")
            createTask(name: "stuck") { try await never.value() }
            _ = try await never.value()
        },
    ]
}
