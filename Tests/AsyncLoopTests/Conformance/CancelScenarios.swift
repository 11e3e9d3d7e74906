import AsyncLoop

/// Cancellation: 171 to 178, and 291 of a shield against it.
let cancelScenarios: [Scenario] = [
    Scenario("171_cancel_before_start") { page in
        try page.run {
            let task = createTask(name: "job") {
                defer { page.print("never printed either") }
                page.print("never printed")
                try await AsyncLoop.sleep(1)
            }
            task.addDoneCallback { _ in
                page.print("tick \(EventLoop.pass): done callback, \(state(task))")
            }
            let start = EventLoop.pass
            let answer = task.cancel()
            page.print("tick \(start): cancel() -> \(Page.str(answer)), \(state(task))")
            EventLoop.callSoon {
                page.print("tick \(EventLoop.pass): call_soon after it, \(state(task))")
            }
            do {
                try await task.value()
            } catch is CancelledError {
                page.print("tick \(EventLoop.pass): main resumes, \(state(task))")
            }
        }
    },
    Scenario("174_cancel_inner_task_only") { page in
        try page.run {
            let inner: [LoopTask<Void>] = (0..<2).map { _ in
                createTask { try await AsyncLoop.sleep(100) }
            }
            let a = createTask {
                do {
                    try await inner[0].value()
                } catch is CancelledError {
                    page.print(
                        "catcher: awaited task cancelled:",
                        inner[0].isCancelled,
                        "| my own cancelling():",
                        currentTask()!.cancelling
                    )
                }
                try await AsyncLoop.sleep(1)
                return "catcher went on"
            }
            let b = createTask { try await inner[1].value() }
            try await AsyncLoop.sleep(1)
            for task in inner { task.cancel() }
            _ = try await AsyncLoop.wait([a, b])
            page.print("a:", state(a))
            page.print("b:", state(b), "| cancelling():", b.cancelling)
        }
    },
    Scenario("176_cancel_counts_and_uncancel") { page in
        try page.run {
            let task = createTask {
                let me = currentTask()!
                var caught = 0
                for _ in 0..<3 {
                    do {
                        try await AsyncLoop.sleep(1)
                        page.print(
                            "tick \(EventLoop.pass): slept to the end, cancelling",
                            me.cancelling
                        )
                    } catch is CancelledError {
                        caught += 1
                        page.print(
                            "tick \(EventLoop.pass): caught number \(caught), cancelling",
                            me.cancelling
                        )
                    }
                }
                for _ in 0..<3 { page.print("uncancel ->", me.uncancel()) }
                return caught
            }
            try await AsyncLoop.sleep(0)
            let answers = [task.cancel(), task.cancel()]
            page.print(
                "tick \(EventLoop.pass): cancel twice:",
                answers[0],
                "\(Page.str(answers[1])), cancelling",
                task.cancelling
            )
            page.print(
                "job caught",
                try await task.value(),
                "cancelled:",
                task.isCancelled,
                "cancelling",
                task.cancelling
            )
        }
    },
    Scenario("177_cancel_message") { page in
        // Python's args hold the message, or nothing.
        func args(_ error: CancelledError) -> String {
            error.message.map { "('\($0)',)" } ?? "()"
        }
        try page.run {
            @EventLoop func trial(
                _ label: String,
                _ messages: String?...,
                start: Bool = true
            ) async throws {
                page.print(label)
                let task = createTask {
                    do {
                        try await AsyncLoop.sleep(100)
                    } catch let error as CancelledError {
                        page.print("  \(label) inside: args \(args(error))")
                        throw error
                    }
                }
                if start { try await AsyncLoop.sleep(0) }
                for message in messages { task.cancel(message) }
                do {
                    try await task.value()
                } catch let error as CancelledError {
                    page.print("  awaiting it: args \(args(error))")
                }
            }
            try await trial("no message", nil)
            try await trial("one message", "bye")
            try await trial("two messages", "first", "second")
            try await trial("message, then none", "first", nil)
            try await trial("before the start", "early", start: false)
            try await trial("two before the start", "first", "second", start: false)
            let future = Future<Void>()
            future.cancel("future message")
            for _ in 0..<2 {
                do {
                    try await future.value()
                } catch let error as CancelledError {
                    page.print("future: args", args(error))
                }
            }
        }
    },
    Scenario("178_cancel_during_cleanup") { page in
        try page.run {
            @EventLoop func job() async throws {
                do {
                    try await AsyncLoop.sleep(100)
                } catch let first {
                    page.print("t=\(at()) cleanup starts")
                    do {
                        try await AsyncLoop.sleep(2)
                        page.print("t=\(at()) cleanup complete")
                    } catch let second as CancelledError {
                        page.print("t=\(at()) cleanup was cancelled")
                        throw second
                    }
                    throw first
                }
            }
            for second in [false, true] {
                let task = createTask(job)
                try await AsyncLoop.sleep(1)
                task.cancel()
                page.print("t=\(at()) first cancel")
                try await AsyncLoop.sleep(1)
                page.print("t=\(at()) a second later: \(state(task))")
                if second { page.print("t=\(at()) second cancel:", task.cancel()) }
                _ = try await AsyncLoop.wait([task])
                page.print("t=\(at()) end: \(state(task)), cancelling \(task.cancelling)")
            }
        }
    },
    Scenario("291_shield_outer_cancelled") { page in
        try page.run {
            let task = createTask {
                try await AsyncLoop.sleep(3)
                page.print("t=\(at()) inner ends")
                return "kept"
            }
            let outer = createTask {
                do {
                    _ = try await shield(task).value()
                } catch let error as CancelledError {
                    page.print(
                        "t=\(at()) waiter cancelled, inner \(state(task)),",
                        "inner cancelling \(task.cancelling)"
                    )
                    throw error
                }
            }
            try await AsyncLoop.sleep(1)
            outer.cancel()
            _ = try await AsyncLoop.wait([outer])
            page.print("t=\(at()) outer \(state(outer)), inner \(state(task))")
            do {
                _ = try await waitFor(shield(task), timeout: 1)
            } catch is TimeoutError {
                page.print("t=\(at()) wait_for(shield) timed out, inner \(state(task))")
            }
            page.print("awaited:", try await task.value())
            page.print("t=\(at()) inner \(state(task))")
        }
    },
]
