import Testing
import Trace

@testable import Tutor

@Suite struct `Stepping through the last run` {
    /// A session at a step whose demo has run and printed two lines.
    private func session() throws -> Session {
        var session = Session(smallCourse(), progress: Progress(), page: Page(width: 80))
        _ = session.respond(to: "goto 2")
        let order = try #require(session.respond(to: "run").order)
        _ = session.ended(run(printing: ["hello", "goodbye"]), of: order)
        return session
    }

    @Test func `the position is the end of the run until somebody steps`() throws {
        var session = Session(smallCourse(), progress: Progress(), page: Page(width: 80))
        #expect(session.position == 0)
        session = try self.session()
        #expect(session.position == 3)
        #expect(session.respond(to: "board").text.hasPrefix("Event 3 of 3"))
        #expect(session.respond(to: "at 1").text.hasPrefix("Event 1 of 3"))
        #expect(session.position == 1)
        #expect(session.respond(to: "step").text.contains("the loop prints: hello."))
        #expect(session.position == 2)
    }

    @Test func `the first step is the run's first, and the first step back its last but one`()
        throws
    {
        var session = try session()
        #expect(session.respond(to: "step").text.hasPrefix("Event 2 of 3"))
        session = try self.session()
        #expect(session.respond(to: "step -1").text.hasPrefix("Event 2 of 3"))
    }

    @Test(arguments: [
        ("at 4", "! the run has 3 events, and no moment 4"),
        ("at -1", "! the run has 3 events, and no moment -1"),
        ("at x", "! usage: at N   (the last run after N events)"),
        ("step -9", "Event 0 of 3"),
        ("step 9", "Event 3 of 3"),
        ("step \(Int.min)", "Event 0 of 3"),
        ("step \(Int.max)", "Event 3 of 3"),
        ("step 99999999999999999999", "! usage: step [N]"),
    ])
    func `what is too far is refused or stops at the end`(line: String, answer: String) throws {
        var session = try session()
        #expect(session.respond(to: line).text.hasPrefix(answer))
    }

    @Test func `beyond both ends it says where one is`() throws {
        var session = try session()
        _ = session.respond(to: "at 3")
        #expect(session.respond(to: "step").text.hasPrefix("! this is the end of the run"))
        _ = session.respond(to: "at 0")
        #expect(session.respond(to: "step -1").text.hasPrefix("! this is the beginning"))
    }

    @Test func `the stage opens at the first step, or where one was`() throws {
        var session = try session()
        #expect(session.respond(to: "stage").text == "(opens the stage at 2)")
        var stage = Stage(try #require(session.lastRun).run.recording)
        stage.go(to: 3)
        let left = session.left(StageExit(stage: stage, asked: nil))
        #expect(left.text.contains("You left the stage at event 3 of 3"))
        #expect(session.position == 3)
        _ = session.respond(to: "at 1")
        #expect(session.respond(to: "stage").text == "(opens the stage at 1)")
    }

    @Test(arguments: ["stage", "step", "at 1", "board"])
    func `if nothing has run here the step's demo is run first`(line: String) throws {
        var session = Session(smallCourse(), progress: Progress(), page: Page(width: 80))
        _ = session.respond(to: "goto 2")
        let order = try #require(session.respond(to: line).order)
        #expect(order.demo.name == "greet" && !order.advances)
        let text = session.ended(run(printing: ["hello"]), of: order).text
        #expect(text.contains(line == "stage" ? "(opens the stage" : "Event "))
        // The question still waits.
        #expect(session.respond(to: "").order?.advances == true)
    }

    @Test func `where there is no demo the last run is stepped through, or there is none`() throws {
        var session = Session(smallCourse(), progress: Progress(), page: Page(width: 80))
        #expect(session.respond(to: "stage").text == "! this step has no demo; Return goes on")
        session = try self.session()
        _ = session.respond(to: "goto 1")
        #expect(session.respond(to: "board").text.hasPrefix("Event 3 of 3"))
    }

    @Test func `a new run is stepped through afresh`() throws {
        var session = try session()
        _ = session.respond(to: "at 1")
        let order = try #require(session.respond(to: "run").order)
        _ = session.ended(run(printing: ["other"]), of: order)
        #expect(session.position == 2)
        #expect(session.respond(to: "stage").text == "(opens the stage at 2)")
    }

    @Test func `find looks in the run and in the lessons`() throws {
        var session = try session()
        let text = session.respond(to: "find GOODBYE").text
        #expect(text.hasPrefix("Event 3 of 3") && session.position == 3)
        let both = session.respond(to: "find hello").text
        #expect(
            both.hasPrefix("Event 2 of 3") && both.contains("In the lessons: first 1, first 2.")
        )
        let only = session.respond(to: "find recap").text
        #expect(only.hasPrefix("The last run does not say it.") && only.contains("first 3"))
        _ = session.respond(to: "goto 1")
        #expect(!session.respond(to: "find goodbye").text.contains("Event"))
    }

    @Test func `a run that left no record says how it ended`() throws {
        var session = Session(smallCourse(), progress: Progress(), page: Page(width: 80))
        _ = session.respond(to: "goto 2")
        let order = try #require(session.respond(to: "stage").order)
        var empty = run(printing: [], .interrupted)
        empty.recording = empty.recording.rearranged([])
        #expect(session.ended(empty, of: order).text.hasPrefix("! You stopped the demo"))
    }
}
