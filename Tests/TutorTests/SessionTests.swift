import Testing

@testable import Tutor

@Suite struct `A session` {
    private func session(_ progress: Progress = Progress()) -> Session {
        Session(smallCourse(), progress: progress, page: Page(width: 80))
    }

    @Test func `begins at the first step of the first lesson`() {
        var session = session()
        let text = session.begin().text
        #expect(text.contains("Lesson 1, The first: step 1 of 3"))
        #expect(text.contains("Read this."))
        #expect(text.contains("Return goes to step 2."))
        #expect(session.prompt.text == "first 1/3> ")
    }

    @Test func `goes on where the learner left off`() {
        var progress = Progress()
        progress.arrive(at: 2, of: "second")
        var session = session(progress)
        #expect(session.begin().text.contains("Lesson 2, The second: step 2 of 2"))
    }

    @Test(arguments: [Int.min, -1, 0, 1, 99, Int.max])
    func `a step in the progress that is not there is the nearest that is`(step: Int) {
        var progress = Progress()
        progress.arrive(at: step, of: "first")
        var session = session(progress)
        _ = session.begin()
        #expect(session.prompt.text == (step > 1 ? "first 3/3> " : "first 1/3> "))
    }

    @Test func `Return runs a demo that waits and only then reads on`() throws {
        var session = session()
        let asked = session.respond(to: "goto 2").text
        #expect(asked.contains("1. nothing"))
        #expect(asked.contains("1 or 2 answers and runs it; Return runs it without an answer."))
        #expect(!asked.contains("It greeted."))
        let order = try #require(session.respond(to: "").order)
        #expect(order.demo.name == "greet" && order.guess == nil)
        let shown = session.ended(run(printing: ["hello"]), of: order).text
        #expect(shown.contains("The answer:\n  2. a greeting"))
        #expect(shown.contains("Return reads on."))
        #expect(session.respond(to: "").text.contains("It greeted."))
        #expect(session.respond(to: "").text.contains("You greeted."))
    }

    @Test func `export writes the last run, to a file named for the demo if none is named`() throws
    {
        var session = session()
        #expect(session.respond(to: "export html").text.hasPrefix("! nothing has been run yet"))
        _ = session.respond(to: "goto 2")
        let order = try #require(session.respond(to: "").order)
        _ = session.ended(run(printing: ["hello"]), of: order)
        for (line, written) in [
            ("export html", "(writes first/greet as html to first-greet.html)"),
            ("export perfetto", "(writes first/greet as perfetto to first-greet.trace.json)"),
            ("export text -", "(writes first/greet as text to -)"),
        ] {
            #expect(session.respond(to: line).text == written)
        }
    }

    @Test func `an answer is graded from the record`() throws {
        for (answer, printed, sentence) in [
            ("2", ["hello"], "Yes, just as you said:\n  2. a greeting"),
            ("1", ["hello"], "Not this time. What happened is:\n  2. a greeting"),
            ("1", [], "Yes, just as you said:\n  1. nothing"),
        ] {
            var session = session()
            _ = session.respond(to: "goto 2")
            let order = try #require(session.respond(to: answer).order)
            #expect(session.ended(run(printing: printed), of: order).text.contains(sentence))
        }
    }

    @Test func `an answer that is not among the options runs nothing`() {
        var session = session()
        #expect(session.respond(to: "2").text == "! no question is open; goto 2 goes to step 2")
        _ = session.respond(to: "goto 2")
        let text = session.respond(to: "3").text
        #expect(text == "! the answers are 1 to 2; Return goes on without one")
    }

    @Test func `a demo stopped by hand still waits`() throws {
        var session = session()
        _ = session.respond(to: "goto 2")
        let order = try #require(session.respond(to: "").order)
        let text = session.ended(run(.interrupted), of: order).text
        #expect(text.contains("You stopped the demo"))
        #expect(session.respond(to: "").order == order)
    }

    @Test func `a demo that ends otherwise than meant says so`() throws {
        var session = session()
        _ = session.respond(to: "goto 2")
        let order = try #require(session.respond(to: "run").order)
        let text = session.ended(run(.failed("no \u{1B}[2Jwater")), of: order).text
        #expect(text.contains("The demo ended with an error: no water"))
        #expect(text.contains("It should have run to its end."))
    }

    @Test func `skip leaves the demo, back and open go between lessons`() {
        var session = session()
        _ = session.respond(to: "goto 2")
        #expect(session.respond(to: "skip").text.contains("step 3 of 3"))
        #expect(session.respond(to: "").text.contains("Lesson 2, The second: step 1 of 2"))
        #expect(session.respond(to: "back").text.contains("Lesson 1, The first: step 3 of 3"))
        #expect(session.respond(to: "open second 2").text.contains("step 2 of 2"))
        #expect(session.respond(to: "open 1").text.contains("Lesson 1, The first: step 1 of 3"))
        #expect(session.respond(to: "back").text == "! this is the first step of all")
    }

    @Test func `a lesson is done at its end, and the last one ends in the list`() {
        var session = session()
        let progress = session.respond(to: "open second 2").kept
        #expect(progress?.lessons["second"]?.done == true)
        #expect(progress?.lessons["first"] == nil)
        #expect(session.respond(to: "").text.contains("2  second  The second  done"))
    }

    @Test(arguments: ["y", "Y", " yes "])
    func `reset asks, and y starts the lesson afresh`(answer: String) {
        var session = session()
        _ = session.respond(to: "goto 3")
        #expect(session.respond(to: "reset first").text.contains("y or n"))
        #expect(session.prompt.text == "y/n> ")
        let actions = session.respond(to: answer)
        #expect(actions.kept?.lessons["first"]?.step == 1)
        #expect(session.prompt.text == "first 1/3> ")
    }

    @Test(arguments: ["n", "", "next", "quit", "yy"])
    func `anything but y forgets nothing`(answer: String) {
        var session = session()
        _ = session.respond(to: "goto 3")
        _ = session.respond(to: "reset")
        #expect(session.respond(to: answer).text == "Nothing was forgotten.")
        #expect(session.prompt.text == "first 3/3> ")
    }

    @Test func `Ctrl-C gives up the question of a reset`() {
        var session = session()
        _ = session.respond(to: "reset")
        #expect(session.giveUp().text == "Nothing was forgotten.")
        #expect(session.giveUp().isEmpty)
    }

    @Test func `find says lesson and step, without regard to capitals`() {
        var session = session()
        #expect(session.respond(to: "find HELLO").text.contains("first 1  Beginning"))
        #expect(session.respond(to: "find 阮一峰").text.contains("second 1  More"))
        #expect(session.respond(to: "find zebra").text == "No lesson says 'zebra'.")
        #expect(session.respond(to: "find aloud").text.contains("open first 2"))
    }

    @Test func `what a step does not have is said`() {
        var session = session()
        #expect(session.respond(to: "hint").text == "! this step has no hint")
        #expect(session.respond(to: "code").text == "! this step has no Swift")
        #expect(session.respond(to: "python").text.contains("print(\"hello\")"))
        #expect(session.respond(to: "notes").text == "! this step has no notes")
        #expect(session.respond(to: "run").text == "! this step has no demo; Return goes on")
        #expect(
            session.respond(to: "log").text
                == "! nothing has been run yet; run starts this step's demo"
        )
        _ = session.respond(to: "goto 2")
        #expect(session.respond(to: "hint").text == "Read it aloud.")
    }

    @Test func `replay asks nothing and leaves the place as it is`() {
        var session = session()
        let actions = session.respond(to: "replay first")
        #expect(actions.order?.demo.name == "greet")
        #expect(actions.kept == nil)
        #expect(!actions.text.contains("What does it print?"))
        #expect(actions.text.contains("It greeted."))
        #expect(session.prompt.text == "first 1/3> ")
    }
}
