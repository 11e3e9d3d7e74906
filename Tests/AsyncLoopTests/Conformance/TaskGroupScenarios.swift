import AsyncLoop

/// Task groups: 321, 322, 325.
let taskGroupScenarios: [Scenario] = [
    Scenario("321_taskgroup_waits_for_all") { page in
        try page.run {
            @EventLoop func job(
                _ name: String,
                _ delay: Double,
                _ group: LoopTaskGroup? = nil
            ) async throws -> String {
                page.print("t=\(at()) tick \(EventLoop.pass): \(name) starts")
                try await AsyncLoop.sleep(delay)
                try group?.createTask { try await job(name + "'s child", 2) }
                page.print("t=\(at()) \(name) ends")
                return name
            }
            let (a, b) = try await withLoopTaskGroup { group in
                let a = try group.createTask(name: "task a") { try await job("a", 2) }
                let b = try group.createTask { try await job("b", 1, group) }
                page.print("tick \(EventLoop.pass): body ends, a done:", a.isDone)
                return (a, b)
            }
            page.print(
                "t=\(at()) after the group: \(try a.result()) \(try b.result()),",
                "name \(Page.repr(a.name))"
            )
            let start = try await withLoopTaskGroup { _ in EventLoop.pass }
            page.print("an empty group costs", EventLoop.pass - start, "tick(s)")
        }
    },
    Scenario("322_taskgroup_child_fails") { page in
        try page.run {
            @EventLoop func job(
                _ name: String,
                _ delay: Double,
                _ cleanup: Double = 0
            ) async throws {
                do {
                    try await AsyncLoop.sleep(delay)
                    page.print("t=\(at()) tick \(EventLoop.pass): \(name) raises")
                    throw PythonError(name)
                } catch let error as CancelledError {
                    page.print("t=\(at()) tick \(EventLoop.pass): \(name) cancelled")
                    try await AsyncLoop.sleep(cleanup)
                    page.print("t=\(at()) \(name) cleaned up")
                    throw error
                }
            }
            var tasks: [LoopTask<Void>] = []
            do {
                try await withLoopTaskGroup { group in
                    for (name, delay, cleanup) in [("a", 5.0, 1.0), ("b", 1, 0)] {
                        tasks.append(try group.createTask { try await job(name, delay, cleanup) })
                    }
                    do {
                        try await AsyncLoop.sleep(10)
                    } catch let error as CancelledError {
                        page.print("t=\(at()) tick \(EventLoop.pass): body cancelled")
                        throw error
                    }
                }
            } catch let group as ErrorGroup {
                let errors = group.errors(of: PythonError.self).map { "\($0)" }
                page.print("t=\(at()) ExceptionGroup: \(group.message), \(Page.repr(errors))")
            }
            page.print(
                Page.repr(tasks.map(state)),
                "cancelling():",
                currentTask()!.cancelling
            )
        }
    },
    Scenario("325_taskgroup_create_after_end") { page in
        try page.run {
            @EventLoop func told(_ error: any Error) -> String {
                "\(error)".replacing(/<.*>/, with: "<...>")
            }
            @EventLoop func attempt(_ label: String, _ group: LoopTaskGroup) {
                let coroutine = Coroutine { try await AsyncLoop.sleep(0) }
                do {
                    try group.createTask(coroutine)
                    page.print("\(label): accepted")
                } catch {
                    page.print(
                        "\(label): \(told(error)); coroutine",
                        coroutine.state == .closed ? "CORO_CLOSED" : "\(coroutine.state)"
                    )
                }
            }
            let group = LoopTaskGroup()
            attempt("not entered", group)
            try await group.run { attempt("entered", $0) }
            attempt("finished", group)
            do {
                try await group.run { _ in page.print("never") }
            } catch {
                page.print("entered again:", told(error))
            }
            do {
                try await withLoopTaskGroup { group in
                    try group.createTask { throw PythonError("boom") }
                    defer { attempt("while failing", group) }
                    try await AsyncLoop.sleep(5)
                }
            } catch is ErrorGroup {
                page.print("t=\(at()) the group raised its ValueError")
            }
        }
    },
]
