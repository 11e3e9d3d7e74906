import LoopEvents
import StyledText

/// What the learner changed, in the words of the log.
extension LogTeller {
    func tellChange(_ index: Int) -> Telling? {
        let event = events[index]
        if event.kind == .knobRead {
            // A knob that stands as the code has it is nothing to tell.
            guard event.detail != event.value else { return nil }
            return Telling(
                sentence: phrases.knob(event),
                task: Int(event.task),
                tone: .quiet,
                end: index + 1
            )
        }
        // Whatever else is done is told at the completion or the request that it leads to.
        guard event.movesTimer || event.outcome == .error else { return nil }
        return Telling(
            sentence: phrases.intervention(event),
            task: Int(event.other),
            tone: event.outcome == .error ? .warning : .plain,
            end: index + 1
        )
    }
}

extension Phrases {
    /// `knob delay.B is 0 s, and 2 s in the code`
    func knob(_ event: LoopEvent) -> StyledLine {
        let value = KnobValue(kind: event.subject, number: event.detail)
        var line = StyledLine("knob ") + text(of: event)
        line.append(" is \(value?.text ?? "\(event.detail)")")
        if event.detail != event.value {
            let usual = KnobValue(kind: event.subject, number: event.value)
            line.append(", and \(usual?.text ?? "\(event.value)") in the code")
        }
        return line
    }

    /// What the learner did, or could not do.
    func intervention(_ event: LoopEvent) -> StyledLine {
        let target =
            event.detail == Intervention.Deed.Verb.cancel.rawValue && event.other != 0
            ? name(Int(event.other)) : future(event.subject)
        let isRefused = event.outcome == .error
        var line = StyledLine("you ", .strong)
        if isRefused { line.append("cannot ") }
        switch Intervention.Deed.Verb(rawValue: event.detail) {
        case .cancel: line = line + StyledLine("cancel ") + target
        case .resolve:
            line = line + StyledLine("set ") + target
            if !isRefused, event.text != 0 { line = line + StyledLine(" to ") + text(of: event) }
        case .fail:
            line = line + StyledLine("put an error into ") + target
            if !isRefused { line = line + StyledLine(": ") + text(of: event) }
        case .delay:
            line = line + StyledLine("move ") + timer(event)
            if !isRefused { line.append(" to \(clock(event.value))") }
        case nil: line.append("change the run")
        }
        return isRefused ? line + StyledLine(": ") + text(of: event) : line
    }

    private func timer(_ event: LoopEvent) -> StyledLine {
        event.other == 0 ? "a timer" : name(Int(event.other)) + StyledLine("'s timer")
    }
}

extension KnobValue {
    /// The value as it is shown: `2 s`, `3`, `true`.
    public var text: String {
        switch self {
        case .seconds: "\(LoopTime.short(number)) s"
        case .count(let count): "\(count)"
        case .flag(let flag): "\(flag)"
        }
    }
}

extension LoopEvent {
    /// Whether it is the learner's, and gave a timer another deadline.
    var movesTimer: Bool {
        kind == .intervened && outcome == .result
            && detail == Intervention.Deed.Verb.delay.rawValue
    }
}
