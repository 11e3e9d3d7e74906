import BuildProducts
import Foundation
import PseudoTerminal
import Testing

/// A learner with a home, at a terminal.
final class Learner {
    private let home: String
    private(set) var terminal: PseudoTerminal

    /// Starts `program`, and waits until the screen shows `text`.
    init(
        _ program: String = "loopwalk",
        arguments: [String] = [],
        columns: Int = 80,
        rows: Int = 60,
        environment: [String: String] = [:],
        until text: String = "event-loop 1/7>"
    ) throws {
        home = FileManager.default.temporaryDirectory.path + "/learner-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        terminal = try Self.start(
            [program] + arguments,
            home,
            columns,
            rows,
            environment
        )
        try wait(for: text)
    }

    private static func start(
        _ command: [String],
        _ home: String,
        _ columns: Int,
        _ rows: Int,
        _ environment: [String: String] = [:]
    ) throws -> PseudoTerminal {
        try PseudoTerminal(
            buildProducts + "/JobControl",
            [buildProducts + "/" + command[0]] + command.dropFirst(),
            environment: [
                "TERM": "xterm", "LANG": "C.UTF-8", "HOME": home, "XDG_STATE_HOME": home,
                "SWIFT_BACKTRACE": "enable=no",
            ].merging(environment) { $1 },
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

    /// The tutor's process: the shell's child.
    func tutor() throws -> pid_t {
        let tutor = Self.children(of: "\(terminal.process)").first.flatMap { pid_t($0) }
        return try #require(tutor)
    }

    private static func children(of process: String) -> [String] {
        let path = "/proc/\(process)/task/\(process)/children"
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: " ").map(String.init)
    }

    /// Waits until the tutor has started a demo's process.
    func waitForDemo() throws {
        // The shell's child is the tutor, and the tutor's the demo.
        let deadline = Date(timeIntervalSinceNow: 20)
        while Date() < deadline {
            let tutors = Self.children(of: "\(terminal.process)")
            if tutors.contains(where: { !Self.children(of: $0).isEmpty }) { return }
            sched_yield()
        }
        Issue.record("no demo was started")
    }
}
