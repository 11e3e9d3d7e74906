import AsyncLoop

/// Tasks: 152, 155, and 482 of eager ones.
let taskScenarios: [Scenario] = [
    Scenario("152_task_names") { page in
        // The main task is called `main` here unless it is given a name. A name is a String.
        @EventLoop func whoami() async -> String { currentTask()!.name }
        try EventLoop.run(name: "Task-1") {
            page.print("main is", await whoami())
            let a = createTask { await whoami() }
            let b = createTask { await whoami() }
            page.print("before the start:", a.name, b.name)
            b.setName("renamed")
            page.print("inside:", try await a.value(), try await b.value())
            let names = try await gather({ await whoami() }, { await whoami() })
            page.print("gather wraps coroutines:", names.joined(separator: " "))
            page.print("awaited directly:", await whoami())
            let c = createTask(name: "worker") { await whoami() }
            let d = createTask(name: "\(123)") { await whoami() }
            page.print("named:", c.name, Page.repr(d.name))
            page.print("inside:", try await c.value(), try await d.value())
            c.setName("\(4.5)")
            page.print("renamed when done:", Page.repr(c.name))
        }
    },
    Scenario("155_task_current_and_all") { page in
        @EventLoop func current() -> String { currentTask()?.name ?? "None" }
        @EventLoop func alive() -> String { Page.repr(allTasks().map(\.name).sorted()) }
        try page.run {
            @EventLoop func worker(_ steps: Int) async throws {
                for _ in 0..<steps {
                    page.print("in worker:", current())
                    try await AsyncLoop.sleep(0)
                }
                page.print("worker ends, all:", alive())
            }
            currentTask()?.setName("main")
            let tasks = [1, 2].map { n in createTask(name: "w\(n)") { try await worker(n) } }
            EventLoop.callSoon { page.print("in call_soon:", current(), "all:", alive()) }
            tasks[0].addDoneCallback { _ in page.print("in done callback:", current()) }
            page.print("before they start, all:", alive(), "current:", current())
            _ = try await gather(tasks)
            page.print("at the end, all:", alive(), "current:", current())
        }
        // Off the loop the compiler refuses `currentTask()`; what can be called there says so.
        do {
            try EventLoop.callSoonThreadsafe {}
        } catch LoopError.closed {
            page.print(
                "outside:",
                "\(LoopError.noRunningLoop)".replacing("RuntimeError: ", with: "")
            )
        }
    },
    Scenario("482_eager_order_and_gather") { page in
        try page.run {
            var order: [String] = []
            @EventLoop func child(_ name: String, _ pauses: Int) async throws -> String {
                order.append("\(name) starts")
                for _ in 0..<pauses { try await AsyncLoop.sleep(0) }
                order.append("\(name) ends")
                return name
            }
            for eager in [false, true] {
                EventLoop.startsTasksEagerly = eager
                page.print(eager ? "eager" : "lazy")
                let a = createTask { try await child("a", 1) }
                order.append("created a")
                let b = createTask { try await child("b", 0) }
                order.append("created b")
                order.append("b gives " + (try await b.value()))
                order.append("a gives " + (try await a.value()))
                page.print("  " + order.joined(separator: ", "))
                order = []
                for pauses in [[0, 0, 0], [0, 1, 0]] {
                    let start = EventLoop.pass
                    let tasks = zip(["x", "y", "z"], pauses).map { name, pauses in
                        createTask { try await child(name, pauses) }
                    }
                    let results = try await gather(tasks)
                    let shown = pauses.map(String.init).joined(separator: ", ")
                    page.print(
                        "  gather with pauses (\(shown)): \(Page.repr(results)),",
                        "ticks \(EventLoop.pass - start)"
                    )
                }
                order = []
                let task = createTask { try await child("c", 0) }
                page.print("  cancel right after create_task:", task.cancel(), end: ", ")
                _ = try await AsyncLoop.wait([task])
                page.print(state(task), Page.repr(order))
                order = []
            }
        }
    },
]
