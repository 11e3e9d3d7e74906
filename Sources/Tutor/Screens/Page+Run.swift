import DemoRunner
import Glibc
import LessonFormat
import StyledText
import Trace

/// A run that has ended.
extension Page {
    /// What the loop did in a run.
    func log(of recording: Recording) -> Playback { Playback(recording, on: self) }

    /// What the program itself printed in a run, in order.
    func output(of recording: Recording) -> [StyledLine] {
        let text = recording.output.map { sanitized($0.text) }.joined(separator: "\n")
        return set(code: text, caption: "It prints", numbered: false)
    }

    /// What a log's marks mean, with a line below; nothing in plain style, which has no marks.
    func legend() -> [StyledLine] {
        plain ? [] : Log.legend(width: width) + [""]
    }

    /// How a run ended, where that is worth a sentence, and what it wrote past its record.
    func ending(of run: DemoRun, _ demo: Demo) -> [StyledLine] {
        var lines: [StyledLine] = []
        let expected = run.ending.meets(demo.expectation)
        if let sentence = run.sentence {
            lines += [""] + set(sentence, expected ? .strong : .bad)
            if !expected, let diagnosis = run.ending.diagnosis {
                lines += set(StyledLine("\(diagnosis.pointer).", .dim))
            }
        }
        if !expected { lines += set(demo.expectation.disappointment, .bad) }
        return lines + left(run.processesLeft) + unattributed(run.unattributed)
    }

    private func left(_ processes: Int) -> [StyledLine] {
        guard processes > 0 else { return [] }
        let what =
            processes == 1
            ? "another process, and it was" : "\(processes) other processes, and they were"
        return [""]
            + set(
                "The demo left \(what) ended with it (\(Diagnosis.otherProcesses.pointer)).",
                .warning
            )
    }

    /// How a changed run ended, of which nothing is expected.
    func ending(of run: DemoRun, changed: Bool) -> [StyledLine] {
        let sentence = run.sentence.map { [""] + set($0, .strong) } ?? []
        return sentence + unattributed(run.unattributed)
    }

    private func unattributed(_ text: String) -> [StyledLine] {
        // It comes from the demo as it is, control characters and all.
        let lines = sanitized(text).split(separator: "\n").map { String($0).withTabsAsSpaces }
        guard !lines.isEmpty else { return [] }
        return [""]
            + set(
                "Written past the loop's print, so no task and no time is known"
                    + " (\(Diagnosis.unattributedOutput.pointer)):"
            )
            + lines.flatMap { fold(StyledLine($0, .output), first: "  ", rest: "  ") }
    }
}

extension DemoRun {
    /// What there is to say of how it ended; nil for a demo that ran to its end.
    var sentence: String? {
        switch ending {
        case .finished: nil
        case .failed(let error): "The demo ended with an error: \(sanitized(error))"
        case .deadlocked(let tasks):
            "The demo is stuck: \(sanitized(tasks.listed)) "
                + "\(tasks.count == 1 ? "waits" : "wait") for what can never come."
        case .crashed(let signal, let message):
            "The demo crashed\(crashLine.map { " at line \($0)" } ?? ""): "
                + (message.isEmpty ? Self.death(by: signal) : sanitized(message)) + "."
        case .exited(let code):
            "The demo left by itself with code \(code), before its end: something called exit"
                + "\(lastSeen)."
        case .hitLimit(let limit):
            "The demo was \(limit.message)\(limit.message.hasSuffix("?") ? "" : ".")"
        case .interrupted: "You stopped the demo; this is its log so far."
        }
    }

    /// Where its code was last heard of.
    private var lastSeen: String {
        recording.events.last { $0.line > 0 }.map {
            ", after line \(Int($0.line) - recording.firstLine + 1)"
        } ?? ""
    }

    private static func death(by signal: Int32) -> String {
        switch signal {
        case SIGSEGV, SIGBUS:
            "it reached for memory that is not there (signal \(signal)); a function that calls"
                + " itself without end does that"
        case SIGKILL: "its process was killed (signal \(signal))"
        default: "its process died of signal \(signal)"
        }
    }
}

extension [String] {
    /// "A", "A and B", "A, B and C".
    fileprivate var listed: String {
        guard let last, count > 1 else { return joined() }
        return dropLast().joined(separator: ", ") + " and " + last
    }
}

extension DemoRun.Ending {
    /// Whether it is what the lesson's author expects.
    func meets(_ expectation: Demo.Expectation) -> Bool {
        switch (self, expectation) {
        case (.finished, .success), (.failed, .error), (.deadlocked, .deadlock),
            (.crashed, .crash), (.exited, .crash), (.hitLimit(.time), .timeout):
            true
        // What the user does is no fault of the demo's.
        case (.interrupted, _): true
        default: false
        }
    }
}

extension Demo.Expectation {
    /// What is said when a run ended in another way.
    var disappointment: String {
        switch self {
        case .success: "It should have run to its end."
        case .error: "It should have ended with an error."
        case .deadlock: "It should have got stuck."
        case .crash: "It should have crashed."
        case .timeout: "It should have run into the time limit."
        }
    }
}
