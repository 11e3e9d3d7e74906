import LessonFormat
import LoopEvents
import Trace

extension ClaimEvaluation {
    func tasks(_ statement: Claim.Statement) throws(Missing) -> Verdict {
        switch statement {
        case .wakes(let name, let passes, let text):
            return try wakes(name, passes, after: text)
        case .starts(let name, let other, let passes):
            return try starts(name, after: other, passes)
        case .finishesBefore(let name, let other):
            let (one, two) = (try end(of: name), try end(of: other))
            return .unless(
                one.sequence < two.sequence,
                "\(other) finishes first, at \(moment(two))"
            )
        case .finishesAt(let name, let time):
            let end = try end(of: name)
            return .unless(same(end.time, time), "\(name) finishes at \(moment(end))")
        case .fails(let name, let text):
            let end = try end(of: name)
            guard end.outcome == .error else {
                return .fails(reason: "\(name) \(how(end))")
            }
            let error = recording.text(of: end)
            return .unless(error.contains(text), "\(name) fails with \"\(error)\"")
        case .isCancelled(let name):
            let end = try end(of: name)
            return .unless(end.outcome == .cancelled, "\(name) \(how(end))")
        default:
            preconditionFailure("not a claim about tasks")
        }
    }

    private func wakes(_ name: String, _ passes: Int, after text: String) throws(Missing) -> Verdict
    {
        let task = try task(name)
        let printed = recording.events[recording.output[try line(text)].event]
        let step = recording.events[Int(printed.sequence)...].first {
            $0.kind == .taskStepped && $0.task == UInt32(task.id)
        }
        guard let step else {
            throw Missing(reason: "\(name) does not run again after \"\(text)\"")
        }
        let found = Int(step.pass) - Int(printed.pass)
        return .unless(found == passes, "\(name) wakes +\(found) after \"\(text)\"")
    }

    /// Compares first steps: +0 is the same pass, later in the queue.
    private func starts(
        _ name: String,
        after other: String,
        _ passes: Int?
    ) throws(Missing) -> Verdict {
        let (step, before) = (try start(of: name), try start(of: other))
        guard step.sequence > before.sequence else {
            return .fails(reason: "\(name) starts before \(other)")
        }
        guard let passes else { return .holds }
        let found = Int(step.pass) - Int(before.pass)
        return .unless(found == passes, "\(name) starts +\(found) after \(other)")
    }

    // MARK: Finding

    private func task(_ name: String) throws(Missing) -> TaskInfo {
        if let found = recording.tasks.first(where: { $0.name == name }) { return found }
        let names = recording.tasks.prefix(8).map(\.name).joined(separator: ", ")
        throw Missing(reason: "there is no task \(name); there are \(names)")
    }

    private func start(of name: String) throws(Missing) -> LoopEvent {
        guard let step = try task(name).firstStep else {
            throw Missing(reason: "\(name) never starts")
        }
        return recording.events[step]
    }

    private func end(of name: String) throws(Missing) -> LoopEvent {
        guard let end = try task(name).finished else {
            throw Missing(reason: "\(name) never finishes")
        }
        return recording.events[end]
    }

    private func moment(_ event: LoopEvent) -> String { LoopTime.short(event.time) }

    private func how(_ end: LoopEvent) -> String {
        switch end.outcome {
        case .error: "fails with \"\(recording.text(of: end))\""
        case .cancelled: "is cancelled"
        default: "ends with a result"
        }
    }
}
