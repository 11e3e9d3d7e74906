import AsyncLoop
import LessonFormat
import LessonLint
import LoopEvents
import Testing
import Trace

extension LoopSuites {
    @Suite struct DemoCheckTests {
        private let run: @EventLoop @Sendable () async throws -> Void = {
            createTask(name: "A") {
                EventLoop.output("A")
                try await sleep(1)
                EventLoop.output("A done")
            }
            createTask(name: "B") {
                EventLoop.output("B")
                try await sleep(1)
                EventLoop.output("B done")
            }
            try await sleep(2)
        }

        private func findings(
            _ claims: [String],
            options: [String] = [],
            attributes: String = "",
            ending: Demo.Expectation = .success
        ) async throws -> [String] {
            let demo = try demo(claims: claims, options: options, attributes: attributes)
            return DemoCheck(
                path: "Lessons/01-x.md",
                demo: demo,
                recording: await record(run),
                ending: ending
            ).findings.map(\.description)
        }

        @Test func `a sound demo has no findings`() async throws {
            let options = ["ends at 2", "ends at 1"]
            #expect(
                try await findings(
                    ["\"A\" before \"B\"", "prints \"A done\" at 1"],
                    options: options
                )
                    == []
            )
        }

        @Test func `a false claim is named with what was found`() async throws {
            #expect(
                try await findings(["\"B\" before \"A\"", "ends at 2"]) == [
                    "Lessons/01-x.md:12: '\"B\" before \"A\"' does not hold: \"A\" is printed before"
                        + " \"B\"; correct the claim or the code"
                ]
            )
        }

        @Test func `a demo needs two claims`() async throws {
            let found = try await findings(["ends at 2"])
            #expect(found.count == 1)
            #expect(found.allSatisfy { $0.contains("has 1 claims of at least 2") })
            #expect(try await findings([]).count == 1)
        }

        @Test func `claims that no change could break are refused`() async throws {
            let found = try await findings(["never prints \"x\"", "never prints \"y\""])
            #expect(found.count == 1)
            #expect(found.allSatisfy { $0.contains("no claim of demo 'one' notices") })
        }

        @Test(arguments: [
            (["ends at 3", "ends at 4"], "none of the answers holds"),
            (["ends at 2", "prints \"A\""], "2 answers hold"),
        ])
        func `exactly one answer must be right`(_ options: [String], _ text: String) async throws {
            let found = try await findings(["\"A\" before \"B\"", "ends at 2"], options: options)
            #expect(found.count == 1)
            #expect(found.allSatisfy { $0.contains(text) })
        }

        @Test(arguments: Demo.Expectation.allCases, Demo.Expectation.allCases)
        func `the expected end must come`(_ expected: Demo.Expectation, _ ending: Demo.Expectation)
            async throws
        {
            let found = try await findings(
                ["\"A\" before \"B\"", "ends at 2"],
                attributes: expected == .success ? "" : " expect=\(expected.rawValue)",
                ending: ending
            )
            #expect(found.isEmpty == (expected == ending))
        }
    }

    @Suite struct MutationTests {
        private func recording() async -> Recording {
            await record {
                createTask(name: "A") {
                    EventLoop.output("A")
                    try await sleep(1)
                    EventLoop.output("A done")
                }
                createTask(name: "B") { EventLoop.output("B") }
                EventLoop.output("main")
                try await sleep(2)
            }
        }

        /// Each form of claim that can notice anything is killed by some mutation.
        @Test(arguments: [
            "\"A\" before \"B\"", "prints \"B\" 1 times", "prints \"A done\" at 1",
            "last prints \"A done\"", "A wakes +2 after \"main\"", "A starts after main by +1",
            "B starts after A", "B finishes before A", "A finishes at 1", "ends at 2",
            "ready at line 1 = [A, B]",
        ])
        func `mutations are noticed by claims of every form`(_ text: String) async throws {
            var claim = try claim(text)
            let recording = await recording()
            // The line that prints "main" is the one in which both tasks are ready.
            if case .ready(line: _, let names) = claim.statement {
                let printed = try #require(
                    recording.output.first { $0.text == "main" }.map { recording.events[$0.event] }
                )
                claim.statement = .ready(line: try #require(recording.line(of: printed)), names)
            }
            if case .wakes = claim.statement {
                claim.statement = .wakes("A", passes: 1, after: "main")
            }
            #expect(evaluate(claim, on: recording) == .holds)
            let killers = Mutation.all(of: recording).filter {
                !evaluate(claim, on: $0.applied(to: recording)).holds
            }
            #expect(!killers.isEmpty)
        }

        @Test func `every mutation changes the record and leaves one that can be read`() async {
            let recording = await recording()
            let mutations = Mutation.all(of: recording)
            #expect(mutations.count > 10)
            for mutation in mutations {
                let mutant = mutation.applied(to: recording)
                #expect(mutant.events != recording.events)
                for (index, event) in mutant.events.enumerated() {
                    #expect(event.sequence == UInt32(index))
                    #expect(event.cause == LoopEvent.noCause || event.cause < event.sequence)
                }
                #expect(mutant.board(after: mutant.events.count).index == mutant.events.count)
                #expect(!Log(mutant).rows.isEmpty)
            }
        }

        @Test func `swapping two turns swaps their places in the queue too`() async throws {
            let recording = await recording()
            let swaps = Mutation.all(of: recording).filter {
                if case .swapped = $0 { true } else { false }
            }
            let orders = swaps.map { swap in
                swap.applied(to: recording).output.map(\.text)
            }
            #expect(orders.contains(["main", "B", "A", "A done"]))
        }

        @Test func `a long run is thinned out evenly`() async {
            let recording = await record {
                for _ in 0..<500 {
                    EventLoop.output("x")
                    try await sleep(0.001)
                }
            }
            let mutations = Mutation.all(of: recording, limit: 40)
            #expect(mutations.count <= 40)
            let dropped = mutations.compactMap { mutation in
                if case .dropped(let index) = mutation { index } else { nil }
            }
            #expect(dropped.count == 16 && (dropped.last ?? 0) > recording.events.count / 2)
        }
    }
}
