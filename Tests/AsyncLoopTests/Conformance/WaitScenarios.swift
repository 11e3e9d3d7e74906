import AsyncLoop

/// wait and asCompleted: 242, 243, 302, 303.
let waitScenarios: [Scenario] = [
    Scenario("242_wait_first_exception") { page in
        try page.run {
            @EventLoop func job(_ delay: Double, _ fail: Bool = false) -> LoopTask<Double> {
                createTask {
                    try await AsyncLoop.sleep(delay)
                    if fail { throw PythonError("failed at \(Page.str(delay))") }
                    return delay
                }
            }
            let tasks = [job(9), job(1), job(4, true), job(3), job(6, true)]
            tasks[0].cancel()
            var (done, pending) = try await AsyncLoop.wait(tasks, returnWhen: .firstException)
            page.print("t=\(at())")
            for (number, task) in tasks.enumerated() {
                let place = done.contains { $0 === task } ? "done" : "pending"
                page.print("  task \(number): \(place), \(state(task))")
            }
            (done, pending) = try await AsyncLoop.wait(tasks, returnWhen: .firstException)
            page.print("t=\(at()) called again: done \(done.count), pending \(pending.count)")
            (done, pending) = try await AsyncLoop.wait(pending, returnWhen: .firstException)
            page.print("t=\(at()) the last:", Page.repr(done.map(state)))
        }
    },
    Scenario("243_wait_timeout_and_cancel") { page in
        try page.run {
            let tasks = [1.0, 3, 5].map { delay in
                createTask {
                    try await AsyncLoop.sleep(delay)
                    return delay
                }
            }
            var (done, pending) = try await AsyncLoop.wait(tasks, timeout: 2)
            let results = try done.map { try $0.result() }.sorted()
            page.print("t=\(at()) done \(Page.repr(results)), pending \(pending.count)")
            (done, pending) = try await AsyncLoop.wait(tasks, timeout: 0)
            page.print("t=\(at()) timeout 0: done \(done.count), pending \(pending.count)")
            (done, pending) = try await AsyncLoop.wait(tasks, timeout: 1)
            page.print(
                "t=\(at()) at the very deadline: done \(done.count), pending \(pending.count)"
            )
            _ = try await AsyncLoop.wait([tasks[0]], timeout: 100)
            page.print("t=\(at()) an unused timeout costs no time")
            let waiter = createTask { _ = try await AsyncLoop.wait(tasks) }
            try await AsyncLoop.sleep(0.5)
            waiter.cancel()
            _ = try await AsyncLoop.wait([waiter])
            let states = tasks.map { Page.repr(state($0)) }.joined(separator: ", ")
            page.print("t=\(at()) waiter \(state(waiter)); children [\(states)]")
            let time = at()
            page.print("t=\(time) last child gives", try await tasks[2].value(), "at", at())
        }
    },
    Scenario("302_ascompleted_errors_and_timeout") { page in
        try page.run {
            let jobs = [("d", 9.0), ("bad", 2), ("a", 1), ("c", 7), ("b", 3)]
            let tasks = jobs.map { name, delay in
                createTask {
                    try await AsyncLoop.sleep(delay)
                    if name.hasPrefix("bad") { throw PythonError(name) }
                    return name
                }
            }
            for item in asCompleted(tasks, timeout: 5).items() {
                do {
                    page.print("t=\(at()) waiting ...", end: " ")
                    let result = try await item.value()
                    page.print("t=\(at()) \(result)")
                } catch {
                    page.print("t=\(at()) raised \(error)")
                }
            }
            page.print("tasks:", tasks.map(state).joined(separator: ", "))
            _ = try await AsyncLoop.wait(tasks)
            page.print("t=\(at()) tasks:", tasks.map(state).joined(separator: ", "))
        }
    },
    Scenario("303_ascompleted_async_for") { page in
        try page.run {
            @EventLoop func job(_ name: String, _ delay: Double) -> LoopTask<String> {
                createTask(name: name) {
                    try await AsyncLoop.sleep(delay)
                    if name == "bad" { throw PythonError(name) }
                    return name
                }
            }
            let tasks = [job("c", 3), job("a", 1), job("bad", 2), job("d", 4)]
            let iterator = asCompleted(tasks)
            for try await task in iterator {
                let mine = tasks.contains { $0 === task }
                page.print(
                    "t=\(at()) \(task.name) is one of mine: \(Page.str(mine)), \(state(task))"
                )
                if task.name == "a" { break }
            }
            page.print("t=\(at()) after the break")
            for try await task in iterator { page.print("t=\(at()) \(task.name) \(state(task))") }
            do {
                for try await task in asCompleted([job("slow", 9), tasks[1]], timeout: 1) {
                    page.print("t=\(at()) \(task.name) \(state(task))")
                }
            } catch is TimeoutError {
                page.print("t=\(at()) the loop itself raised TimeoutError")
            }
        }
    },
]
