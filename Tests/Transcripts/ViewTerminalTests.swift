import BuildProducts
import Foundation
import Testing

/// A run from a file, looked into on a pseudo-terminal.
@Suite struct `A run from a file on a terminal` {
    /// A file with the run of one demo.
    private func file() throws -> String {
        let path = FileManager.default.temporaryDirectory.path + "/run-\(UUID().uuidString).jsonl"
        let export = Process()
        export.executableURL = URL(fileURLWithPath: buildProducts + "/loopwalk")
        export.arguments = ["export", "tasks", "cancel", "--format", "json", "-o", path]
        try export.run()
        export.waitForEnd()
        return path
    }

    @Test func `a prompt goes from step to step, and to the stage and back`() throws {
        let path = try file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let learner = try Learner(arguments: ["view", path], rows: 24, until: "cancel>")
        #expect(learner.terminal.screen.text.contains("Return goes a step on."))
        try learner.enter("", "Event 2 of 39", then: "cancel 2/39>")
        try learner.enter(
            "find told to stop",
            "B prints: B was told to stop",
            then: "cancel 28/39>"
        )
        learner.terminal.send("stage\r")
        try learner.terminal.wait(until: "the stage") {
            $0.isAlternate && $0.lines[0].hasPrefix("Event 28 of 39")
        }
        try learner.type(",", "Event 27 of 39")
        learner.terminal.send("q")
        try learner.terminal.wait(until: "the prompt again") {
            !$0.isAlternate && $0.isCursorVisible && $0.line == "cancel 27/39>"
        }
        try learner.type("\u{4}", "[exit 0, modes restored]")
    }

    @Test func `the stage opens at once if it is asked for, and gives the screen back`() throws {
        let path = try file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let learner = try Learner(
            arguments: ["view", path, "stage"],
            rows: 24,
            until: "Event 2 of 39"
        )
        #expect(learner.terminal.screen.isAlternate)
        learner.terminal.send("q")
        try learner.wait(for: "[exit 0, modes restored]")
        #expect(!learner.terminal.screen.isAlternate && learner.terminal.screen.isCursorVisible)
    }
}
