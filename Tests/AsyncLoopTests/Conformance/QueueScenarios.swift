import AsyncLoop

let queueScenarios: [Scenario] = [
    Scenario("342_queue_backpressure") { page in
        try page.run {
            let queue = Queue<String>(maxsize: 2)
            @EventLoop func producer(_ name: String) async throws {
                for n in 1...3 {
                    try await queue.put("\(name)\(n)")
                    page.print(
                        "t=\(at()) \(name)\(n) is in, size \(queue.count) full",
                        queue.isFull
                    )
                }
            }
            let tasks = ["a", "b"].map { name in createTask { try await producer(name) } }
            try await AsyncLoop.sleep(1)
            let (first, second) = (try queue.getNoWait(), try queue.getNoWait())
            page.print("t=\(at()) main takes \(first) and \(second), size \(queue.count)")
            try await AsyncLoop.sleep(1)
            for _ in 0..<4 {
                let item = try await queue.get()
                page.print("t=\(at()) main got \(item), size \(queue.count)")
                try await AsyncLoop.sleep(0.5)
            }
            _ = try await gather(tasks)
            page.print("t=\(at()) end, size \(queue.count)")
        }
    },
    Scenario("344_queue_join_task_done") { page in
        try page.run {
            let queue = Queue<Double>()
            @EventLoop func worker(_ name: String) async throws {
                while true {
                    let item = try await queue.get()
                    try await AsyncLoop.sleep(item)
                    page.print(
                        "t=\(at()) tick \(EventLoop.pass): \(name) finished \(Page.number(item))"
                    )
                    try queue.taskDone()
                }
            }
            let start = EventLoop.pass
            try await queue.join()
            page.print("join on a fresh queue, ticks:", EventLoop.pass - start)
            for item in [3.0, 1, 1, 2] { try queue.putNoWait(item) }
            let workers = ["w1", "w2"].map { name in createTask { try await worker(name) } }
            try await queue.join()
            page.print("t=\(at()) tick \(EventLoop.pass): joined, empty", queue.isEmpty)
            try queue.putNoWait(1)
            try await queue.join()
            page.print("t=\(at()) joined a second time")
            do { try queue.taskDone() } catch { page.print(error) }
            for worker in workers { worker.cancel() }
            let kinds = try await gather(workers, returnExceptions: true).map { result in
                if case .failure(let error) = result { "\(type(of: error))" } else { "None" }
            }
            page.print("workers:", Page.repr(kinds))
        }
    },
    Scenario("345_queue_cancelled_waiters") { page in
        try page.run {
            let queue = Queue<String>(maxsize: 1)
            do { _ = try queue.getNoWait() } catch { page.print("empty:", error) }
            let getters = (0..<3).map { _ in createTask { try await queue.get() } }
            @EventLoop func states() -> String { Page.repr(getters.map(state)) }
            try await AsyncLoop.sleep(0)
            getters[0].cancel()
            try queue.putNoWait("x")
            getters[1].cancel()
            page.print("cancelled one before and one after the put:", states())
            try await AsyncLoop.sleep(0)
            page.print("after a tick:", states())
            try await AsyncLoop.sleep(0)
            page.print("after two:", states(), "size", queue.count)
            try queue.putNoWait("full")
            do { try queue.putNoWait("too much") } catch { page.print("full:", error) }
            let putters = (1...3).map { number in
                createTask { try await queue.put("\(number)") }
            }
            try await AsyncLoop.sleep(0)
            putters[0].cancel()
            page.print("got", try queue.getNoWait())
            putters[1].cancel()
            try await AsyncLoop.sleep(0)
            try await AsyncLoop.sleep(0)
            page.print("putters:", Page.repr(putters.map(state)), "size", queue.count)
            page.print("got", try await queue.get())
        }
    },
]
