import Foundation
import PseudoTerminal
import Testing

/// `edit` in the real program on a pseudo-terminal, with editors that shell scripts play.
@Suite struct `Editing on a terminal` {
    /// A learner whose editor is `script`, at the prompt, with logs that appear at once.
    private func learner(editor script: String) throws -> (Learner, String) {
        let file = FileManager.default.temporaryDirectory.path + "/editor-\(UUID().uuidString)"
        try script.write(toFile: file, atomically: true, encoding: .utf8)
        let learner = try Learner(environment: [
            "EDITOR": "sh '\(file)' --wait", "LOOPWALK_SWIFTC": swiftc,
            "PATH": "/usr/bin:/bin",
        ])
        try learner.enter("speed instant", "Logs appear at once.")
        return (learner, file)
    }

    @Test func `an editor that leaves the terminal raw changes a demo, which is run`() throws {
        let (learner, file) = try learner(
            editor: """
                stty raw -echo
                printf 'EDITING %s\\r\\n' "$1"
                dd bs=1 count=1 >/dev/null 2>&1
                echo 'print("mine")' >"$2"
                """
        )
        defer { try? FileManager.default.removeItem(atPath: file) }
        learner.terminal.send("edit\r")
        try learner.wait(for: "EDITING --wait")
        try learner.type("x", "> mine")
        try learner.terminal.wait(until: "the prompt") { $0.line == "event-loop 1/7>" }
        // Lines are edited as ever.
        try learner.enter("cde\u{1B}[D\u{1B}[Do", "demo four-downloads, your copy")
        try learner.enter("reset four-downloads", "It is kept as a backup. y or n", then: "y/n>")
        try learner.enter("y", "is as the lesson has it again")
        try learner.type("\u{4}", "[exit 0, modes restored]")
    }

    @Test func `Ctrl-C is the editor's, and an editor that dies leaves the demo as it is`() throws {
        let (learner, file) = try learner(
            editor:
                "trap 'echo CAUGHT; kill -KILL $$' INT\necho EDITING\nwhile :; do sleep 0.05; done"
        )
        defer { try? FileManager.default.removeItem(atPath: file) }
        learner.terminal.send("edit\r")
        try learner.wait(for: "EDITING")
        try learner.type("\u{3}", "CAUGHT")
        try learner.wait(for: "died of signal 9")
        try learner.terminal.wait(until: "the prompt") { $0.line == "event-loop 1/7>" }
        try learner.enter("diff", "you have not changed four-downloads; edit does")
        try learner.type("\u{4}", "[exit 0, modes restored]")
    }

    @Test(arguments: ["kill -TSTP 0", "kill -STOP $$"])
    func `an editor that stops stops the program, and goes on with it`(stop: String) throws {
        let (learner, file) = try learner(
            editor: "echo EDITING\n\(stop)\necho 'print(\"gone on\")' >\"$2\""
        )
        defer { try? FileManager.default.removeItem(atPath: file) }
        learner.terminal.send("edit\r")
        try learner.wait(for: "[stopped, modes restored]")
        learner.terminal.send("fg\r")
        try learner.wait(for: "> gone on")
        try learner.terminal.wait(until: "the prompt") { $0.line == "event-loop 1/7>" }
        try learner.type("\u{4}", "[exit 0, modes restored]")
    }
}

/// The compiler that this test was built with, or one in `PATH`.
let swiftc: String = {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").map { "\($0)/swiftc" }
        .first { FileManager.default.isExecutableFile(atPath: $0) } ?? "swiftc"
}()
