import DemoRunner
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
        if let sentence = run.ending.sentence {
            lines += [""] + set(sentence, expected ? .strong : .bad)
            if !expected, let diagnosis = run.ending.diagnosis {
                lines += set(StyledLine("\(diagnosis.pointer).", .dim))
            }
        }
        if !expected { lines += set(demo.expectation.disappointment, .bad) }
        return lines + unattributed(run.unattributed)
    }

    /// How a changed run ended, of which nothing is expected.
    func ending(of run: DemoRun, changed: Bool) -> [StyledLine] {
        let sentence = run.ending.sentence.map { [""] + set($0, .strong) } ?? []
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

extension DemoRun.Ending {
    /// What there is to say of it; nil for a demo that ran to its end.
    var sentence: String? {
        switch self {
        case .finished: nil
        case .failed(let error): "The demo ended with an error: \(sanitized(error))"
        case .deadlocked(let tasks):
            "The demo is stuck: \(sanitized(Self.list(tasks))) "
                + "\(tasks.count == 1 ? "waits" : "wait") for what can never come."
        case .crashed(let signal, let message):
            message.isEmpty
                ? "The demo crashed: its process died of signal \(signal)."
                : "The demo crashed: \(sanitized(message))."
        case .exited(let code): "The demo left by itself with code \(code), before its end."
        case .hitLimit(let limit): "The demo was \(limit.message)."
        case .interrupted: "You stopped the demo; this is its log so far."
        }
    }

    /// "A", "A and B", "A, B and C".
    private static func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.joined() }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }

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
