import AsyncLoop

/// The end of a run: 462, 463.
let runScenarios: [Scenario] = [
    Scenario("462_run_error_in_cleanup") { page in
        for answer in ["raise", "swallow"] {
            let (value, leftover) = try page.run {
                EventLoop.setExceptionHandler { problem in
                    // The function that shuts down here is `EventLoop.run`.
                    let message = problem.message.replacing("EventLoop.run", with: "asyncio.run()")
                    let keys =
                        (problem.error == nil ? [] : ["exception"]) + ["message"]
                        + (problem.name == nil ? [] : ["task"])
                    page.print("  handler: \(message) | \(problem.error!) | keys", Page.repr(keys))
                }
                let task = createTask {
                    do {
                        try await AsyncLoop.sleep(100)
                    } catch is CancelledError {
                        try await AsyncLoop.sleep(1)
                        if answer == "raise" { throw PythonError("in cleanup") }
                    }
                    return "swallowed"
                }
                try await AsyncLoop.sleep(0)
                page.print("t=\(at()) main returns, leftover will \(answer)")
                return ("main's value (\(answer))", task)
            }
            page.print("run returned", value)
            page.print("  leftover:", try page.run { state(leftover) })
        }
    },
    Scenario("463_run_shutdown_order") { page in
        let value = try page.run {
            let numbers = AsyncGenerator<Int>("numbers") { yield in
                do {
                    try await yield(1)
                    try await yield(2)
                } catch {
                    page.print(
                        "t=\(at()) async generator of leftover: finally, leftover done:",
                        !allTasks().contains { $0.name == "leftover" }
                    )
                    try await AsyncLoop.sleep(1)
                    page.print("t=\(at()) async generator of leftover: closed")
                    throw error
                }
            }
            createTask(name: "leftover") {
                _ = try await numbers.next()
                do {
                    try await AsyncLoop.sleep(100)
                } catch {
                    page.print("t=\(at()) leftover: finally")
                    try await AsyncLoop.sleep(1)
                    page.print("t=\(at()) leftover: end")
                    throw error
                }
            }
            try await AsyncLoop.sleep(1)
            page.print("t=\(at()) main: body ends")
            try await AsyncLoop.sleep(1)
            page.print("t=\(at()) main: finally")
            return "value"
        }
        page.print("run returned", value)
        page.print("loop closed:", !EventLoop.isRunning)
    },
]
