import AsyncLoop

/// Futures with many waiters and gather: 202, 221 to 223.
let gatherScenarios: [Scenario] = [
    Scenario("202_future_waiters_fifo") { page in
        try page.run {
            let future = Future<String>()
            for (name, delay) in [("late", 0.2), ("a", 0), ("b", 0.1), ("c", 0)] {
                createTask {
                    try await AsyncLoop.sleep(delay)
                    page.print("tick \(EventLoop.pass): \(name) waits")
                    let value = try await future.value()
                    page.print("tick \(EventLoop.pass): \(name) resumes with \(value)")
                }
            }
            EventLoop.callLater(0.15) {
                future.addDoneCallback { _ in
                    page.print("tick \(EventLoop.pass): callback between b and late")
                }
            }
            try await AsyncLoop.sleep(1)
            EventLoop.callSoon { page.print("call_soon before set_result") }
            try future.setResult("v")
            EventLoop.callSoon { page.print("call_soon after set_result") }
            page.print("tick \(EventLoop.pass): set, main goes on")
            _ = try await future.value()
            page.print("tick \(EventLoop.pass): main awaited the done future without a pause")
            try await AsyncLoop.sleep(0)
        }
    },
    Scenario("221_gather_order_and_start") { page in
        try page.run {
            @EventLoop func job(_ name: String, _ delay: Double) -> LoopTask<String> {
                createTask {
                    page.print("tick \(EventLoop.pass): \(name) starts")
                    try await AsyncLoop.sleep(delay)
                    page.print("t=\(at()) \(name) ends")
                    return name
                }
            }
            let early = job("task made before", 0.3)
            let future = Future<String>()
            EventLoop.callLater(0.25) { try future.setResult("a future") }
            // `gather` itself awaits here; the group as an object is a task that does so.
            let group = createTask(eager: true) {
                try await gather(job("a", 0.4), early, future, job("b", 0.1), job("c", 0.2))
            }
            page.print("tick \(EventLoop.pass): gather called, done:", group.isDone)
            let results = try await group.value()
            page.print("t=\(at()) results:", results.joined(separator: " / "))
        }
    },
    Scenario("222_gather_first_exception") { page in
        try page.run {
            EventLoop.setExceptionHandler { page.print("handler:", $0.message) }
            @EventLoop func job(_ name: String, _ delay: Double, _ fail: Bool) async throws
                -> String
            {
                try await AsyncLoop.sleep(delay)
                page.print("t=\(at()) \(name) ends, fail=\(Page.str(fail))")
                if fail { throw PythonError(name) }
                return name
            }
            let group = createTask(eager: true) {
                try await gather(
                    { try await job("a", 1, false) },
                    { try await job("b", 2, true) },
                    { try await job("c", 3, true) },
                    { try await job("d", 4, false) }
                )
            }
            do {
                _ = try await group.value()
            } catch {
                page.print("t=\(at()) gather raised", error)
            }
            page.print("gather future holds", try group.error()!)
            try await AsyncLoop.sleep(5)
            page.print("t=\(at()) all ran to their end; still", try group.error()!)
        }
    },
    Scenario("223_gather_return_exceptions_kinds") { page in
        try page.run {
            @EventLoop func job(
                _ delay: Double,
                _ error: PythonError? = nil
            ) -> LoopTask<Double> {
                createTask {
                    try await AsyncLoop.sleep(delay)
                    if let error { throw error }
                    return delay
                }
            }
            @EventLoop func children() -> [LoopTask<Double>] {
                let tasks = [
                    job(3), job(2, PythonError("v")), job(9),
                    job(1, PythonError("'k'", type: "KeyError")),
                ]
                EventLoop.callLater(0.5) { tasks[2].cancel() }
                return tasks
            }
            for item in try await gather(children(), returnExceptions: true) {
                switch item {
                case .success(let value): page.print("t=\(at()) item:", value)
                case .failure(let error): page.print("t=\(at()) item:", error)
                }
            }
            let tasks = children()
            do {
                _ = try await gather(tasks)
            } catch is CancelledError {
                page.print(
                    "t=\(at()) gather raised CancelledError, main cancelling():",
                    currentTask()!.cancelling
                )
            }
            page.print("others pending:", Page.repr(tasks.map { !$0.isDone }))
            _ = try await AsyncLoop.wait(tasks)
            page.print("t=\(at()) they ran on:", Page.repr(tasks.map(\.isCancelled)))
        }
    },
]
