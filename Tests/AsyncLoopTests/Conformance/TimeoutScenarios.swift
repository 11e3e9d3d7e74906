import AsyncLoop

/// waitFor and withTimeout: 261 to 267.
let timeoutScenarios: [Scenario] = [
    Scenario("261_timeout_wait_for_basic") { page in
        try page.run {
            @EventLoop func job(_ delay: Double, _ cleanup: Double = 0) -> Coroutine<String> {
                Coroutine {
                    do {
                        try await AsyncLoop.sleep(delay)
                        return "slept \(Page.str(delay))"
                    } catch let error as CancelledError {
                        page.print("t=\(at()) job cancelled")
                        try await AsyncLoop.sleep(cleanup)
                        page.print("t=\(at()) job cleaned up")
                        throw error
                    }
                }
            }
            page.print(try await waitFor(job(1), timeout: 2), at())
            page.print(try await waitFor(job(1), timeout: nil), at())
            for cleanup in [0.0, 3] {
                do {
                    _ = try await waitFor(job(10, cleanup), timeout: 2)
                } catch let error as TimeoutError {
                    // The error has a cause but no message; Swift has one TimeoutError here.
                    let cause = error.cause.map { "\(type(of: $0))" } ?? "None"
                    page.print("t=\(at()) TimeoutError, message '', cause \(cause)")
                }
            }
            let error: any Error = AsyncLoop.TimeoutError()
            page.print("asyncio.TimeoutError is TimeoutError:", error is TimeoutError)
            page.print("cancelling() of main afterwards:", currentTask()!.cancelling)
        }
    },
    Scenario("263_timeout_outer_cancel") { page in
        try page.run {
            @EventLoop func inner() async throws {
                do {
                    try await AsyncLoop.sleep(100)
                } catch {
                    page.print("t=\(at()) inner cancelled")
                    throw error
                }
            }
            @EventLoop func byWaitFor() async throws {
                do {
                    try await waitFor(timeout: 5, inner)
                } catch {
                    page.print("t=\(at()) wait_for raised \(type(of: error))")
                    throw error
                }
            }
            @EventLoop func byTimeout() async throws {
                var limit: Timeout?
                do {
                    try await withTimeout(5) {
                        limit = $0
                        try await inner()
                    }
                } catch {
                    let expired = Page.str(limit!.expired)
                    page.print("t=\(at()) timeout raised \(type(of: error)), expired \(expired)")
                    throw error
                }
            }
            for task in [byWaitFor, byTimeout] {
                let task = createTask(task)
                try await AsyncLoop.sleep(2)
                task.cancel()
                _ = try await AsyncLoop.wait([task])
                page.print("t=\(at()) \(state(task)), cancelling \(task.cancelling)")
            }
            try await AsyncLoop.sleep(20)
            page.print("no late timeout came")
        }
    },
    Scenario("266_timeout_reschedule") { page in
        try page.run {
            var left: Timeout?
            try await withTimeout(1) { limit in
                left = limit
                page.print("when", at(limit.when))
                try limit.reschedule(EventLoop.time + 5)
                page.print("when", at(limit.when))
                try await AsyncLoop.sleep(3)
                try limit.reschedule(nil)
                page.print("when", limit.when.map(Page.str) ?? "None")
                try await AsyncLoop.sleep(10)
            }
            page.print("left at", at(), "expired", left!.expired)
            do {
                try await withTimeout(nil) { limit in
                    left = limit
                    page.print("when", limit.when.map(Page.str) ?? "None")
                    try limit.reschedule(EventLoop.time + 2)
                    defer {
                        page.print("body interrupted at", at(), "expired", limit.expired)
                        do { try limit.reschedule(nil) } catch { page.print(error) }
                    }
                    try await AsyncLoop.sleep(10)
                }
            } catch is TimeoutError {
                page.print("TimeoutError at", at(), "expired", left!.expired)
            }
            do { try left!.reschedule(EventLoop.time) } catch { page.print(error) }
        }
    },
    Scenario("267_timeout_in_the_past") { page in
        try page.run {
            @EventLoop func trial(
                _ label: String,
                _ delay: Double,
                _ body: @EventLoop () async throws -> Void
            ) async throws {
                let start = EventLoop.pass
                var limit: Timeout?
                do {
                    try await withTimeout(delay) {
                        limit = $0
                        try await body()
                        page.print("\(label): body complete", end: "; ")
                    }
                    page.print("no error", end: "; ")
                } catch is TimeoutError {
                    page.print("\(label): TimeoutError", end: "; ")
                }
                page.print(
                    "expired \(Page.str(limit!.expired)), t=\(at()),",
                    "ticks +\(EventLoop.pass - start)"
                )
            }
            for delay in [0.0, -5] {
                let label = "timeout(\(Page.str(delay)))"
                try await trial("\(label), no await", delay) {}
                try await trial("\(label), sleep(0)", delay) { try await AsyncLoop.sleep(0) }
            }
            try await trial("timeout(1), busy for 3", 1) { busy(3) }
            try await trial("timeout(1), busy for 3, sleep(0)", 1) {
                busy(3)
                try await AsyncLoop.sleep(0)
            }
        }
    },
]
