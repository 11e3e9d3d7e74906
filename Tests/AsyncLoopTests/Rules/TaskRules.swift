import AsyncLoop
import LoopEvents
import LoopSupport
import Testing

extension LoopTests {
    @Suite struct TaskRules {
        @Test func `R14: tasks start on the next pass, in the order of creation`() async throws {
            let run = await runLoop {
                let note = Notes()
                EventLoop.callSoon { note("queued before") }
                for name in ["a", "b"] { createTask { note(name) } }
                EventLoop.callSoon { note("queued after") }
                note("created")
                try await sleep(0)
                return note.lines
            }
            #expect(
                try run.result.get()
                    == ["+0 created", "+1 queued before", "+1 a", "+1 b", "+1 queued after"]
            )
        }

        @Test func `R16: a task that awaits itself gets an error one pass later`() async throws {
            let run = await runLoop {
                let note = Notes()
                let task = createTask(name: "narcissus") {
                    note("awaits itself")
                    let me = currentTask() as? LoopTask<Void>
                    do { try await me?.value() } catch { note("\(error)") }
                }
                try await task.value()
                return note.lines
            }
            #expect(
                try run.result.get()
                    == [
                        "+1 awaits itself",
                        "+2 RuntimeError: task 'narcissus' cannot await itself",
                    ]
            )
        }

        @Test func `R16: who awaits a task that awaits itself waits for its end`() async throws {
            let run = await runLoop {
                let note = Notes()
                let task = createTask(name: "narcissus") {
                    let me = currentTask() as? LoopTask<Void>
                    do { try await me?.value() } catch { note("narcissus: \(error)") }
                }
                // It has begun to, by then. CPython would refuse the next line at once.
                try await sleep(0)
                try await task.value()
                note("main goes on")
                return note.lines
            }
            #expect(
                try run.result.get()
                    == [
                        "+2 narcissus: RuntimeError: task 'narcissus' cannot await itself",
                        "+3 main goes on",
                    ]
            )
        }

        @Test func `R16: a future of another loop gives an error one pass later`() async throws {
            let old = try await runLoop { Future<Int>(name: "old") }.result.get()
            let run = await runLoop {
                let note = Notes()
                do { _ = try await old.value() } catch { note("\(error)") }
                return note.lines
            }
            #expect(
                try run.result.get()
                    == ["+1 RuntimeError: 'old' is attached to a different loop, which was closed"]
            )
        }

        @Test func `R17: an eager task runs inside createTask up to its first wait`() async throws {
            let run = await runLoop {
                let note = Notes()
                currentTask()?.setName("main")
                let task = createTask(name: "eager", eager: true) {
                    note("runs in \(currentTask()!.name)")
                    try await sleep(0)
                    note("goes on in \(currentTask()!.name)")
                }
                note("created by \(currentTask()!.name), \(task.activity)")
                try await task.value()
                return note.lines
            }
            #expect(
                try run.result.get()
                    == [
                        "+0 runs in eager", "+0 created by main, ready", "+1 goes on in eager",
                    ]
            )
        }

        @Test func `R17: an eager task that does not wait is done at once, with nothing queued`()
            async throws
        {
            let run = await runLoop {
                let pass = EventLoop.pass
                let task = createTask(eager: true) { 42 }
                let failing = createTask(eager: true) { throw Failure() }
                #expect(task.isDone && failing.isDone)
                #expect(allTasks().count == 1)
                do { try await failing.value() } catch { #expect(error is Failure) }
                let value = try await task.value()
                let all = try await gather([task, task])
                #expect(EventLoop.pass == pass)
                return [value] + all
            }
            #expect(try run.result.get() == [42, 42, 42])
            #expect(!run.events.contains { $0.kind == .taskWoken && $0.task > 1 })
            #expect(run.events.filter { $0.kind == .passBegan }.count == 2, "the run's own stop")
        }

        @Test func `R17: eager tasks nest, and start from callbacks`() async throws {
            let run = await runLoop {
                let note = Notes()
                EventLoop.startsTasksEagerly = true
                EventLoop.callSoon {
                    note("callback of \(currentTask()?.name ?? "none")")
                    createTask(name: "outer") {
                        createTask(name: "inner") {
                            note(currentTask()!.name)
                            try await sleep(1)
                            note("\(currentTask()!.name) ends")
                        }
                        note(currentTask()!.name)
                    }
                    note("callback of \(currentTask()?.name ?? "none")")
                }
                try await sleep(2)
                return note.lines
            }
            #expect(
                try run.result.get()
                    == [
                        "+1 callback of none", "+1 inner", "+1 outer", "+1 callback of none",
                        "+3 inner ends",
                    ]
            )
            for event in run.events where event.cause != LoopEvent.noCause {
                let cause = run.events[Int(event.cause)].kind
                #expect(event.kind.legalCauses.contains(cause), "\(event.kind) by \(cause)")
            }
        }

        @Test func `R17: a task made before the loop runs is not started eagerly`() async throws {
            let lines = try await alone {
                Result {
                    let loop = ManualLoop()
                    defer { loop.close() }
                    let note = try loop.schedule {
                        let note = Notes()
                        createTask(eager: true) { note("runs") }
                        note("scheduled")
                        return note
                    }
                    return try loop.runUntilComplete {
                        try await sleep(0)
                        return note.lines
                    }
                }
            }.get()
            #expect(lines == ["+0 scheduled", "+1 runs"])
        }

        @Test func `of two bare tasks that come back together each goes on as itself`()
            async throws
        {
            let run = await runLoop(clock: .real) {
                var seen: [String] = []
                let (first, second) = (Future<Void>(), Future<Void>())
                Task { @EventLoop in
                    try await first.value()
                    seen.append("A")
                    try await second.value()
                    seen.append("A again")
                }
                Task { @EventLoop in
                    try await Task.sleep(for: .milliseconds(50))
                    try await AsyncLoop.sleep(0.01)
                    seen.append("B")
                }
                try await sleep(0.01)
                // B comes back from Swift's clock while A stands in the queue, and A's way leads
                // through Swift's pool.
                EventLoop.callSoon { block(0.2) }
                try first.setResult(())
                while seen.count < 2 { try await sleep(0.01) }
                try second.setResult(())
                while seen.count < 3 { try await sleep(0.01) }
                return seen
            }
            #expect(try run.result.get() == ["A", "B", "A again"])
        }

        @Test func `a child that has ended keeps nothing of the task it came from`() async throws {
            let run = await runLoop {
                let result = try await traceOfParent()
                return result.token == nil
            }
            #expect(try run.result.get())
        }

        @Test func `what ends with a task may start a child, which has no parent`() async throws {
            let run = await runLoop {
                let seen = Future<[String?]>()
                createTask(name: "parent") {
                    LastWill {
                        let atEnd = currentTask()?.name
                        // It runs as the task is freed, and this would keep the task.
                        Task { @EventLoop in try seen.setResult([atEnd, currentTask()?.name]) }
                    }
                }
                return try await seen.value()
            }
            #expect(try run.result.get() == [nil, nil])
        }

        @Test func `a child that outlives the task it came from still knows it`() async throws {
            let run = await runLoop {
                var seen: [String] = []
                createTask(name: "parent") {
                    for seconds in [0, 1] {
                        Task { @EventLoop in
                            if seconds > 0 { try await sleep(Double(seconds)) }
                            // What is made here would take the place of a task that is gone.
                            for _ in 0..<100 { _ = Future<Int>(name: "not the parent") }
                            seen.append(currentTask()?.name ?? "none")
                        }
                    }
                }
                try await sleep(2)
                return seen
            }
            #expect(try run.result.get() == ["parent", "parent"])
        }
    }
}

/// Where the result of a task was that had a child of Swift's own.
@EventLoop
private func traceOfParent() async throws -> Trail {
    let task = createTask {
        async let child: Void = sleep(1)
        try await child
        return Token()
    }
    return Trail(token: try await task.value())
}

/// Does something on the loop as it ends.
private final class LastWill: Sendable {
    private let will: @EventLoop @Sendable () -> Void

    init(_ will: @escaping @EventLoop @Sendable () -> Void) { self.will = will }

    deinit { EventLoop.assumeOnLoop { will() } }
}
