import AsyncLoop

let coroutineScenarios: [Scenario] = [
    Scenario("131_coroutine_states") { page in
        final class Box { var coroutine: Coroutine<Void>? }
        try page.run {
            @EventLoop func show(_ label: String, _ coroutine: Coroutine<Void>) {
                let name =
                    switch coroutine.state {
                    case .created: "CORO_CREATED"
                    case .running: "CORO_RUNNING"
                    case .suspended: "CORO_SUSPENDED"
                    case .finished, .closed: "CORO_CLOSED"
                    }
                page.print(label, name)
            }
            @EventLoop func job(_ box: Box) -> Coroutine<Void> {
                Coroutine("job") {
                    defer { page.print("finally") }
                    show("inside, before await:", box.coroutine!)
                    try await AsyncLoop.sleep(1)
                    show("inside, after await:", box.coroutine!)
                }
            }
            let box = Box()
            let coroutine = job(box)
            box.coroutine = coroutine
            show("made:", coroutine)
            let task = createTask(coroutine)
            show("wrapped in a task:", coroutine)
            try await AsyncLoop.sleep(0)
            show("after one tick:", coroutine)
            try await task.value()
            show("after the task:", coroutine)

            // Swift cannot step an async function by hand nor close one that has begun: a task
            // takes the step, and cancelling it runs what is deferred.
            let other = job(box)
            box.coroutine = other
            let stepper = createTask(other)
            try await AsyncLoop.sleep(0)
            show("stepped by hand:", other)
            stepper.cancel()
            _ = try await AsyncLoop.wait([stepper])
            show("closed by hand:", other)
            let unstarted = job(Box())
            unstarted.close()
            show("closed before its start, no finally:", unstarted)
        }
    },
    Scenario("133_coroutine_never_awaited") { page in
        // Ours are reported when the loop closes, and not when the last reference goes: so each
        // case has a loop of its own, and what its body prints is shown after the report.
        func watched(
            _ label: String,
            _ make: @escaping @EventLoop (Coroutine<Void>) async throws -> Void
        ) throws {
            let body = Page()
            let reports = Page()
            try EventLoop.run {
                EventLoop.setExceptionHandler { reports.print("RuntimeWarning: \($0.message)") }
                try await make(Coroutine("job") { body.print("the body runs") })
            }
            let list = reports.text.split(separator: "\n").map { "\"\($0)\"" }
                .joined(separator: ", ")
            page.print(label, "-> [\(list)]")
            if !body.text.isEmpty { page.print(body.text.dropLast()) }
        }
        try watched("called and dropped") { _ in }
        try watched("called and closed") { $0.close() }
        try watched("made a task") { try await createTask($0).value() }
    },
]
