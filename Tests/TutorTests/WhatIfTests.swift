import BuildProducts
import DemoRunner
import LessonBook
import StyledText
import Terminal
import Testing
import Trace

@testable import Tutor

/// Changed runs, as a learner asks for them, of the real lessons by the real program.
@Suite struct `Knobs and what-if` {
    /// A session whose demos are really run.
    private final class Learner {
        var session: Session

        init(at lesson: String, step: Int = 1, width: Int = 80, plain: Bool = false) throws {
            session = Session(
                .embedded,
                progress: Progress(),
                page: Page(width: width, plain: plain)
            )
            _ = session.respond(to: "open \(lesson) \(step)")
        }

        /// What comes of `line`, with all that it has run.
        func type(_ line: String) throws -> String {
            try perform(session.respond(to: line)).text
        }

        func perform(_ actions: [Action]) throws -> [Action] {
            try actions.flatMap { action -> [Action] in
                guard case .run(let order) = action else { return [action] }
                var run = try DemoRunner.run(
                    DemoRequest(
                        lesson: order.lesson,
                        demo: order.demo.name,
                        firstLine: order.demo.firstLine,
                        clock: order.demo.clock == .real ? .real : .virtual,
                        experiment: order.experiment,
                        executable: "\(buildProducts)/loopwalk"
                    )
                )
                run.recording.code = order.demo.code
                return try perform(session.ended(run, of: order))
            }
        }

        var recording: Recording { session.lastRun!.run.recording }
    }

    @Test func `a knob that is set holds for run, and not for Return`() throws {
        let learner = try Learner(at: "gather-wait")
        let text = try learner.type("set delay.two 0")
        #expect(text.contains("before: 2 s; now: 1 s, 1 s shorter."))
        #expect(learner.recording.endTime == 1_000_000_000)
        #expect(try learner.type("knobs").contains("delay.two   0 s    2 s"))
        #expect(try learner.type("run").contains("delay.two is 0 s, and 2 s in the code."))
        #expect(learner.recording.endTime == 1_000_000_000)
        _ = try learner.type("")
        #expect(learner.recording.endTime == 2_000_000_000)
    }

    @Test func `unset goes back to the record as it was`() throws {
        let learner = try Learner(at: "gather-wait")
        _ = try learner.type("run")
        let plain = JSONLines(learner.recording).text
        _ = try learner.type("set delay.two 7")
        _ = try learner.type("set delay.half 0")
        #expect(learner.recording.endTime == 7_000_000_000)
        _ = try learner.type("unset delay.half")
        #expect(learner.recording.endTime == 7_000_000_000)
        _ = try learner.type("unset")
        #expect(JSONLines(learner.recording).text == plain)
        #expect(try learner.type("unset") == "! no knob is set")
        let none = try learner.type("set delay.two 2")
        #expect(none.contains("Nothing differs: the two runs are the same."))
    }

    @Test(arguments: [
        ("set delay.tow 1", "input-order has no knob 'delay.tow'; did you mean delay.two"),
        ("set speed 1", "input-order has no knob 'speed'; it has delay.one, delay.two, delay.half"),
        ("set delay.one soon", "delay.one is a time in seconds, and 'soon' is none"),
        ("set delay.one nan", "delay.one is a time in seconds, and 'nan' is none"),
        ("set delay.one -1", "delay.one can be 0 to 1000000 s, and not -1"),
        ("set delay.one 1e300", "delay.one can be 0 to 1000000 s, and not 1e300"),
        ("unset delay.one", "no knob is set"),
        ("undo", "nothing was changed"),
        ("cancel one", "the run is over at this moment, and nothing can be changed any more"),
    ])
    func `what cannot be set is refused with the reason`(line: String, reason: String) throws {
        let learner = try Learner(at: "gather-wait")
        _ = try learner.type("run")
        let text = try learner.type(line)
        #expect(text.hasPrefix("! " + reason), "\(text)")
    }

    @Test func `a number and a demo without knobs are told apart`() throws {
        let learner = try Learner(at: "executors")
        while learner.session.place.parts.compactMap(\.demo).first?.name != "ten-jobs" {
            _ = try learner.type("skip")
        }
        _ = try learner.type("run")
        #expect(try learner.type("set jobs 1.5") == "! jobs is a whole number, and '1.5' is none")
        _ = try learner.type("set jobs 17")
        #expect(learner.recording.endTime == 3_000_000_000)
        let plain = try Learner(at: "futures")
        _ = try plain.type("run")
        #expect(try plain.type("knobs").hasPrefix("set-later reads no knobs."))
        #expect(try plain.type("set x 1").contains("reads no knobs, so there is nothing to set"))
    }

    @Test func `at a moment a task is cancelled, and undo goes back there`() throws {
        let learner = try Learner(at: "gather-wait")
        _ = try learner.type("run")
        let plain = JSONLines(learner.recording).text
        _ = try learner.type("at 45")
        let text = try learner.type("cancel two")
        #expect(text.contains("You cancel two after event 45"))
        #expect(learner.recording.tasks.contains { $0.name == "two" && $0.finished != nil })
        #expect(try learner.type("board").contains("you cancel two: two is ready."))
        #expect(try learner.type("why two").contains("The root: you did that"))
        #expect(try learner.type("undo").contains("with nothing changed"))
        #expect(JSONLines(learner.recording).text == plain)
        #expect(learner.session.position == 45)
    }

    @Test func `a later change comes on top, one before undoes what came later`() throws {
        let learner = try Learner(at: "gather-wait")
        _ = try learner.type("run")
        _ = try learner.type("at 45")
        _ = try learner.type("delay two 5")
        #expect(learner.recording.endTime == 7_000_000_000)
        _ = try learner.type("delay one 9")
        #expect(learner.recording.endTime == 10_000_000_000)
        #expect(learner.recording.events.count { $0.kind == .intervened } == 2)
        _ = try learner.type("at 30")
        _ = try learner.type("cancel half")
        #expect(learner.recording.events.count { $0.kind == .intervened } == 1)
    }

    @Test func `a future gets a result of its type, or an error`() throws {
        let learner = try Learner(at: "futures")
        _ = try learner.type("run")
        _ = try learner.type("at 8")
        #expect(try learner.type("resolve reply from_you").contains("you set future 'reply'"))
        #expect(learner.recording.output.contains { $0.text == "from_you at 0.0" })
        _ = try learner.type("undo")
        _ = try learner.type("at 8")
        #expect(
            try learner.type("fail reply \"boom\"").contains("The demo ended with an error: boom")
        )
        _ = try learner.type("undo")
        _ = try learner.type("open futures 2")
        _ = try learner.type("run many-readers")
        _ = try learner.type("at 12")
        let refused = try learner.type("resolve box many")
        #expect(
            refused.hasPrefix(
                "! that cannot be done before the loop's next turn: you cannot set future 'box': its"
                    + " result is an Int, and 'many' is none"
            ),
            "\(refused)"
        )
    }

    @Test(arguments: [
        ("cancel nobody", "nothing here is called 'nobody'; the tasks are main, one, two, half"),
        ("cancel half", "half does not exist yet at this moment"),
        ("resolve one 1", "one is a task: only its own code ends it"),
        ("delay main 1", "main waits for no timer at this moment"),
        ("delay line 3 1", "no timer that was set on line 3 is pending"),
    ])
    func `what is not there yet, or is no such thing, is refused`(line: String, reason: String)
        throws
    {
        let learner = try Learner(at: "gather-wait")
        _ = try learner.type("run")
        _ = try learner.type("at 8")
        let text = try learner.type(line)
        #expect(text.hasPrefix("! " + reason), "\(text)")
    }

    @Test func `a task that waits for others says whose timers are pending`() throws {
        let learner = try Learner(at: "gather-wait")
        _ = try learner.type("run")
        _ = try learner.type("at 45")
        let text = try learner.type("delay main 1")
        #expect(text.contains("and not for a timer; timers are pending of one, two"))
        #expect(try learner.type("delay one -9").contains("would then lie in the past"))
        #expect(try learner.type("delay one 0").contains("that changes nothing"))
    }

    @Test(arguments: [(80, false), (50, false), (20, false), (80, true)])
    func `both runs fit the page`(width: Int, plain: Bool) throws {
        let learner = try Learner(at: "gather-wait", width: width, plain: plain)
        _ = try learner.type("run")
        _ = try learner.type("at 45")
        for line in ["cancel two", "set delay.one 3", "knobs"] {
            let text = try learner.type(line)
            for row in text.split(separator: "\n") where !row.hasPrefix("!") {
                #expect(String(row).displayWidth <= width, "\(row)")
            }
        }
    }

    @Test func `asked for on the stage it is answered there, stops and all`() throws {
        let learner = try Learner(at: "gather-wait")
        _ = try learner.type("run")
        var view = StageView(Stage(learner.recording, code: "let a = 1"))
        for key in "btimer\u{D}45G:cancel two".unicodeScalars {
            let stays = view.press(key == "\u{D}" ? .enter : .character(Character(key)))
            #expect(stays)
        }
        let stays = view.press(.enter)
        #expect(!stays && view.exit.asked == .whatIf(.cancel("two")))
        let actions = try learner.perform(learner.session.left(view.exit))
        guard case .open(let stage, let notice)? = actions.last else {
            Issue.record("the stage does not open again")
            return
        }
        #expect(actions.count == 1 && stage.stops.count == 1)
        #expect(
            stage.index > 45
                && stage.recording.events[45..<stage.index].contains {
                    $0.kind == .intervened
                }
        )
        #expect(notice.lines.map(\.text).joined().contains("You cancel two after event 45"))
        // What is told comes first, and any key but the scrolling ones shows the run.
        var again = StageView(stage, notice)
        #expect(again.lines(width: 80, height: 24)[0].text.hasPrefix("You cancel two"))
        _ = again.press(.pageDown)
        #expect(!again.lines(width: 80, height: 24)[0].text.hasPrefix("You cancel two"))
        _ = again.press(.character("x"))
        #expect(again.lines(width: 80, height: 24)[0].text.hasPrefix("Event "))
    }

    @Test func `what cannot be asked for on the stage is said there`() throws {
        let learner = try Learner(at: "gather-wait")
        _ = try learner.type("run")
        var view = StageView(Stage(learner.recording, code: ""))
        for key in ":list" { _ = view.press(.character(key)) }
        let stays = view.press(.enter)
        #expect(stays && view.message?.hasPrefix("what can be asked for here is cancel") == true)
        for key in ":cancel nobody" { _ = view.press(.character(key)) }
        _ = view.press(.enter)
        let actions = try learner.perform(learner.session.left(view.exit))
        guard case .open(_, let notice)? = actions.first else {
            Issue.record("the stage does not open again")
            return
        }
        #expect(notice.lines.isEmpty && notice.message?.contains("'nobody'") == true)
    }
}
