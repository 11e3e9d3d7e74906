import AsyncLoop
import LoopEvents
import Testing
import Trace

extension LoopSuites {
    @Suite struct WhyNotTests {
        /// Why `name` does not run, right before the first event that `moment` accepts.
        private func answer(
            _ name: String,
            in recording: Recording,
            before moment: @escaping (LoopEvent) -> Bool
        ) throws -> [String] {
            let count = try #require(recording.events.firstIndex(where: moment))
            return try Why(recording).answer(
                whyNot: name,
                on: recording.board(after: count),
                width: 200
            ).map(\.text)
        }

        @Test func `who waits for a task that sleeps waits for its timer`() async throws {
            let recording = await Recording(firstLine: #line) {
                let task = createTask(name: "A") { try await sleep(2) }
                try await task.value()
            }
            let lines = try answer("main", in: recording) { $0.kind == .timerFired }
            #expect(
                lines == [
                    "main waits for A since 0.000 (pass 1, line 3).",
                    "  A waits for its timer (2.000) since 0.000 (pass 2, line 2).",
                    "    The timer comes by itself at 2.000, in 2 s.",
                ]
            )
        }

        @Test func `who is ready is told who stands before it`() async throws {
            let recording = await Recording {
                for name in ["A", "B", "C"] { createTask(name: name) {} }
            }
            let lines = try answer("C", in: recording) { $0.kind == .passBegan && $0.pass == 2 }
            #expect(
                lines == [
                    "C is ready, but A and B stand before it in the queue: there is one ready"
                        + " queue, first in, first out, for tasks and callbacks alike (R3)."
                ]
            )
            let first = try answer("A", in: recording) { $0.kind == .passBegan && $0.pass == 2 }
            #expect(first == ["A is ready and runs next; the loop is between two turns."])
        }

        @Test func `a lock leads to who will let go of it, and on to what that waits for`()
            async throws
        {
            let recording = await Recording {
                let lock = Lock()
                createTask(name: "holder") { try await lock.withLock { try await sleep(5) } }
                createTask(name: "next") { try await lock.withLock {} }
                try await sleep(6)
            }
            let lines = try answer("next", in: recording) { $0.kind == .timerFired }
            #expect(lines[0].hasPrefix("next waits for a lock since 0.000"))
            #expect(
                lines[1].hasPrefix(
                    "  a lock must come first: in this run holder lets it go on at 5.000"
                )
            )
            #expect(lines[2].hasPrefix("    holder waits for its timer (5.000)"))
        }

        @Test func `a job leads to its thread`() async throws {
            let recording = await Recording {
                let pool = ThreadPool(size: 1)
                let first = try EventLoop.runInExecutor(pool) { block(2) }
                let second = try EventLoop.runInExecutor(pool) { block(2) }
                createTask(name: "A") { try await first.value() }
                createTask(name: "B") { try await second.value() }
                try await sleep(1)
                try await sleep(4)
                pool.shutdown()
            }
            let moment = { (event: LoopEvent) in event.time == 1_000_000_000 }
            let a = try answer("A", in: recording, before: moment)
            #expect(
                a[1].hasPrefix("  job 1 is being done by thread 0; in this run it is done at 2")
            )
            let b = try answer("B", in: recording, before: moment)
            #expect(b[1].hasPrefix("  job 2 waits for a free thread of its pool"))
        }

        @Test func `tasks that wait for each other are a circle`() async throws {
            let recording = await Recording {
                var other: LoopTask<Void>?
                let first = createTask(name: "A") { try await other?.value() }
                other = createTask(name: "B") { try await first.value() }
                try await first.value()
            }
            let lines = try Why(recording).answer(
                whyNot: "A",
                on: recording.board(after: recording.events.count - 1),
                width: 200
            ).map(\.text)
            #expect(lines[0].hasPrefix("A waits for B"))
            #expect(lines[1].hasPrefix("  B waits for A"))
            #expect(lines[2].hasPrefix("    A again: they wait for each other in a circle"))
            #expect(lines[3].contains("explain deadlock"))
        }

        @Test func `a future that nobody sets leads nowhere`() async throws {
            let recording = await Programs.deadlock.run()
            let lines = try answer("A", in: recording) { $0.kind == .deadlock }
            #expect(
                lines.last
                    == "  future 'never' must come first, and nobody in this run ever completes it."
            )
        }

        @Test func `what is over, and what is yet to be, is said`() async throws {
            let recording = await Programs.sleepers.run()
            let early = try answer("B", in: recording) { $0.kind == .passBegan && $0.pass == 1 }
            #expect(early[0].hasPrefix("B does not exist yet: it is made at 0.000 (pass 1"))
            let late = try Why(recording).answer(
                whyNot: "A",
                on: recording.board(after: recording.events.count),
                width: 200
            )
            #expect(late[0].text == "A has ended (1.000, pass 6): what has ended never runs again.")
        }

        @Test(arguments: Programs.all)
        func `there is an answer for every task at every moment`(_ program: Program) async throws {
            let recording = await program.run()
            let why = Why(recording)
            var board = Board()
            for event in recording.events.prefix(400) {
                board.apply(event)
                for task in recording.tasks {
                    let lines = try why.answer(whyNot: task.name, on: board, width: 50)
                    #expect(!lines.isEmpty)
                    #expect(lines.allSatisfy { $0.displayWidth <= 50 })
                }
            }
        }
    }
}
