import AsyncLoop

/// How many passes things take: 504, 506, 508.
let hopScenarios: [Scenario] = [
    Scenario("504_hops_already_done") { page in
        try page.run {
            let tasks = (0..<3).map { _ in createTask { try await AsyncLoop.sleep(0) } }
            _ = try await AsyncLoop.wait(tasks)
            let trials: [(String, @EventLoop () async throws -> Void)] = [
                ("await each", { for task in tasks { try await task.value() } }),
                ("gather", { _ = try await gather(tasks) }),
                (
                    "gather with return_exceptions",
                    { _ = try await gather(tasks, returnExceptions: true) }
                ),
                (
                    // The inner group is a task here, an eager one as it has nothing to wait for.
                    "gather of gather",
                    { _ = try await gather([createTask(eager: true) { try await gather(tasks) }]) }
                ),
                ("gather of nothing", { _ = try await gather([Future<Void>]()) }),
                ("wait", { _ = try await AsyncLoop.wait(tasks) }),
                (
                    "wait FIRST_COMPLETED",
                    { _ = try await AsyncLoop.wait(tasks, returnWhen: .firstCompleted) }
                ),
                ("wait timeout 0", { _ = try await AsyncLoop.wait(tasks, timeout: 0) }),
                ("wait_for", { try await waitFor(tasks[0], timeout: 1) }),
                ("wait_for timeout 0", { try await waitFor(tasks[0], timeout: 0) }),
                ("shield", { try await shield(tasks[0]).value() }),
                (
                    "TaskGroup that awaits them",
                    {
                        try await withLoopTaskGroup { _ in
                            for task in tasks { try await task.value() }
                        }
                    }
                ),
                (
                    "as_completed",
                    { for item in asCompleted(tasks).items() { try await item.value() } }
                ),
            ]
            for (name, trial) in trials {
                let start = EventLoop.pass
                try await trial()
                page.print("\(name): \(EventLoop.pass - start)")
            }
        }
    },
    Scenario("506_hops_timer_versus_sleep") { page in
        try page.run {
            var order: [(pass: Int, line: String)] = []
            @EventLoop func note(_ name: String) {
                order.append((EventLoop.pass, "t=\(at()) \(name)"))
            }
            for number in 1...2 {
                createTask {
                    try await AsyncLoop.sleep(1)
                    note("sleep(1) number \(number)")
                }
            }
            let event = Event()
            let future = Future<Void>()
            createTask {
                try await event.wait()
                note("event set by call_later(1)")
            }
            try await AsyncLoop.sleep(0)
            EventLoop.callLater(1) { note("call_later(1)") }
            EventLoop.callLater(1) {
                EventLoop.callSoon { note("call_later(1) then call_soon") }
            }
            EventLoop.callLater(1) { event.set() }
            future.addDoneCallback { _ in note("done callback, future set by call_later(1)") }
            EventLoop.callLater(1) { try future.setResult(()) }
            EventLoop.callLater(1) { note("another call_later(1)") }
            try await AsyncLoop.sleep(2)
            for (pass, line) in order { page.print("+\(pass - order[0].pass) \(line)") }
        }
    },
    Scenario("508_hops_wait_for_and_timeout") { page in
        try page.run {
            typealias Body = @EventLoop () async throws -> Void
            var timers: [Int] = []
            var who: [String] = []
            // What is awaited: the coroutine itself, or a task that was made of it.
            @EventLoop func awaitable(_ body: @escaping Body, asTask: Bool) -> (
                wait: Body, waitFor: Body
            ) {
                guard asTask else { return (body, { try await waitFor(timeout: 1, body) }) }
                let task = createTask(body)
                return ({ try await task.value() }, { try await waitFor(task, timeout: 1) })
            }
            @EventLoop func run(_ way: String, _ body: @escaping Body, _ asTask: Bool) -> Body {
                let (plain, withLimit) = awaitable(body, asTask: asTask)
                switch way {
                case "await": return plain
                case "wait_for": return withLimit
                default: return { try await withTimeout(1) { try await plain() } }
                }
            }
            @EventLoop func measure(_ way: String, _ kind: String) async throws {
                who = []
                let start = EventLoop.pass
                let body: Body = {
                    who.append(currentTask()!.name)
                    for _ in 0..<3 { try await AsyncLoop.sleep(0) }
                }
                try await run(way, body, kind == "task")()
                let place = who == ["main"] ? "the caller" : "another task"
                page.print("\(way), \(kind): \(EventLoop.pass - start) ticks, ran in \(place)")
            }
            @EventLoop func late(_ way: String, _ kind: String) async throws {
                let awaited = run(way, { try await AsyncLoop.sleep(9) }, kind == "task")
                try await AsyncLoop.sleep(0)
                EventLoop.callLater(1) { timers.append(EventLoop.pass) }
                do {
                    try await awaited()
                } catch is TimeoutError {
                    let passes = EventLoop.pass - timers.last!
                    page.print(
                        "\(way), \(kind): TimeoutError \(passes) tick(s) after the timer, t=\(at())"
                    )
                }
            }
            for kind in ["coroutine", "task"] {
                try await measure("await", kind)
                for way in ["wait_for", "timeout"] { try await measure(way, kind) }
                for way in ["wait_for", "timeout"] { try await late(way, kind) }
            }
        }
    },
]
