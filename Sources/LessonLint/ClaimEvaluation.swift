import LessonFormat
import LoopEvents
import Trace

/// Holds `claim` against `recording`.
///
/// Output is matched by whole lines; a text that no line is equal to is looked for inside lines.
/// Task names are matched exactly, the first task of a name counts, and times are compared to the
/// nanosecond on a virtual clock, to a tenth of a second on the machine's.
public func evaluate(_ claim: Claim, on recording: Recording) -> Verdict {
    ClaimEvaluation(recording).evaluate(claim.statement)
}

/// The recording a claim is held against, and what claims ask of it.
struct ClaimEvaluation {
    let recording: Recording

    init(_ recording: Recording) { self.recording = recording }

    func evaluate(_ statement: Claim.Statement) -> Verdict {
        do {
            return try verdict(on: statement)
        } catch {
            return .fails(reason: error.reason)
        }
    }

    /// What a claim speaks of is not in the recording.
    struct Missing: Error {
        let reason: String
    }

    private func verdict(on statement: Claim.Statement) throws(Missing) -> Verdict {
        switch statement {
        case .before, .prints, .neverPrints, .lastPrints: try output(statement)
        case .wakes, .starts, .finishesBefore, .finishesAt, .fails, .isCancelled:
            try tasks(statement)
        case .line(let line, at: let time): try moment(ofLine: line, time)
        case .ready(line: let line, let names): try queue(atLine: line, names)
        case .endsAt(let time):
            .unless(
                same(recording.endTime, time),
                "the loop ends at \(LoopTime.short(recording.endTime))"
            )
        case .deadlock: .unless(recording.deadlock != nil, "the run does not end in a deadlock")
        }
    }

    // MARK: Lines of code

    private func events(ofLine line: Int) throws(Missing) -> [LoopEvent] {
        let events = recording.events.filter { recording.line(of: $0) == line }
        guard events.isEmpty else { return events }
        throw Missing(reason: "nothing happens in line \(line)")
    }

    private func moment(ofLine line: Int, _ time: Int64) throws(Missing) -> Verdict {
        let times = try events(ofLine: line).map(\.time)
        var seen: [String] = []
        for time in times.map(LoopTime.short) where !seen.contains(time) { seen.append(time) }
        return .unless(
            times.contains { same($0, time) },
            "line \(line) happens at \(seen.prefix(8).joined(separator: ", "))"
        )
    }

    /// The queue once the first event of the line has happened.
    private func queue(atLine line: Int, _ names: [String]) throws(Missing) -> Verdict {
        let first = try events(ofLine: line)[0]
        let board = recording.board(after: Int(first.sequence) + 1)
        let found = recording.readyNames(on: board)
        return .unless(
            found == names,
            "at line \(line) the ready queue is [\(found.joined(separator: ", "))]"
        )
    }

    // MARK: Times

    func same(_ found: Int64, _ claimed: Int64) -> Bool {
        switch recording.clock {
        case .virtual: found == claimed
        case .real: (found - claimed).magnitude <= 100_000_000
        }
    }
}
