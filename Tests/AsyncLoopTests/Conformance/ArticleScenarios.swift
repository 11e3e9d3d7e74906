import AsyncLoop
import Glibc

/// The article's own examples, 001 to 019. 020 is about files: see `fileScenarios`.
let articleScenarios: [Scenario] = [
    Scenario("001_seed_event_loop_pseudocode") { page in
        try page.run {
            @EventLoop func job(_ name: String, _ steps: Int) async throws {
                for step in 1...steps {
                    page.print("  \(name) 执行第 \(step) 步")
                    try await AsyncLoop.sleep(0)
                }
            }
            var jobs = (1...3).map { number in
                createTask(name: "任务\(number)") { try await job("任务\(number)", number) }
            }
            var round = 0
            while true {
                round += 1
                let ready = jobs.filter { !$0.isDone }.map(\.name).joined(separator: ",")
                let done = jobs.filter(\.isDone).map(\.name).joined(separator: ",")
                page.print("第 \(round) 轮 可执行=\(ready) 已完成=\(done)")
                jobs.removeAll(where: \.isDone)
                if jobs.isEmpty { break }
                try await AsyncLoop.sleep(0)
            }
            page.print("任务列表为空, 终止循环")
        }
    },
    Scenario("002_seed_coroutine_definition_states") { page in
        // A coroutine is made on the loop; Python's is made before it runs.
        try page.run {
            let states: [Coroutine<String>.State: String] = [
                .created: "CORO_CREATED", .finished: "CORO_CLOSED",
            ]
            let coroutine = Coroutine("my_coroutine") {
                page.print("协程开始", at())
                try await AsyncLoop.sleep(1)
                page.print("协程结束", at())
                return "结果"
            }
            page.print("<class 'coroutine'>")
            page.print("状态:", states[coroutine.state]!)
            page.print("main 开始等待", at())
            let result = try await coroutine.value()
            page.print(result, at())
            page.print("状态:", states[coroutine.state]!)
        }
    },
    Scenario("003_seed_task_create_two") { page in
        try page.run {
            @EventLoop func work(_ name: String, _ delay: Double) async throws -> String {
                page.print("任务 name=\(name), delay=\(Page.str(delay)) === 111 时间=\(at())")
                try await AsyncLoop.sleep(delay)
                page.print("任务 name=\(name), delay=\(Page.str(delay)) === 222 时间=\(at())")
                return "任务 \(name) 完成"
            }
            let task1 = createTask { try await work("A", 1) }
            let task2 = createTask { try await work("B", 2) }
            page.print("任务状态:", task1.isDone)
            let result1 = try await task1.value()
            page.print("拿到 result1", at(), "task2.done:", task2.isDone)
            let result2 = try await task2.value()
            page.print("结果:", result1, result2)
            page.print("任务状态:", task1.isDone)
            page.print("总时间:", at())
        }
    },
    Scenario("004_seed_task_core_methods") { page in
        try page.run {
            @EventLoop func work(_ name: String, _ delay: Double) async throws -> String {
                do {
                    try await AsyncLoop.sleep(delay)
                    return "\(name) 的结果"
                } catch let error as CancelledError {
                    page.print("\(name) 收到 CancelledError 时间=\(at())")
                    throw error
                }
            }
            let a = createTask(name: "A") { try await work("A", 1) }
            let b = createTask(name: "B") { try await work("B", 5) }
            for task in [a, b] {
                task.addDoneCallback {
                    page.print("回调:", $0.name, "cancelled =", $0.isCancelled, at())
                }
            }
            do { _ = try a.result() } catch { page.print("提前取结果:", error) }
            page.print("a 的结果:", try await a.value(), "done =", a.isDone)
            page.print("cancel() 返回", b.cancel(), "但 b.done() 仍是", b.isDone)
            do {
                _ = try await b.value()
            } catch is CancelledError {
                page.print("main 看到 b 被取消", b.isCancelled, at())
            }
            page.print("再次 cancel() 返回", b.cancel())
        }
    },
    Scenario("005_seed_task_list_wait") { page in
        try page.run {
            @EventLoop func work(_ name: String, _ delay: Double) async throws -> String {
                page.print("任务 name=\(name), delay=\(Page.str(delay)) === 111")
                try await AsyncLoop.sleep(delay)
                page.print("任务 name=\(name), delay=\(Page.str(delay)) === 222")
                return "任务 \(name) 完成"
            }
            let tasks = [
                createTask(name: "task_A") { try await work("A", 1) },
                createTask(name: "task_B") { try await work("B", 2) },
            ]
            let (done, pending) = try await AsyncLoop.wait(tasks, timeout: nil)
            for task in done { page.print(task.name, try task.result()) }
            page.print("pending:", pending.count, "时间:", at())
        }
    },
    Scenario("006_seed_future_set_later") { page in
        try page.run {
            let future = Future<String>()
            let setter = createTask {
                page.print("设置者开始", at())
                try await AsyncLoop.sleep(1)
                try future.setResult("Future 结果")
                page.print("设置者已设置", at())
            }
            page.print("main 等待, done =", future.isDone)
            let result = try await future.value()
            page.print(result, at(), "设置者 done =", setter.isDone)
        }
    },
    Scenario("007_seed_future_three_states") { page in
        try page.run {
            let ok = Future<String>()
            let bad = Future<String>()
            let gone = Future<String>()
            page.print("初始:", [ok, bad, gone].map(state).joined(separator: " | "))
            try ok.setResult("好")
            try bad.setError(PythonError("坏"))
            gone.cancel()
            for (name, future) in [("ok", ok), ("bad", bad), ("gone", gone)] {
                page.print(
                    name,
                    "->",
                    state(future),
                    "| done =",
                    future.isDone,
                    "cancelled =",
                    future.isCancelled
                )
                do {
                    page.print("  await 得到", try await future.value())
                } catch {
                    page.print("  await 抛出", error)
                }
            }
            let task = createTask {
                try await AsyncLoop.sleep(0)
                return "x"
            }
            let type: Any = LoopTask<String>.self
            let object: AnyFuture = task
            page.print(
                "Task 是 Future 的子类:",
                type is Future<String>.Type,
                object is Future<String>
            )
            page.print("await task:", try await task.value())
        }
    },
    Scenario("008_seed_await_nested") { page in
        try page.run {
            let pending = Coroutine("nested") {
                page.print("nested 运行, 轮次", EventLoop.pass)
                return 42
            }
            page.print("已创建但未执行", pending.state == .created)
            let result = try await pending.value()
            page.print(result, "轮次", EventLoop.pass)
        }
    },
    Scenario("009_seed_await_rules") { page in
        // What cannot be awaited is refused by the compiler; the lesson on coroutines shows both.
        struct Custom {
            @EventLoop func value() async throws -> String {
                try await AsyncLoop.sleep(0)
                return "自定义 __await__"
            }
        }
        try page.run {
            let future = Future<String>()
            try future.setResult("Future")
            let coroutine = Coroutine { "协程" }
            let task = createTask {
                try await AsyncLoop.sleep(0)
                return "Task"
            }
            page.print("可等待:", try await coroutine.value())
            page.print("可等待:", try await task.value())
            page.print("可等待:", try await future.value())
            page.print("可等待:", try await Custom().value())
        }
        for type in ["int", "str", "NoneType", "list"] {
            page.print("不可等待:", type, "-> TypeError")
        }
        page.print("普通函数中的 await: SyntaxError")
    },
    Scenario("010_seed_run_automatic") { page in
        let value = try page.run {
            page.print("运行中:", EventLoop.isRunning, "已关闭:", !EventLoop.isRunning)
            try await AsyncLoop.sleep(1)
            page.print("完成", at())
            return "返回值"
        }
        page.print(value)
        page.print("运行中:", EventLoop.isRunning, "已关闭:", !EventLoop.isRunning)
        do {
            try EventLoop.callSoonThreadsafe {}
        } catch LoopError.closed {
            page.print("\(LoopError.noRunningLoop)")
        }
    },
    Scenario("011_seed_loop_manual") { page in
        let loop = ManualLoop()
        @EventLoop func main() async throws -> Int {
            try await AsyncLoop.sleep(1)
            page.print("完成", at())
            return 7
        }
        page.print("结果", try loop.runUntilComplete(main))
        let again = try loop.runUntilComplete {
            try await AsyncLoop.sleep(1)
            return "第二次"
        }
        page.print("循环仍可再用", again, String(format: "%.3f", loop.time))
        loop.close()
        page.print("已关闭:", loop.isClosed)
        do {
            _ = try loop.runUntilComplete(main)
        } catch {
            page.print("\(error)")
        }
    },
    Scenario("012_seed_gather_input_order") { page in
        try page.run {
            @EventLoop func work(_ delay: Double) async throws -> Double {
                page.print("开始", delay, at())
                try await AsyncLoop.sleep(delay)
                page.print("结束", delay, at())
                return delay
            }
            let results = try await gather(
                { try await work(1) },
                { try await work(2) },
                { try await work(0.5) }
            )
            page.print(Page.repr(results), at())
        }
    },
    Scenario("013_seed_gather_return_exceptions") { page in
        try page.run {
            @EventLoop func work(_ delay: Double) async throws -> Double {
                try await AsyncLoop.sleep(delay)
                page.print("  task", delay, "结束", at())
                return delay
            }
            @EventLoop func faulty() async throws -> Double { throw PythonError("出错了") }
            let results = try await gather(
                { try await faulty() },
                { try await work(1) },
                returnExceptions: true
            )
            let shown = results.map { result -> Any in
                switch result {
                case .success(let value): value
                case .failure(let error): error
                }
            }
            page.print(Page.repr(shown), at())
            let slow = createTask { try await work(1) }
            do {
                _ = try await gather(createTask { try await faulty() }, slow)
            } catch let error as PythonError {
                page.print("没有 return_exceptions:", error, at(), "slow.done =", slow.isDone)
            }
            _ = try await slow.value()
            page.print("slow 没有被取消", try slow.result(), at())
        }
    },
    Scenario("014_seed_wait_refuses_coroutines") { page in
        // Swift refuses at compile time: `wait` takes futures. The coroutines stay unrun.
        try page.run {
            let coroutines = [1, 2, 0.5].map { delay in
                Coroutine("task") {
                    page.print("永远不会运行", delay)
                    return delay
                }
            }
            page.print(
                "TypeError: Passing coroutines is forbidden, use tasks explicitly.",
                at()
            )
            for coroutine in coroutines { coroutine.close() }
        }
    },
    Scenario("015_seed_wait_second_call") { page in
        try page.run {
            let tasks = [1, 2, 0.5].map { delay in
                createTask {
                    try await AsyncLoop.sleep(delay)
                    return delay
                }
            }
            let first = try await AsyncLoop.wait(tasks)
            page.print("已完成任务数:", first.done.count, at())
            page.print("未完成任务数:", first.pending.count)
            let second = try await AsyncLoop.wait(tasks, returnWhen: .firstCompleted)
            let results = try second.done.map { try $0.result() }.sorted()
            page.print("第二次 wait 的结果:", Page.repr(results), at())
            page.print("未完成任务数:", second.pending.count)
        }
    },
    Scenario("016_seed_wait_first_completed") { page in
        try page.run {
            let tasks = [1, 2, 0.5].map { delay in
                createTask {
                    try await AsyncLoop.sleep(delay)
                    page.print("  结束", delay, at())
                    return delay
                }
            }
            let first = try await AsyncLoop.wait(tasks, returnWhen: .firstCompleted)
            page.print(
                "第一个完成的任务结果:",
                Page.repr(try first.done.map { try $0.result() }),
                at()
            )
            page.print("未完成任务数:", first.pending.count)
            let rest = try await AsyncLoop.wait(first.pending)
            page.print("其余结果:", Page.repr(try rest.done.map { try $0.result() }.sorted()), at())
        }
    },
    Scenario("017_seed_wait_return_when_modes") { page in
        try page.run {
            @EventLoop func trial(_ mode: ReturnWhen, _ fail: Bool) async throws {
                let start = EventLoop.time
                let tasks = [1.0, 2, 3].map { delay in
                    createTask {
                        try await AsyncLoop.sleep(delay)
                        if fail && delay == 2 { throw PythonError("失败于 2") }
                        return delay
                    }
                }
                let (done, pending) = try await AsyncLoop.wait(tasks, returnWhen: mode)
                let name = mode.rawValue.padding(toLength: 16, withPad: " ", startingAt: 0)
                let shown = Page.str(fail).padding(toLength: 5, withPad: " ", startingAt: 0)
                page.print(
                    "\(name) 有异常=\(shown) 用时=\(at(EventLoop.time - start))",
                    "完成=\(done.count) 未完成=\(pending.count)"
                )
                _ = try await gather(tasks.map { $0 as Future<Double> }, returnExceptions: true)
            }
            for fail in [true, false] {
                for mode in [ReturnWhen.firstCompleted, .firstException, .allCompleted] {
                    try await trial(mode, fail)
                }
            }
        }
    },
    Scenario("018_seed_run_in_executor") { page in
        try page.run {
            let status = [
                ("https://www.baidu.com", 200), ("https://www.github.com", 200),
                ("https://invalid.url", 404),
            ]
            @EventLoop func get(_ url: String, _ code: Int) async throws -> (Int, Bool) {
                let future = try EventLoop.runInExecutor {
                    block(url.contains("baidu") ? 0.02 : 0.001)
                    return (code, threadName() == "loop")
                }
                let object: AnyFuture = future
                page.print("得到的是 Future:", object is Future<(Int, Bool)>)
                return try await future.value()
            }
            let results = try await gather(
                status.map { url, code in createTask { try await get(url, code) } }
            )
            page.print("结果:", Page.repr(results.map(\.0)))
            page.print("在主线程中执行:", results.contains { $0.1 })
        }
    },
    Scenario("019_seed_custom_thread_pool") { page in
        try EventLoop.run(clock: .real) {
            @Sendable func get() -> (String, Int) {
                block(0.002)
                return (threadName(), 200)
            }
            let pool = ThreadPool(size: 10, name: "pool")
            let first = try await EventLoop.runInExecutor(pool) { get() }.value()
            page.print("('\(first.0)', \(first.1))")
            let jobs = try (0..<40).map { _ in try EventLoop.runInExecutor(pool) { get() } }
            let results = try await gather(jobs)
            let names = Set(results.map(\.0))
            page.print("任务数:", results.count, "全部 200:", results.allSatisfy { $0.1 == 200 })
            let prefixes = Set(names.map { String($0.split(separator: "_")[0]) })
            page.print(
                "线程数不超过 10:",
                names.count <= 10,
                "名字前缀: {\(prefixes.map(Page.repr).joined(separator: ", "))}"
            )
            pool.shutdown()
            let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
            page.print(
                "默认大小 = min(32, 核数 + 4):",
                ThreadPool.defaultSize == min(32, cores + 4)
            )
        }
    },
]
