import AsyncLoop
import LoopEvents
import LoopSupport
import Testing

extension LoopTests {
    @Suite struct CancelRules {
        @Test func `R18: cancel asks, counts, and is never synchronous`() async throws {
            let run = await runLoop {
                let note = Notes()
                let task = createTask {
                    do {
                        try await sleep(9)
                    } catch {
                        note("told")
                        try await sleep(0)
                        throw error
                    }
                }
                try await sleep(0)
                note.restart()
                #expect(task.cancel() && task.cancelling == 1 && !task.isCancelled)
                note("asked")
                try await sleep(0)
                #expect(!task.isCancelled)
                _ = try await wait([task])
                note("cancelled: \(task.isCancelled)")
                #expect(!task.cancel() && task.cancelling == 1)
                return note.lines
            }
            #expect(try run.result.get() == ["+0 asked", "+1 told", "+4 cancelled: true"])
        }

        @Test func `R18: a task that waits hands its cancellation to what it waits for`()
            async throws
        {
            let run = await runLoop {
                let future = Future<Int>()
                let task = createTask { try await future.value() }
                try await sleep(0)
                task.cancel("enough")
                let state = future.state
                await #expect(throws: CancelledError("enough")) { try await task.value() }
                return state
            }
            #expect(try run.result.get() == .cancelled)
        }

        @Test func `R19: a chain of tasks ends one pass a link, the leaf first`() async throws {
            let run = await runLoop {
                let note = Notes()
                @EventLoop func link(
                    _ name: String,
                    _ body: @escaping @EventLoop () async throws -> Void
                )
                    -> LoopTask<Void>
                {
                    createTask(name: name) {
                        do { try await body() } catch {
                            note(name)
                            throw error
                        }
                    }
                }
                let leaf = link("leaf") { try await sleep(9) }
                let middle = link("middle") { try await leaf.value() }
                let top = link("top") { try await middle.value() }
                try await sleep(0)
                note.restart()
                top.cancel()
                _ = try await wait([top])
                return note.lines
            }
            #expect(try run.result.get() == ["+1 leaf", "+2 middle", "+3 top"])
        }

        @Test func `R20: a task cancelled before its first step runs none of its body`()
            async throws
        {
            let run = await runLoop {
                var ran = false
                let task = createTask { ran = true }
                task.cancel("early")
                await #expect(throws: CancelledError("early")) { try await task.value() }
                return ran
            }
            #expect(try run.result.get() == false)
        }

        @Test func `R18: a cancelled task throws its message at every await`() async throws {
            let run = await runLoop {
                let task = createTask { try await sleep(9) }
                try await sleep(0)
                task.cancel("first")
                task.cancel("second")
                for _ in 0..<2 {
                    do { try await task.value() } catch { EventLoop.output("\(error)") }
                }
            }
            #expect(run.output == Array(repeating: "CancelledError: first", count: 2))
        }

        @Test func `R21: a cancellation beats a result that has not been taken`() async throws {
            let run = await runLoop {
                var seen: [String] = []
                for fails in [false, true] {
                    let future = Future<Int>()
                    let task = createTask {
                        do {
                            seen.append("\(try await future.value())")
                        } catch {
                            seen.append("\(error)")
                        }
                    }
                    try await sleep(0)
                    if fails { try future.setError(Failure()) } else { try future.setResult(1) }
                    task.cancel("late")
                    try await task.value()
                }
                return seen
            }
            #expect(try run.result.get() == ["CancelledError: late", "CancelledError: late"])
            #expect(!run.events.contains { $0.kind == .neverRetrieved }, "the lost error was taken")
        }

        @Test func `R22: a task that cancels itself and returns ends cancelled`() async throws {
            let run = await runLoop {
                let task = createTask { currentTask()!.cancel("by myself") }
                _ = try await wait([task])
                await #expect(throws: CancelledError("by myself")) { try await task.value() }
                // An error is not lost to it.
                let failing = createTask {
                    currentTask()!.cancel()
                    throw Failure()
                }
                await #expect(throws: Failure()) { try await failing.value() }
                return task.state
            }
            #expect(try run.result.get() == .cancelled)
        }

        @Test func `R23: two requests before the delivery are delivered once, a later one again`()
            async throws
        {
            let run = await runLoop {
                var caught = 0
                let task = createTask {
                    for _ in 0..<3 {
                        do { try await sleep(1) } catch is CancelledError { caught += 1 }
                    }
                }
                try await sleep(0)
                task.cancel()
                task.cancel()
                try await sleep(0.5)
                #expect(caught == 1)
                task.cancel()
                try await task.value()
                return (caught, task.cancelling)
            }
            let (caught, cancelling) = try run.result.get()
            #expect(caught == 2)
            #expect(cancelling == 3)
        }

        @Test func `R24: a swallowed cancellation is legal, and said in the record`() async throws {
            let run = await runLoop {
                let task = createTask(name: "stubborn") {
                    try? await sleep(1)
                    return 1
                }
                try await sleep(0)
                task.cancel()
                return try await task.value()
            }
            #expect(try run.result.get() == 1)
            #expect(run.events.filter { $0.kind == .cancelSwallowed }.map(\.task) == [2])
        }

        @Test func `R24: uncancel at 0 forgets a request that was not delivered`() async throws {
            let run = await runLoop {
                let task = createTask {
                    let me = currentTask()!
                    me.cancel()
                    me.cancel()
                    #expect(me.uncancel() == 1)
                    #expect(me.uncancel() == 0)
                    #expect(me.uncancel() == 0)
                    try await sleep(1)
                    return "not cancelled"
                }
                return try await task.value()
            }
            #expect(try run.result.get() == "not cancelled")
        }

        @Test func `R24: a cancellation that was taken back is not called swallowed`() async throws
        {
            let run = await runLoop {
                try? await withTimeout(1) { try await sleep(9) }
                return currentTask()!.cancelling
            }
            #expect(try run.result.get() == 0)
            #expect(!run.events.contains { $0.kind == .cancelSwallowed })
        }

        @Test func `R25: a shield's waiter is cancelled, and what it shields goes on`() async throws
        {
            let run = await runLoop {
                let inner = createTask {
                    try await sleep(2)
                    return "kept"
                }
                let outer = createTask { try await shield(inner).value() }
                try await sleep(1)
                outer.cancel()
                await #expect(throws: CancelledError()) { try await outer.value() }
                #expect(!inner.isDone && inner.cancelling == 0)
                return try await inner.value()
            }
            #expect(try run.result.get() == "kept")
        }

        @Test func `R25: a shield's waiter resumes two passes after, one that is done is itself`()
            async throws
        {
            let run = await runLoop {
                let note = Notes()
                let inner = createTask {
                    try await sleep(1)
                    note.restart()
                    note("inner ends")
                }
                try await shield(inner).value()
                note("waiter resumes")
                #expect(shield(inner) === inner)
                let cancelled = createTask { try await sleep(1) }
                let outer = shield(cancelled)
                cancelled.cancel("through")
                await #expect(throws: CancelledError()) { try await outer.value() }
                let failing = shield { throw Failure() } as Future<Void>
                await #expect(throws: Failure()) { try await failing.value() }
                return note.lines
            }
            #expect(try run.result.get() == ["+0 inner ends", "+2 waiter resumes"])
        }
    }
}
