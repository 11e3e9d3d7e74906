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
        try learner.type("re\t\t", "replay  reset")
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
        try learner.enter("help", "open NAME [STEP]    another lesson")
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
}

/// A learner with a home, at a terminal.
private final class Learner {
    private let home: String
    private(set) var terminal: PseudoTerminal

    /// Starts `program`, and waits until the screen shows `text`.
    init(
        _ program: String = "loopwalk",
        arguments: [String] = [],
        columns: Int = 80,
        rows: Int = 60,
        until text: String = "event-loop 1/7>"
    ) throws {
        home = FileManager.default.temporaryDirectory.path + "/learner-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        terminal = try Self.start([program] + arguments, home, columns, rows)
        try wait(for: text)
    }

    private static func start(
        _ command: [String],
        _ home: String,
        _ columns: Int,
        _ rows: Int
    ) throws -> PseudoTerminal {
        try PseudoTerminal(
            buildProducts + "/JobControl",
            [buildProducts + "/" + command[0]] + command.dropFirst(),
            environment: [
                "TERM": "xterm", "LANG": "C.UTF-8", "HOME": home, "XDG_STATE_HOME": home,
                "SWIFT_BACKTRACE": "enable=no",
            ],
            columns: columns,
            rows: rows
        )
    }

    /// Starts the program another time, with the same home.
    func startAgain() throws {
        terminal = try Self.start(["loopwalk"], home, 80, 60)
        try wait(for: "event-loop 1/7>")
    }

    deinit { try? FileManager.default.removeItem(atPath: home) }

    /// Types `keys` and waits until the screen shows `text`.
    func type(_ keys: String, _ text: String) throws {
        terminal.send(keys)
        try wait(for: text)
    }

    func wait(for text: String) throws { try terminal.wait(for: text) }

    /// Types a line, and waits for what it shows and for the prompt below.
    func enter(_ line: String, _ text: String, then prompt: String = "event-loop 1/7>") throws {
        terminal.send(line + "\r")
        try terminal.wait(until: "“\(text)” and a prompt") {
            $0.text.contains(text) && $0.line == prompt
        }
    }

    /// Waits until the tutor has started a demo's process.
    func waitForDemo() throws {
        func children(of process: String) -> [String] {
            let path = "/proc/\(process)/task/\(process)/children"
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            return text.split(separator: " ").map(String.init)
        }
        // The shell's child is the tutor, and the tutor's the demo.
        let deadline = Date(timeIntervalSinceNow: 20)
        while Date() < deadline {
            let tutors = children(of: "\(terminal.process)")
            if tutors.contains(where: { !children(of: $0).isEmpty }) { return }
            sched_yield()
        }
        Issue.record("no demo was started")
    }
}
