import Foundation
import Glibc
import PseudoTerminal
import Testing

/// The stage of the real program on a pseudo-terminal.
@Suite struct `The stage on a terminal` {
    /// A learner at the stage of the first demo, at its first step.
    private func learner(_ environment: [String: String] = [:]) throws -> Learner {
        let learner = try Learner(
            columns: 80,
            rows: 24,
            environment: environment,
            until: "-- more"
        )
        learner.terminal.send("q")
        try learner.terminal.wait(until: "the prompt") { $0.line == "event-loop 1/7>" }
        learner.terminal.send("stage\r")
        try learner.terminal.wait(until: "the stage") {
            $0.isAlternate && !$0.isCursorVisible && $0.lines[0].hasPrefix("Event 2 of 62")
        }
        return learner
    }

    private func expectPrompt(_ learner: Learner, leftAt place: String) throws {
        try learner.terminal.wait(until: "the prompt again") {
            !$0.isAlternate && $0.isCursorVisible && $0.line == "event-loop 1/7>"
                && $0.text.contains("You left the stage at event \(place)")
        }
        try learner.type("\u{4}", "[exit 0, modes restored]")
    }

    @Test(arguments: ["q", "\u{3}", "\u{4}"])
    func `keys go forward and back, and leaving gives the screen back`(key: String) throws {
        let learner = try learner()
        try learner.type("n", "Event 4 of 62")
        try learner.type("\u{1B}[C", "Event 5 of 62")
        try learner.type("\u{1B}[D", "Event 4 of 62")
        try learner.type("G", "Event 62 of 62")
        try learner.type("12G", "Event 12 of 62")
        learner.terminal.send(key)
        try expectPrompt(learner, leftAt: "12 of 62")
    }

    @Test func `commands at the prompt go on from where it was left`() throws {
        let learner = try learner()
        try learner.type("12G", "Event 12 of 62")
        learner.terminal.send("q")
        try learner.terminal.wait(until: "the prompt again") {
            !$0.isAlternate && $0.line == "event-loop 1/7>"
        }
        try learner.type("step\r", "Event 14 of 62")
        try learner.type("\u{4}", "[exit 0, modes restored]")
    }

    @Test func `it is drawn anew for another size`() throws {
        let learner = try learner()
        learner.terminal.resize(columns: 100, rows: 30)
        try learner.terminal.wait(until: "the wider stage") {
            $0.lines[1].displayWidth == 100 && $0.lines[29].hasPrefix("n forward")
        }
        learner.terminal.resize(columns: 50, rows: 30)
        try learner.wait(for: "The stage needs a window of 60 columns and 20")
        learner.terminal.resize(columns: 60, rows: 20)
        try learner.terminal.wait(until: "the stage again") {
            $0.lines[0].hasPrefix("Event 2 of 62") && $0.lines[19].hasPrefix("n forward")
        }
        learner.terminal.send("q")
        try expectPrompt(learner, leftAt: "2 of 62")
    }

    @Test func `Ctrl-Z gives the screen back until the program goes on`() throws {
        let learner = try learner()
        try learner.type("n", "Event 4 of 62")
        try learner.type("\u{1A}", "[stopped, modes restored]")
        #expect(!learner.terminal.screen.isAlternate && learner.terminal.screen.isCursorVisible)
        learner.terminal.send("fg\r")
        try learner.terminal.wait(until: "the stage again") {
            $0.isAlternate && $0.lines[0].hasPrefix("Event 4 of 62")
                && $0.lines[23].hasPrefix("n forward")
        }
        learner.terminal.send("q")
        try expectPrompt(learner, leftAt: "4 of 62")
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func `a signal that ends the program gives the screen back`(signal: Int32) throws {
        let learner = try learner()
        kill(try learner.tutor(), signal)
        try learner.wait(for: "[signal \(signal), modes restored]")
        #expect(!learner.terminal.screen.isAlternate && learner.terminal.screen.isCursorVisible)
    }

    @Test func `it plays by itself until a key is pressed`() throws {
        let learner = try learner()
        learner.terminal.send("++++a")
        try learner.wait(for: "Event 62 of 62")
        try learner.type("p", "because")
        learner.terminal.send("q")
        try learner.terminal.wait(until: "the prompt again") { !$0.isAlternate }
    }

    @Test func `colours are the sixteen, and none where they are not wanted`() throws {
        let coloured = try learner()
        let codes = Set(
            String(decoding: coloured.terminal.transcript, as: UTF8.self)
                .matches(of: /\u{1B}\[([0-9;]*)m/).map { String($0.output.1) }
        )
        #expect(codes.count > 2)
        #expect(codes.allSatisfy { code in code.split(separator: ";").allSatisfy { $0.count < 3 } })
        let plain = try learner(["NO_COLOR": "1"])
        let text = String(decoding: plain.terminal.transcript, as: UTF8.self)
        #expect(text.contains("─ board") && !text.contains(/\u{1B}\[[0-9;]*m/))
    }
}
