import AsyncLoop
import LoopEvents
import Testing
import Trace

extension LoopSuites {
    @Suite struct WhyTests {
        @Test(arguments: Programs.all)
        func `every chain ends in a root`(_ program: Program) async {
            let recording = await program.run()
            let why = Why(recording)
            for index in recording.events.indices {
                let kind = recording.events[why.chain(of: index).rootEvent].kind
                #expect(kind.isRoot, "event \(index)")
            }
        }

        @Test(arguments: Programs.all)
        func `a rule gives every hop's passes, but for Swift's own tasks`(
            _ program: Program
        ) async {
            let recording = await program.run()
            for hop in Why(recording).allHops {
                #expect(recording.isHeldToRule(hop), "\(recording.sentence(at: hop.effect).text)")
            }
        }

        @Test func `the last child of a gather and its timer are named, with their rules`()
            async throws
        {
            let recording = await Recording(firstLine: #line) {
                _ = try await gather(
                    createTask(name: "A") { try await sleep(1) },
                    createTask(name: "B") { try await sleep(0.5) }
                )
            }
            let lines = try Why(recording).answer(
                .task("main"),
                after: recording.events.count,
                width: 72
            )
            #expect(
                lines.map(\.text) == [
                    "main went on (1.000, pass 9, line 2):",
                    "  +2  because A ended (1.000, pass 7): gather resumes two passes after",
                    "      its last child, or the first that fails (R30).",
                    "  +1  because A's sleep was over (1.000, pass 6, line 3): a sleeper goes",
                    "      on one pass after its timer (R15).",
                    "  The root: a timer for 1.000, set by A (0.000, pass 2, line 3).",
                ]
            )
        }

        @Test func `a line is explained by the turn it ran in`() async throws {
            let recording = await Recording(firstLine: #line) {
                let reply = Future<Int>(name: "reply")
                createTask(name: "reader") {
                    EventLoop.output("read \(try await reply.value())")
                }
                EventLoop.callLater(2) { try reply.setResult(7) }
                try await sleep(3)
            }
            let why = Why(recording)
            let lines = try why.answer(.line(4), after: recording.events.count, width: 200)
            #expect(lines[0].text.hasPrefix("line 4 ran"))
            let printed = try why.answer(
                .output("read"),
                after: recording.events.count,
                width: 200
            )
            #expect(
                printed.map(\.text) == [
                    "'read 7' was printed in reader's turn (2.000, pass 4, line 4):",
                    "  +1  because a callback set future 'reply' (2.000, pass 3, line 6): who awaits"
                        + " a future goes on one pass after it is done (R10).",
                    "  +0  because a timer came (2.000, pass 3, line 6): a timer's callback runs in"
                        + " the pass that finds the timer due (R1).",
                    "  The root: a timer for 2.000, set by main (0.000, pass 1, line 6).",
                ]
            )
        }

        @Test func `what cannot be answered says what can be asked`() async {
            let recording = await Programs.sleepers.run()
            let why = Why(recording)
            func trouble(_ question: WhyQuestion, after count: Int? = nil) -> String {
                do {
                    _ = try why.answer(
                        question,
                        after: count ?? recording.events.count,
                        width: 80
                    )
                    return ""
                } catch { return error.description }
            }
            #expect(trouble(.task("C")) == "no task is called 'C'; this run has main, A, B")
            #expect(trouble(.task("B"), after: 3) == "B does not exist yet at this moment")
            #expect(trouble(.line(10_000)).hasPrefix("line 10000 left nothing in the record"))
            #expect(trouble(.output("nothing")) == "nothing that was printed holds 'nothing'")
            #expect(
                trouble(.output("A done"), after: 10)
                    == "'A done' has not been printed yet at this moment"
            )
            #expect(trouble(.last, after: 0) == "nothing has run yet")
        }

        @Test func `questions are read from words`() {
            #expect(WhyQuestion([]) == .last)
            #expect(WhyQuestion(["B"]) == .task("B"))
            #expect(WhyQuestion(["line", "12"]) == .line(12))
            #expect(WhyQuestion(["line", "x"]) == nil)
            #expect(WhyQuestion(["line"]) == .task("line"))
            #expect(WhyQuestion(["\"both", "slept\""]) == .output("both slept"))
            #expect(WhyQuestion(["my", "task"]) == .task("my task"))
        }

        @Test func `the root of a sleeper's wakeup is its timer`() async throws {
            let recording = await Programs.sleepers.run()
            let why = Why(recording)
            let woken = try #require(
                recording.events.firstIndex { $0.kind == .taskWoken && $0.task == 3 }
            )
            guard case .timer(let handle, let task, let armed?) = why.root(ofWakeup: woken) else {
                Issue.record("\(why.root(ofWakeup: woken))")
                return
            }
            #expect(task == 3)
            #expect(recording.events[armed].kind == .timerArmed)
            #expect(recording.events[armed].subject == UInt32(handle))
            #expect(recording.events[armed].value == 500_000_000)
        }

        @Test func `a task that was cancelled while it was ready names both`() async throws {
            let recording = await Recording {
                let future = Future<Int>()
                let task = createTask(name: "A") { _ = try await future.value() }
                try await sleep(1)
                try future.setResult(1)
                task.cancel()
                _ = try await wait([task])
            }
            let lines = try Why(recording).answer(
                .task("A"),
                after: recording.events.count,
                width: 300
            )
            #expect(lines[1].text.contains("(R10); meanwhile main cancelled it"))
            #expect(lines[1].text.contains("(R21)."))
        }

        @Test func `a long chain leaves its middle out`() async throws {
            let recording = await Recording {
                for _ in 0..<50 { try await sleep(0) }
            }
            let lines = try Why(recording).answer(
                .task("main"),
                after: recording.events.count,
                width: 200
            )
            #expect(lines.count == 15)
            #expect(lines.contains { $0.text == "  … 39 hops more …" })
        }

        @Test(arguments: Programs.all)
        func `numbers that make no sense are told, and harm nothing`(_ program: Program) async {
            let sound = await program.run()
            var random = SeededGenerator(7)
            for _ in 0..<20 {
                let recording = sound.rearranged(sound.events.map { random.spoiled($0) })
                let why = Why(recording)
                for index in recording.events.indices { _ = why.chain(of: index) }
                let board = recording.board(after: recording.events.count / 2)
                for task in recording.tasks {
                    _ = try? why.answer(.task(task.name), after: board.index, width: 60)
                    _ = try? why.answer(whyNot: task.name, on: board, width: 60)
                }
                for line in 1...60 { _ = try? why.answer(.line(line), after: 999, width: 60) }
                for scale in LaneScale.allCases {
                    let lines = LaneChart.lines(of: recording, by: scale, width: 60)
                    #expect(lines.allSatisfy { $0.displayWidth <= 60 })
                }
                #expect(!LaneChart.sentences(of: recording).isEmpty)
            }
        }

        @Test(arguments: Programs.all, [50, 80, 200])
        func `no answer is wider than asked`(_ program: Program, _ width: Int) async throws {
            let recording = await program.run()
            let why = Why(recording)
            for task in recording.tasks {
                let lines = try why.answer(
                    .task(task.name),
                    after: recording.events.count,
                    width: width
                )
                #expect(lines.allSatisfy { $0.displayWidth <= width })
            }
        }
    }
}

extension Why {
    /// Every hop of every chain, each once.
    var allHops: [Hop] {
        var seen: Set<Int> = []
        var hops: [Hop] = []
        for index in recording.events.indices {
            for hop in chain(of: index).hops where seen.insert(hop.effect).inserted {
                hops.append(hop)
            }
        }
        return hops
    }
}

extension Recording {
    /// Whether the number of passes is the one its rule says, or the task is one of Swift's own,
    /// about which there is none.
    func isHeldToRule(_ hop: Why.Hop) -> Bool {
        guard let rule = hop.rule else {
            let task = task(Int(events[hop.effect].task))
            let waited = events[..<hop.effect].last {
                $0.kind == .taskSuspended && $0.task == events[hop.effect].task
            }
            return task?.isSwifts == true || waited?.role == .outside
        }
        return rule.passes == hop.passes
    }
}

/// A small generator of its own, so that a failure can be seen again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }

    /// `event`, now and then with a number in it that makes no sense.
    mutating func spoiled(_ event: LoopEvent) -> LoopEvent {
        var event = event
        guard next() % 8 == 0 else { return event }
        switch next() % 8 {
        case 0: event.value = [.max, .min, -1, 0][Int(next() % 4)]
        case 1: event.detail = [.max, .min, -1, 7][Int(next() % 4)]
        case 2: event.subject = [.max, 0, 3][Int(next() % 3)]
        case 3: event.other = [.max, 0, 2][Int(next() % 3)]
        case 4: event.pass = [.max, 0][Int(next() % 2)]
        case 5: event.line = [.max, 0, 1][Int(next() % 3)]
        case 6: event.role = WaitRole.allCases.randomElement(using: &self) ?? .none
        default: event.outcome = Outcome.allCases.randomElement(using: &self) ?? .none
        }
        return event
    }
}
