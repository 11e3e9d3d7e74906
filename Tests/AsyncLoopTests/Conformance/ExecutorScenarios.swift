import AsyncLoop
import Foundation

let executorScenarios: [Scenario] = [
    Scenario("381_executor_result_and_exception") { page in
        try EventLoop.run(clock: .real) {
            struct ZeroDivisionError: Error {}
            @Sendable func work(_ a: Int, b: Int = 1) throws -> Int {
                precondition(threadName() != "loop", "on the loop's thread!")
                if b == 0 { throw ZeroDivisionError() }
                return a / b
            }
            page.print(
                "run_in_executor:",
                try await EventLoop.runInExecutor { try work(7, b: 2) }.value()
            )
            page.print("to_thread with keywords:", try await toThread { try work(9, b: 3) })
            let calls: [@EventLoop () async throws -> Int] = [
                { try await EventLoop.runInExecutor { try work(1, b: 0) }.value() },
                { try await toThread { try work(1, b: 0) } },
            ]
            for call in calls {
                do {
                    _ = try await call()
                } catch let error as ZeroDivisionError {
                    page.print("raised", type(of: error))
                }
            }
            let tasks = (0..<4).map { n in
                createTask { try await toThread { try work(n * 10, b: n) } }
            }
            let results = try await gather(tasks, returnExceptions: true).map { result -> Any in
                switch result {
                case .success(let value): value
                case .failure(let error): "\(type(of: error))"
                }
            }
            page.print("gather:", Page.repr(results))
            let coroutine = Coroutine {
                try await toThread { "to_thread starts only when awaited" }
            }
            page.print("made:", coroutine.state == .created)
            page.print(try await coroutine.value())
        }
    },
    Scenario("382_executor_pool_bound") { page in
        try EventLoop.run(clock: .real) {
            let three = Meeting(of: 3)
            let pool = ThreadPool(size: 3)
            let jobs = try (0..<9).map { n in
                try EventLoop.runInExecutor(pool) {
                    three.meet()
                    return n * n
                }
            }
            let results = try await gather(jobs)
            pool.shutdown()
            page.print("results:", Page.repr(results))
            page.print("most at once:", three.most, "left inside:", three.inside)
            let started = Meeting(of: 1)
            let single = ThreadPool(size: 1)
            let orders = try [5, 3, 4, 1, 2].map { n in
                try EventLoop.runInExecutor(single) { started.note(n) }
            }
            _ = try await gather(orders)
            single.shutdown()
            page.print("one worker starts them in call order:", Page.repr(started.notes))
            do {
                _ = try EventLoop.runInExecutor(single) { 1 }
            } catch LoopError.poolShutDown {
                page.print("RuntimeError: cannot schedule new futures after shutdown")
            }
        }
    },
    Scenario("383_executor_contextvars") { page in
        try EventLoop.run(clock: .real) {
            @Sendable func readAndChange(_ label: String) -> (line: String, value: String) {
                let seen = Local.value
                return Local.$value.withValue("changed by \(label)") {
                    ("\(label) saw '\(seen)', then had '\(Local.value)'", Local.value)
                }
            }
            @EventLoop func child() async throws -> String {
                try await Local.$value.withValue("child") {
                    try await toThread { readAndChange("thread of child").line }
                }
            }
            try await Local.$value.withValue("main") {
                page.print(try await toThread { readAndChange("to_thread").line })
                page.print("main still has", Local.value)
                // What `ctx.run` carries, carried by hand.
                let carried = Local.value
                let copy = try await EventLoop.runInExecutor {
                    Local.$value.withValue(carried) { readAndChange("executor with ctx.run") }
                }.value()
                page.print(copy.line)
                page.print("main still has", Local.value, "| the copy has", copy.value)
                page.print(try await createTask { try await child() }.value())
                page.print("main still has", Local.value)
                page.print(
                    "run_in_executor without a context gives",
                    try await EventLoop.runInExecutor { Local.value }.value()
                )
            }
        }
    },
]

/// Where threads meet: nobody goes on before `size` are there together.
private final class Meeting: @unchecked Sendable {
    // Safe to share: all of it is under `changed`'s lock.
    private let size: Int
    private let changed = NSCondition()
    private var arrived = 0
    private(set) var inside = 0
    private(set) var most = 0
    private(set) var notes: [Int] = []

    init(of size: Int) {
        self.size = size
    }

    func meet() {
        changed.withLock {
            inside += 1
            most = max(most, inside)
            arrived += 1
            let round = (arrived - 1) / size
            changed.broadcast()
            while arrived < (round + 1) * size { changed.wait() }
            inside -= 1
        }
    }

    func note(_ number: Int) {
        changed.withLock { notes.append(number) }
    }
}
