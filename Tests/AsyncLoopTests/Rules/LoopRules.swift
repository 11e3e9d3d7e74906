import LoopEvents
import LoopSupport
import Testing

@testable import AsyncLoop

extension LoopTests {
    @Suite struct LoopRules {
        /// What the callbacks said, in order: for programs that write down who ran.
        private static func order(
            _ body:
                @escaping @EventLoop (@escaping @EventLoop (String) -> Void) async throws
                -> Void
        ) async throws -> [String] {
            try await runLoop {
                var names: [String] = []
                try await body { names.append($0) }
                return names
            }.result.get()
        }

        // MARK: R1

        @Test func `R1: what is queued already runs before a timer due in the same pass`()
            async throws
        {
            let ran = try await Self.order { ran in
                EventLoop.callLater(0) { ran("timer \(EventLoop.pass)") }
                EventLoop.callSoon { ran("soon \(EventLoop.pass)") }
                try await sleep(0)
                try await sleep(0)
            }
            #expect(ran == ["soon 2", "timer 2"])
        }

        @Test func `R1: the poll waits not at all if anything is ready, else for the deadline`()
            async
        {
            let run = await runLoop {
                EventLoop.callLater(1) {}.cancel()
                try await sleep(0)
                try await sleep(2)
            }
            let polls = run.events.filter { $0.kind == .passBegan }.map(\.detail)
            // Two turns of the task, the wait for its own timer and not the cancelled one, the
            // timer's wakeup, and the pass after the end.
            #expect(polls == [0, 0, 2_000_000_000, 0, 0])
        }

        // MARK: R2

        @Test func `R2: what a callback schedules runs in the next pass`() async throws {
            let ran = try await Self.order { ran in
                EventLoop.callSoon {
                    ran("first \(EventLoop.pass)")
                    EventLoop.callSoon { ran("its child \(EventLoop.pass)") }
                }
                EventLoop.callSoon { ran("second \(EventLoop.pass)") }
                for _ in 0..<3 { try await sleep(0) }
            }
            #expect(ran == ["first 2", "second 2", "its child 3"])
        }

        @Test func `R2: a task that spins on sleep(0) keeps no timer from firing`() async throws {
            let run = await runLoop {
                var fired = false
                EventLoop.callLater(0) { fired = true }
                var turns = 0
                while !fired, turns < 100 {
                    try await sleep(0)
                    turns += 1
                }
                return turns
            }
            #expect(try run.result.get() == 2)
        }

        // MARK: R3

        @Test func `R3: callbacks, first steps and wakeups share one queue`() async throws {
            let ran = try await Self.order { ran in
                let future = Future<Void>()
                createTask {
                    try await future.value()
                    ran("wakeup")
                }
                try await sleep(0)
                EventLoop.callSoon { ran("soon 1") }
                createTask { ran("first step") }
                try future.setResult(())
                try EventLoop.callSoonThreadsafe { ran("threadsafe") }
                EventLoop.callSoon { ran("soon 2") }
                try await sleep(0)
            }
            #expect(ran == ["soon 1", "first step", "wakeup", "threadsafe", "soon 2"])
        }

        // MARK: R4

        @Test func `R4: a cancelled handle stays in the queue and is skipped`() async throws {
            let run = await runLoop {
                let handle = EventLoop.callSoon { EventLoop.output("never") }
                handle.cancel()
                handle.cancel()
                try await sleep(0)
                return handle.isCancelled
            }
            #expect(try run.result.get())
            #expect(run.output == [])
            let passes = run.events.filter { $0.kind == .passBegan }
            #expect(passes[1].value == 2, "the handle and the task are both in the queue")
            #expect(run.events.count { $0.kind == .handleCancelled } == 1)
            let handle = run.events.first { $0.kind == .handleCancelled }!.subject
            #expect(!run.events.contains { $0.kind == .handleRan && $0.subject == handle })
        }

        @Test func `R4: a handle that ran cannot be cancelled any more`() async throws {
            let run = await runLoop {
                let handle = EventLoop.callSoon {}
                try await sleep(0)
                handle.cancel()
                return handle.isCancelled
            }
            #expect(try !run.result.get())
            #expect(!run.events.contains { $0.kind == .handleCancelled })
        }

        // MARK: R5

        @Test func `R5: a call from another thread becomes a callback of its own`() async throws {
            let run = await runLoop {
                let future = Future<String>()
                try await EventLoop.runInExecutor {
                    try EventLoop.callSoonThreadsafe {
                        try future.setResult("called on the \(threadName())")
                    }
                }.value()
                return try await future.value()
            }
            #expect(try run.result.get() == "called on the loop")
            let call = run.events.first { $0.kind == .calledFromThread }!
            #expect(call.cause == LoopEvent.noCause)
            let scheduled = run.events.first {
                $0.kind == .handleScheduled && $0.cause == call.sequence
            }
            #expect(scheduled != nil)
        }

        @Test func `R5: a closed loop takes no call`() async throws {
            try await runLoop {}.result.get()
            await #expect(throws: LoopError.closed) {
                try await alone { Result { try EventLoop.callSoonThreadsafe {} } }.get()
            }
        }

        // MARK: R6

        @Test func `R6: an error in a callback goes to the handler, and its siblings run`()
            async throws
        {
            let ran = try await Self.order { ran in
                EventLoop.setExceptionHandler { problem in
                    ran("\(problem.message): \(problem.error!), handle \(problem.handle != nil)")
                }
                EventLoop.callSoon { throw InvalidStateError("one") }
                EventLoop.callSoon { ran("sibling") }
                try await sleep(0)
                ran("main goes on")
            }
            #expect(
                ran == [
                    "Exception in callback: InvalidStateError: one, handle true", "sibling",
                    "main goes on",
                ]
            )
        }

        @Test(arguments: [true, false])
        func `R6: SystemExit leaves the loop at once, what is left is cancelled`(
            fromTask: Bool
        ) async throws {
            let run = await runLoop {
                let other = createTask(name: "other") {
                    defer { EventLoop.output("other cancelled") }
                    try await sleep(100)
                }
                try await sleep(0)
                if fromTask {
                    createTask(name: "leaver") { throw SystemExit(7) }
                } else {
                    EventLoop.callSoon { throw SystemExit(7) }
                }
                EventLoop.callSoon { EventLoop.output("sibling, in the last passes") }
                try await other.value()
            }
            #expect(throws: SystemExit(7)) { try run.result.get() }
            #expect(run.output == ["sibling, in the last passes", "other cancelled"])
        }

        @Test func `R6: SystemExit that the main task throws is like any other's`() async throws {
            let run = await runLoop {
                createTask {
                    do { try await sleep(100) } catch {
                        try await sleep(1)
                        EventLoop.output("cleaned up")
                    }
                }
                try await sleep(0)
                throw SystemExit(3)
            }
            #expect(throws: SystemExit(3)) { try run.result.get() }
            #expect(run.output == ["cleaned up"])
        }

        @Test func `R6: SystemExit of one run does not stop the next`() async throws {
            let (first, second) = await alone {
                let loop = ManualLoop()
                defer { loop.close() }
                let first = Result { try loop.runUntilComplete { throw SystemExit(1) } }
                let second = Result {
                    try loop.runUntilComplete {
                        for _ in 0..<3 { try await sleep(0) }
                        return 7
                    }
                }
                return (first, second)
            }
            #expect(throws: SystemExit(1)) { try first.get() }
            #expect(try second.get() == 7)
        }

        @Test func `who waits for a future of a loop that was closed does not go on on the next`()
            async throws
        {
            let (ran, refusal) = try await alone {
                Result {
                    let ran = Names()
                    let old = ManualLoop()
                    let futures = try old.schedule {
                        let futures = [Future<Int>(name: "old"), Future<Int>(name: "older")]
                        for future in futures {
                            createTask {
                                do { _ = try await future.value() } catch { ran.add("\(error)") }
                                ran.add("went on")
                            }
                        }
                        return futures
                    }
                    try old.runUntilComplete { try await sleep(0) }
                    old.close()
                    let next = ManualLoop()
                    defer { next.close() }
                    let refusal = try next.schedule {
                        futures[1].cancel()
                        return Result { try futures[0].setResult(1) }
                    }
                    try next.runUntilComplete { for _ in 0..<5 { try await sleep(0) } }
                    return (ran.list, refusal)
                }
            }.get()
            #expect(ran == [])
            #expect(throws: LoopError.otherLoop("old")) { try refusal.get() }
        }

        @Test func `time goes on to the clock's end, and no further`() async throws {
            let run = await runLoop {
                var step = 1.0
                for _ in 0..<60 {
                    try await sleep(step)
                    step *= 2
                }
                return EventLoop.time
            }
            #expect(try run.result.get() > 4e9)
        }

        // MARK: R7

        @Test func `R7: stop lets the pass end and keeps the rest for the next run`() async throws {
            let ran = await alone {
                Result {
                    let ran = Names()
                    let loop = ManualLoop()
                    try loop.schedule {
                        EventLoop.callSoon {
                            EventLoop.stop()
                            ran.add("stopper")
                            EventLoop.callSoon { ran.add("kept") }
                        }
                        EventLoop.callSoon { ran.add("same pass") }
                    }
                    try loop.runForever()
                    ran.add("stopped, running \(EventLoop.isRunning)")
                    try loop.schedule { EventLoop.stop() }
                    try loop.runForever()
                    loop.close()
                    return ran.list
                }
            }
            #expect(
                try ran.get() == ["stopper", "same pass", "stopped, running false", "kept"]
            )
        }

        @Test func `a loop that runs cannot be run again from inside`() async throws {
            let error = await alone {
                Result {
                    // On one thread, though the compiler cannot see it.
                    nonisolated(unsafe) let loop = ManualLoop()
                    defer { loop.close() }
                    try loop.runUntilComplete { try loop.runForever() }
                }
            }
            #expect(throws: LoopError.alreadyRunning) { try error.get() }
        }

        // MARK: R8

        @Test func `R8: a callback that carries task-locals sees those of its scheduling`()
            async throws
        {
            let ran = try await Self.order { ran in
                Local.$value.withValue("one") {
                    _ = EventLoop.callSoon(carryingTaskLocals: true) { ran("soon \(Local.value)") }
                    _ = EventLoop.callLater(1, carryingTaskLocals: true) {
                        ran("later \(Local.value)")
                        createTask { ran("its task \(Local.value)") }
                    }
                    _ = EventLoop.callAt(2, carryingTaskLocals: true) { ran("at \(Local.value)") }
                }
                try await Local.$value.withValue("two") { try await sleep(3) }
            }
            #expect(ran == ["soon one", "later one", "its task one", "at one"])
        }

        @Test func `R8: a done callback that carries task-locals sees those of its adding`()
            async throws
        {
            let ran = try await Self.order { ran in
                let future = Future<Void>()
                Local.$value.withValue("one") {
                    future.addDoneCallback(carryingTaskLocals: true) {
                        ran("\(Local.value), done \($0.isDone)")
                    }
                    future.addDoneCallback { _ in ran(Local.value) }
                }
                try future.setResult(())
                try await sleep(0)
            }
            #expect(ran == ["one, done true", "default"])
        }

        // asyncio copies the context for every callback; see the table of differences.
        @Test func `R8: a plain callback sees the defaults`() async throws {
            let ran = try await Self.order { ran in
                Local.$value.withValue("one") {
                    _ = EventLoop.callSoon { ran(Local.value) }
                }
                try await sleep(0)
            }
            #expect(ran == ["default"])
        }

        @Test func `R8: a carrying callback that throws or is cancelled does as others do`()
            async throws
        {
            let ran = try await Self.order { ran in
                EventLoop.setExceptionHandler { ran("\($0.error!)") }
                Local.$value.withValue("one") {
                    _ = EventLoop.callSoon(carryingTaskLocals: true) {
                        throw InvalidStateError(Local.value)
                    }
                    EventLoop.callSoon(carryingTaskLocals: true) { ran("never") }.cancel()
                }
                try await sleep(0)
                ran(Local.value)
            }
            #expect(ran == ["InvalidStateError: one", "default"])
        }

        @Test func `R8: a task keeps the values of its creation, across its suspensions`()
            async throws
        {
            let ran = try await Self.order { ran in
                let task = Local.$value.withValue("creator") {
                    createTask {
                        ran(Local.value)
                        try await sleep(1)
                        ran(Local.value)
                    }
                }
                try await Local.$value.withValue("waiter") { try await task.value() }
                ran(Local.value)
            }
            #expect(ran == ["creator", "creator", "default"])
        }

        @Test func `R8: toThread carries task-locals, runInExecutor does not`() async throws {
            let ran = try await Self.order { ran in
                try await Local.$value.withValue("main") {
                    ran(try await toThread { Local.value })
                    ran(try await EventLoop.runInExecutor { Local.value }.value())
                }
            }
            #expect(ran == ["main", "default"])
        }
    }
}

/// A list that may be written from a loop's callbacks and read after it.
private final class Names: @unchecked Sendable {
    // Safe to send: on one thread.
    private(set) var list: [String] = []
    func add(_ name: String) { list.append(name) }
}
