import BuildProducts
import Foundation
import PseudoTerminal
import Testing

/// The prompt of the real program on a pseudo-terminal: what a learner sees, never the bytes.
@Suite struct `The prompt on a terminal` {
    @Test func `a line is edited, and Tab completes commands and lessons`() throws {
        let learner = try Learner()
        try learner.enter("lst\u{1B}[D\u{1B}[Di", "6  executors")
        try learner.type("op\tfut\t", "event-loop 1/7> open futures")
        try learner.enter("", "Lesson 4, Futures: step 1", then: "futures 1/8>")
        try learner.type("ex\t\t", "explain  export")
    }

    @Test func `history is kept from one run to the next`() throws {
        let learner = try Learner()
        try learner.enter("find zebra", "No lesson says 'zebra'.")
        try learner.type("quit\r", "[exit 0, modes restored]")
        try learner.startAgain()
        try learner.type("\u{1B}[A\u{1B}[A", "event-loop 1/7> find zebra")
        try learner.type("\u{12}ze", "bck:ze")
    }

    @Test func `Ctrl-C gives up the line and Ctrl-D leaves`() throws {
        let learner = try Learner()
        try learner.type("list\u{3}", "event-loop 1/7> list^C\nevent-loop 1/7>")
        try learner.enter("reset", "y or n", then: "y/n>")
        try learner.type("\u{3}", "Nothing was forgotten.\nevent-loop 1/7>")
        try learner.type("\u{4}", "[exit 0, modes restored]")
    }

    @Test func `Ctrl-Z gives the terminal back, and going on shows the line again`() throws {
        let learner = try Learner()
        try learner.type("lis", "event-loop 1/7> lis")
        try learner.type("\u{1A}", "[stopped, modes restored]")
        learner.terminal.send("fg\r")
        try learner.terminal.wait(until: "the line") { $0.line == "event-loop 1/7> lis" }
        try learner.enter("t", "6  executors")
    }

    @Test func `text is set for the window as it is now`() throws {
        let learner = try Learner()
        try learner.enter("help", "open NAME [STEP]      another lesson")
        learner.terminal.resize(columns: 45, rows: 60)
        try learner.enter("help", "open NAME [STEP], or o: another lesson")
    }

    @Test func `a step longer than the window pauses, and q goes to what can be done`() throws {
        let learner = try Learner(rows: 20, until: "-- more: Return, q --")
        #expect(learner.terminal.screen.text.contains("Lesson 1, The event loop"))
        try learner.type(" ", "Swift, demo four-downloads")
        try learner.wait(for: "-- more")
        try learner.type("q", "1, 2 or 3 answers and runs it")
        try learner.terminal.wait(until: "the prompt") { $0.line == "event-loop 1/7>" }
    }

    @Test func `a log plays row by row, and any key shows the rest`() throws {
        let learner = try Learner()
        learner.terminal.send("2\r")
        // The first rows are there while the last are not: it has not come at once.
        try learner.terminal.wait(until: "the log's beginning") {
            $0.text.contains("main starts") && !$0.text.contains("main ends")
        }
        try learner.type(" ", "the loop closes at 3.000")
        try learner.terminal.wait(until: "the prompt") { $0.line == "event-loop 1/7>" }
        try learner.enter("speed instant", "Logs appear at once.")
        try learner.enter("run", "the loop closes at 3.000")
    }

    @Test func `a paused replay waits for a key at each step, and q leaves it`() throws {
        let learner = try Learner(
            arguments: ["replay", "event-loop", "--pause"],
            rows: 200,
            until: "main starts"
        )
        try learner.type(" ", "-- any key: the next step, q: leave --")
        #expect(learner.terminal.screen.text.contains("step 1 of 7"))
        try learner.type(" ", "step 2 of 7")
        try learner.type(" ", "-- any key: the next step, q: leave --")
        try learner.type("q", "[exit 0, modes restored]")
        #expect(!learner.terminal.screen.text.contains("step 3 of 7"))
    }

    @Test(arguments: [("", "sleeper"), ("goto 2\r", "spinner")])
    func `Ctrl-C stops the demo and not the tutor`(keys: String, demo: String) throws {
        let learner = try Learner("TutorFixture", until: "endless 1/2>")
        learner.terminal.send(keys)
        try learner.wait(for: "Return runs the demo \(demo)")
        try learner.terminal.wait(until: "the prompt") { $0.line.hasPrefix("endless ") }
        try learner.enter("speed instant", "at once", then: learner.terminal.screen.line)
        learner.terminal.send("\r")
        try learner.waitForDemo()
        try learner.type("\u{3}", "You stopped the demo; this is its log so far.")
        try learner.terminal.wait(until: "the prompt") { $0.line.hasPrefix("endless ") }
        try learner.type("\u{4}", "[exit 0, modes restored]")
    }

    @Test(
        .enabled(if: canRun(isReleased("loopwalk")), "the release build of loopwalk is not there")
    )
    func `Ctrl-C stops a demo of the release build, too`() throws {
        let learner = try Learner("../release/loopwalk", rows: 200)
        try learner.enter("speed instant", "at once")
        try learner.enter("open speedup", "A hundred pages", then: "speedup 1/5>")
        learner.terminal.send("run\r")
        try learner.waitForDemo()
        try learner.type("\u{3}", "You stopped the demo; this is its log so far.")
        try learner.terminal.wait(until: "the prompt") { $0.line.hasPrefix("speedup ") }
        try learner.type("\u{4}", "[exit 0, modes restored]")
    }
}
