import AsyncLoop
import LoopEvents
import LoopSupport
import Testing

extension LoopTests {
    @Suite struct CombinatorRules {
        @Test func `R30: gather resumes two passes after the last child`() async throws {
            let run = await runLoop {
                let note = Notes()
                let results = try await gather(
                    {
                        try await sleep(2)
                        note.restart()
                        note("last child")
                        return 1
                    },
                    { 2 }
                )
                note("\(results)")
                return note.lines
            }
            #expect(try run.result.get() == ["+0 last child", "+2 [1, 2]"])
        }

        @Test func `R30: the first error reaches the caller two passes later, the others run on`()
            async throws
        {
            let run = await runLoop {
                let note = Notes()
                let slow = createTask { try await sleep(5) }
                let failing = createTask {
                    try await sleep(1)
                    note.restart()
                    throw Failure()
                }
                do { _ = try await gather(slow, failing) } catch { note("\(error)") }
                #expect(!slow.isDone && slow.cancelling == 0)
                try await slow.value()
                return note.lines
            }
            #expect(try run.result.get() == [#"+2 Failure(name: "failure")"#])
        }

        @Test(arguments: [false, true])
        func `R30: cancelling the caller cancels every child, and raises three passes later`(
            returnExceptions: Bool
        ) async throws {
            let run = await runLoop {
                let note = Notes()
                let children = ["a", "b"].map { name in
                    createTask {
                        do { try await sleep(9) } catch {
                            note(name)
                            throw error
                        }
                    }
                }
                let caller = createTask {
                    do {
                        _ = try await gather(children, returnExceptions: returnExceptions)
                    } catch {
                        note("\(error)")
                        throw error
                    }
                }
                try await sleep(1)
                note.restart()
                caller.cancel()
                _ = try await wait([caller])
                #expect(caller.isCancelled)
                return note.lines
            }
            #expect(try run.result.get() == ["+1 a", "+1 b", "+3 CancelledError"])
        }

        @Test func `R30: one future may stand in several places, and none at all is done at once`()
            async throws
        {
            let run = await runLoop {
                let pass = EventLoop.pass
                #expect(try await gather([Future<Int>]()) == [])
                #expect(EventLoop.pass == pass)
                let task = createTask { 7 }
                return try await gather(task, task, task)
            }
            #expect(try run.result.get() == [7, 7, 7])
        }

        @Test
        func `R31: wait takes two passes, also when all are done, and gives all that are done`()
            async throws
        {
            let run = await runLoop {
                let tasks = (0..<4).map { number in
                    createTask { if number == 3 { try await sleep(9) } }
                }
                let first = try await wait(tasks, returnWhen: .firstCompleted)
                let pass = EventLoop.pass
                _ = try await wait(Array(tasks[..<3]))
                return [first.done.count, first.pending.count, EventLoop.pass - pass]
            }
            #expect(try run.result.get() == [3, 1, 2])
        }

        @Test func `R31: wait neither raises nor cancels`() async throws {
            let run = await runLoop {
                let slow = createTask { try await sleep(9) }
                let failing = createTask { throw Failure() }
                let gone = createTask { try await sleep(9) }
                gone.cancel()
                let early = try await wait([slow, gone], timeout: 1, returnWhen: .firstException)
                #expect(early.done.count == 1 && EventLoop.time == 1)
                let later = try await wait([slow, failing, failing], returnWhen: .firstException)
                #expect(later.done.count == 1, "each future once")
                await #expect(throws: LoopError.nothingToWaitFor) {
                    _ = try await wait([LoopTask<Void>]())
                }
                _ = try failing.error()
                return slow.cancelling
            }
            #expect(try run.result.get() == 0)
        }

        @Test func `R31: asCompleted gives each two passes after its end, once, in that order`()
            async throws
        {
            let run = await runLoop {
                let note = Notes()
                let tasks = [3.0, 1, 2].map { delay in
                    createTask {
                        try await sleep(delay)
                        note.restart()
                        return delay
                    }
                }
                var lines: [String] = []
                for try await task in asCompleted(tasks + [tasks[0]]) {
                    note("\(try task.result())")
                    lines += note.lines
                }
                return lines
            }
            #expect(try run.result.get() == ["+2 1.0", "+2 2.0", "+2 3.0"])
        }

        @Test func `R31: a taker of asCompleted that is cancelled leaves its item to the next`()
            async throws
        {
            let run = await runLoop {
                let futures = (0..<2).map { _ in Future<Int>() }
                let items = Array(asCompleted(futures).items())
                let takers = items.map { item in createTask { try await item.value() } }
                try await sleep(0)
                try futures[1].setResult(1)
                try await sleep(0)
                // Woken, and cancelled before it runs.
                takers[0].cancel()
                try await sleep(0)
                return try await takers[1].value()
            }
            #expect(try run.result.get() == 1)
        }

        @Test func `R32: a group's caller resumes two passes after the last child`() async throws {
            let run = await runLoop {
                let note = Notes()
                try await withLoopTaskGroup { group in
                    try group.createTask {
                        try await sleep(1)
                        note.restart()
                        note("child ends")
                    }
                }
                note("group ends")
                return note.lines
            }
            #expect(try run.result.get() == ["+0 child ends", "+2 group ends"])
        }

        @Test
        func `R32: a failing child cancels the others in the order of creation, then the body`()
            async throws
        {
            let run = await runLoop {
                let note = Notes()
                @EventLoop func told(_ name: String) async throws {
                    do { try await sleep(9) } catch {
                        note("\(name) told")
                        throw error
                    }
                }
                do {
                    try await withLoopTaskGroup { group in
                        for name in ["a", "b", "c"] {
                            try group.createTask { try await told(name) }
                        }
                        try group.createTask {
                            try await sleep(1)
                            note.restart()
                            throw Failure()
                        }
                    }
                } catch let group as ErrorGroup {
                    note("group: \(group.errors.count), cancelling \(currentTask()!.cancelling)")
                }
                return note.lines
            }
            #expect(
                try run.result.get()
                    == ["+2 a told", "+2 b told", "+2 c told", "+4 group: 1, cancelling 0"]
            )
        }

        @Test func `R32: a cancelled caller cancels the children, and gets CancelledError`()
            async throws
        {
            let run = await runLoop {
                var child: LoopTask<Void>?
                let caller = createTask {
                    try await withLoopTaskGroup { group in
                        child = try group.createTask { try await sleep(9) }
                    }
                }
                try await sleep(1)
                caller.cancel("from outside")
                await #expect(throws: CancelledError("from outside")) { try await caller.value() }
                return child!.isCancelled
            }
            #expect(try run.result.get())
        }

        @Test func `R32: a caller cancelled again while it waits waits on, and counts both`()
            async throws
        {
            let run = await runLoop {
                let caller = createTask {
                    try await withLoopTaskGroup { group in
                        try group.createTask {
                            do { try await sleep(9) } catch {
                                try await sleep(3)
                                EventLoop.output("cleaned up at \(EventLoop.time)")
                                throw error
                            }
                        }
                    }
                }
                try await sleep(1)
                caller.cancel("one")
                try await sleep(1)
                caller.cancel("two")
                await #expect(throws: CancelledError("one")) { try await caller.value() }
                return caller.cancelling
            }
            #expect(try run.result.get() == 2)
            #expect(run.output == ["cleaned up at 4.0"])
        }

        @Test func `R32: a cancelled caller whose child fails gets the group, and stays cancelled`()
            async throws
        {
            let run = await runLoop {
                let caller = createTask {
                    do {
                        try await withLoopTaskGroup { group in
                            try group.createTask {
                                do { try await sleep(9) } catch { throw Failure() }
                            }
                        }
                    } catch let group as ErrorGroup {
                        #expect(group.errors(of: Failure.self).count == 1)
                        #expect(currentTask()!.cancelling == 1)
                    }
                    try await sleep(1)
                }
                try await sleep(1)
                caller.cancel()
                _ = try await wait([caller])
                return caller.isCancelled
            }
            #expect(try run.result.get())
        }

        @Test func `R32: what the body throws is one of the group's errors`() async throws {
            let run = await runLoop {
                do {
                    try await withLoopTaskGroup { group in
                        try group.createTask {
                            do { try await sleep(9) } catch { throw Failure(name: "child") }
                        }
                        try await sleep(0)
                        throw Failure(name: "body")
                    }
                } catch let group as ErrorGroup {
                    return group.errors(of: Failure.self).map(\.name) + [group.description]
                }
                return []
            }
            #expect(
                try run.result.get()
                    == [
                        "child", "body",
                        "ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)",
                    ]
            )
        }

        @Test func `R32: what leaves the loop leaves a group alone`() async throws {
            let run = await runLoop {
                try await withLoopTaskGroup { group in
                    try group.createTask {
                        do { try await sleep(9) } catch { throw Failure() }
                    }
                    try await sleep(0)
                    throw SystemExit(3)
                }
            }
            #expect(throws: SystemExit(3)) { try run.result.get() }
        }

        @Test func `an error group is split by kind, its inner groups too`() async {
            let inner = ErrorGroup("inner", [Failure(name: "a"), TimeoutError()])
            let group = ErrorGroup("outer", [inner, Failure(name: "b")])
            let (matching, rest) = group.split { $0 is Failure }
            #expect(matching?.errors(of: Failure.self).map(\.name) == ["a", "b"])
            #expect(matching?.errors.count == 2)
            #expect(rest?.errors.count == 1)
            #expect((rest?.errors.first as? ErrorGroup)?.errors.first is TimeoutError)
            #expect(group.split { _ in true }.rest == nil)
        }
    }
}
