import AsyncLoop
import LoopEvents
import LoopSupport
import Testing

extension LoopTests {
    @Suite struct FutureRules {
        @Test func `R9: completing runs no callback inline, and queues one handle for each`()
            async throws
        {
            let run = await runLoop {
                let note = Notes()
                let future = Future<Int>()
                for name in ["a", "b"] { future.addDoneCallback { _ in note(name) } }
                try future.setResult(1)
                note("set")
                future.addDoneCallback { _ in note("added when done") }
                EventLoop.callSoon { note("queued after") }
                try await sleep(0)
                return note.lines
            }
            #expect(
                try run.result.get()
                    == ["+0 set", "+1 a", "+1 b", "+1 added when done", "+1 queued after"]
            )
            let handles = run.events.filter { $0.kind == .handleRan }
            #expect(Set(handles.map(\.subject)).count == 5, "four of the program, one of the run")
        }

        @Test func `R9: a callback that was taken back does not run, the others keep their order`()
            async throws
        {
            // `wait` takes its callback back; the ones around it stay.
            let run = await runLoop {
                let note = Notes()
                let future = Future<Int>()
                let waits = ["a", "b", "c", "d"].map { name in
                    createTask {
                        do {
                            _ = try await wait([future])
                            note("\(name) ends")
                        } catch is CancelledError {
                            note("\(name) gives up")
                        }
                    }
                }
                try await sleep(0)
                waits[0].cancel()
                waits[2].cancel()
                try await sleep(0)
                future.addDoneCallback { _ in note("late callback") }
                note.restart()
                try future.setResult(1)
                try await sleep(1)
                return note.lines
            }
            #expect(try run.result.get() == ["+1 late callback", "+2 b ends", "+2 d ends"])
        }

        @Test func `R10: a waiter resumes one pass after, an awaiter of a done future at once`()
            async throws
        {
            let run = await runLoop {
                let note = Notes()
                let future = Future<Int>()
                createTask {
                    _ = try await future.value()
                    note("waiter")
                }
                try await sleep(0)
                note.restart()
                try future.setResult(1)
                _ = try await future.value()
                note("setter")
                let task = createTask { note("body") }
                try await task.value()
                note("awaiter")
                try await task.value()
                note("again")
                return note.lines
            }
            #expect(
                try run.result.get()
                    == ["+0 setter", "+1 waiter", "+1 body", "+2 awaiter", "+2 again"]
            )
        }

        @Test func `R10: several awaiters of one task resume in the order they came`() async throws
        {
            let run = await runLoop {
                var order: [Int] = []
                let task = createTask { try await sleep(1) }
                for number in 1...5 {
                    createTask {
                        try await task.value()
                        order.append(number)
                    }
                }
                try await sleep(2)
                return order
            }
            #expect(try run.result.get() == [1, 2, 3, 4, 5])
        }

        @Test func `R11: wakeups and callbacks share one order`() async throws {
            let run = await runLoop {
                let note = Notes()
                let future = Future<Int>()
                future.addDoneCallback { _ in note("callback 1") }
                createTask {
                    _ = try await future.value()
                    note("waiter")
                }
                try await sleep(0)
                future.addDoneCallback { _ in note("callback 2") }
                note.restart()
                EventLoop.callSoon { note("already ready") }
                try future.setResult(1)
                EventLoop.callSoon { note("queued later") }
                future.addDoneCallback { _ in note("late callback") }
                try await sleep(0)
                return note.lines
            }
            #expect(
                try run.result.get()
                    == [
                        "+1 already ready", "+1 callback 1", "+1 waiter", "+1 callback 2",
                        "+1 queued later", "+1 late callback",
                    ]
            )
        }

        @Test func `R12: a future is completed once`() async throws {
            let run = await runLoop {
                let future = Future<Int>()
                try future.setResult(1)
                #expect(throws: InvalidStateError.self) { try future.setResult(2) }
                #expect(throws: InvalidStateError.self) { try future.setError(Failure()) }
                #expect(!future.cancel())
                let cancelled = Future<Int>()
                #expect(cancelled.cancel())
                #expect(throws: InvalidStateError.self) { try cancelled.setResult(2) }
                return try future.result()
            }
            #expect(try run.result.get() == 1)
        }

        @Test func `R13: an error that nobody looked at is reported, one that was seen is not`()
            async throws
        {
            let run = await runLoop {
                var problems: [String] = []
                for name in ["awaited", "looked at", "neglected", "cancelled"] {
                    let future = Future<Int>(name: name)
                    if name != "cancelled" {
                        try future.setError(Failure())
                    } else {
                        future.cancel()
                    }
                    if name == "awaited" { _ = try? await future.value() }
                    if name == "looked at" { _ = try future.error() }
                }
                EventLoop.setExceptionHandler {
                    problems.append($0.name ?? "")
                    EventLoop.output("\($0.message): \($0.name ?? "")")
                }
            }
            #expect(run.output == ["Future exception was never retrieved: neglected"])
            #expect(run.events.filter { $0.kind == .neverRetrieved }.count == 1)
        }
    }
}
