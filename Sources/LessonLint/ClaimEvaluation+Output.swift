import LessonFormat
import Trace

extension ClaimEvaluation {
    func output(_ statement: Claim.Statement) throws(Missing) -> Verdict {
        switch statement {
        case .before(let first, let second):
            let (one, two) = (try line(first), try line(second))
            return .unless(one < two, "\"\(second)\" is printed before \"\(first)\"")
        case .prints(let text, let times, let time):
            return try prints(text, times: times, at: time)
        case .neverPrints(let text):
            guard let line = lines(matching: text).first else { return .holds }
            return .fails(reason: "it prints \"\(recording.output[line].text)\" at \(moment(line))")
        case .lastPrints(let text):
            guard let last = recording.output.last else {
                throw Missing(reason: "nothing is printed")
            }
            return .unless(
                last.text == text || (last.text.contains(text) && !hasLine(equalTo: text)),
                "the last line is \"\(last.text)\""
            )
        default:
            preconditionFailure("not a claim about output")
        }
    }

    private func prints(_ text: String, times: Int?, at time: Int64?) throws(Missing) -> Verdict {
        let found = lines(matching: text)
        if let times {
            guard found.count == times else {
                return .fails(reason: "it prints \"\(text)\" \(found.count) times")
            }
            if times == 0 { return .holds }
        }
        _ = try line(text)
        guard let time else { return .holds }
        return .unless(
            found.contains { same(self.time(ofLine: $0), time) },
            "\"\(text)\" is printed at \(found.prefix(8).map(moment).joined(separator: ", "))"
        )
    }

    /// The first line that `text` names, as its place among the lines.
    func line(_ text: String) throws(Missing) -> Int {
        if let found = lines(matching: text).first { return found }
        throw Missing(reason: "\"\(text)\" is never printed")
    }

    /// The lines equal to `text`; if there are none, those that hold it.
    private func lines(matching text: String) -> [Int] {
        let output = recording.output
        let equal = output.indices.filter { output[$0].text == text }
        return equal.isEmpty ? output.indices.filter { output[$0].text.contains(text) } : equal
    }

    private func hasLine(equalTo text: String) -> Bool {
        recording.output.contains { $0.text == text }
    }

    private func time(ofLine line: Int) -> Int64 {
        recording.events[recording.output[line].event].time
    }

    private func moment(_ line: Int) -> String { LoopTime.short(time(ofLine: line)) }
}
