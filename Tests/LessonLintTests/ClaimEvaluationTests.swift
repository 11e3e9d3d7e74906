import AsyncLoop
import LessonFormat
import LessonLint
import Testing
import Trace

extension LoopSuites {
    @Suite struct ClaimEvaluationTests {
        private static let sleepersLine = #line + 2
        private static let sleepers: @EventLoop @Sendable () async throws -> Void = {
            let a = createTask(name: "A") {
                EventLoop.output("A one")
                try await sleep(1)
                EventLoop.output("A two")
            }
            let b = createTask(name: "B") {
                try await sleep(0.5)
                EventLoop.output("B")
                throw Refused()
            }
            let c = createTask(name: "task C") { try await sleep(10) }
            EventLoop.output("A")
            try await a.value()
            c.cancel()
            _ = try await gather([b], returnExceptions: true)
            EventLoop.output("end")
        }

        private func check(_ text: String, _ reason: String?, on recording: Recording) throws {
            let verdict = evaluate(try claim(text), on: recording)
            #expect(verdict == (reason.map { .fails(reason: $0) } ?? .holds), "\(text)")
        }

        @Test(
            arguments: [
                ("\"A one\" before \"A two\"", nil),
                ("\"A\" before \"A one\"", nil),
                ("\"A two\" before \"B\"", "\"B\" is printed before \"A two\""),
                ("\"two\" before \"end\"", nil),
                ("\"C\" before \"B\"", "\"C\" is never printed"),
                ("prints \"B\"", nil),
                ("prints \"A\" 1 times", nil),
                ("prints \"A \" 2 times", nil),
                ("prints \"A \" 3 times", "it prints \"A \" 2 times"),
                ("prints \"B\" at 0.5", nil),
                ("prints \"B\" at 1", "\"B\" is printed at 0.5"),
                ("prints \"x\" 0 times", nil),
                ("never prints \"C\"", nil),
                ("never prints \"two\"", "it prints \"A two\" at 1"),
                ("last prints \"end\"", nil),
                ("last prints \"A two\"", "the last line is \"end\""),
                ("ends at 1", nil),
                ("ends at 10", "the loop ends at 1"),
                ("deadlock", "the run does not end in a deadlock"),
                ("A wakes +1 after \"B\"", "A wakes +2 after \"B\""),
                ("A wakes +0 after \"A two\"", "A does not run again after \"A two\""),
                ("main wakes +1 after \"A two\"", nil),
                ("B starts after A", nil),
                ("B starts after A by +0", nil),
                ("A starts after main by +1", nil),
                ("A starts after main by +2", "A starts +1 after main"),
                ("A starts after B", "A starts before B"),
                ("B finishes before A", nil),
                ("A finishes before B", "B finishes first, at 0.5"),
                ("A finishes at 1", nil),
                ("B finishes at 1", "B finishes at 0.5"),
                ("B fails \"Refused\"", nil),
                ("B fails \"Other\"", "B fails with \"Refused: no\""),
                ("A fails \"Refused\"", "A ends with a result"),
                ("`task C` is cancelled", nil),
                ("B is cancelled", "B fails with \"Refused: no\""),
                ("D is cancelled", "there is no task D; there are main, A, B, task C"),
            ] as [(String, String?)]
        )
        func `a claim holds or says what was found`(_ text: String, _ reason: String?) async throws
        {
            try check(text, reason, on: await record(Self.sleepers))
        }

        @Test func `lines are held to times and queues`() async throws {
            let recording = await record(firstLine: #line + 1) {
                createTask(name: "A") { try await sleep(1) }
                createTask(name: "B") {}
                EventLoop.callSoon {}
                EventLoop.output("queued")
                try await sleep(2)
            }
            let queued = "[A, B, callback]"
            let board = try #require(
                (1...8).first { line in
                    recording.events.contains {
                        $0.kind == .output && recording.line(of: $0) == line
                    }
                }
            )
            try check("ready at line \(board) = \(queued)", nil, on: recording)
            try check(
                "ready at line \(board) = [B, A]",
                "at line \(board) the ready queue is \(queued)",
                on: recording
            )
            try check("line \(board) at 0", nil, on: recording)
            try check("line \(board) at 1", "line \(board) happens at 0", on: recording)
            try check("line 99 at 1", "nothing happens in line 99", on: recording)
        }

        @Test func `a deadlock is one`() async throws {
            let recording = await record { _ = try await Future<Int>().value() }
            try check("deadlock", nil, on: recording)
            try check("last prints \"x\"", "nothing is printed", on: recording)
        }

        @Test func `a task that never ran and never ended is said to be so`() async throws {
            let recording = await record {
                let never = Future<Int>()
                createTask(name: "A") { _ = try await never.value() }
                _ = try await never.value()
            }
            try check("A finishes at 0", "A never finishes", on: recording)
        }
    }
}
