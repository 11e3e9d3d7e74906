import DemoRunner
import LessonFormat
import StyledText
import Trace

/// What is asked of a run, and what is said of it.
extension Page {
    /// The tasks' lanes, and where one is in them after `moment` events, if that is given.
    func lanes(of recording: Recording, by scale: LaneScale, at moment: Int?) -> [StyledLine] {
        plain
            ? LaneChart.sentences(of: recording, at: moment).flatMap { set($0, hanging: 2) }
            : LaneChart.lines(of: recording, by: scale, width: width, at: moment)
    }

    /// Two runs on one scale.
    func comparison(of first: Session.LastRun, and second: Session.LastRun) -> [StyledLine] {
        comparison(
            first.run.recording,
            named: first.demo.name,
            second.run.recording,
            named: second.demo.name
        )
    }

    /// Two runs on one scale, under these names; two runs of one demo are told apart.
    func comparison(
        _ first: Recording,
        named name: String,
        _ second: Recording,
        named other: String
    ) -> [StyledLine] {
        let same = name == other
        return RunComparison(
            first,
            named: same ? name + " before" : name,
            second,
            named: same ? other + " now" : other
        ).lines(width: width, plain: plain)
    }

    /// What can be explained, and first what the last run showed.
    func diagnoses(_ found: [Diagnosis]) -> [StyledLine] {
        var lines: [StyledLine] = []
        if !found.isEmpty {
            lines += set("The last run showed:", .strong) + found.flatMap(entry) + [""]
        }
        lines += set("What can be explained:", .strong) + Diagnosis.allCases.flatMap(entry)
        return lines + [""]
            + set(
                "explain \(Diagnosis.deadlock.rawValue) explains one; explain R30, a rule that why"
                    + " names.",
                .dim
            )
    }

    private func entry(_ diagnosis: Diagnosis) -> [StyledLine] {
        let widest = Diagnosis.allCases.map(\.rawValue.count).max() ?? 0
        let title = diagnosis.explanation.title
        if plain { return set("\(diagnosis.rawValue): \(title).", .plain) }
        let first =
            StyledLine("  " + diagnosis.rawValue.padded(to: widest), .strong) + "  "
        return StyledLine(title).wrapped(to: width, first: first, rest: .spaces(widest + 4))
    }

    /// What a diagnosis, or a rule of the loop, means.
    ///
    /// Errors: `Misread`, if `code` names neither.
    func explanation(named code: String) throws(Misread) -> [StyledLine] {
        if let rule = LoopRule(code: code) {
            return set(StyledLine(rule.rawValue, .heading) + StyledLine(": \(rule.text)."))
                + [""]
                + set("A rule of asyncio, measured on Python 3.13; this loop keeps it.", .dim)
        }
        return explanation(of: try diagnosis(named: code))
    }

    /// What a diagnosis means, the smallest program that shows it, and how to mend it.
    func explanation(of diagnosis: Diagnosis) -> [StyledLine] {
        let explanation = diagnosis.explanation
        var lines = set(
            StyledLine(diagnosis.rawValue, .heading) + StyledLine(": " + explanation.title)
        )
        for paragraph in explanation.meaning { lines += [""] + set(paragraph) }
        let examples = [(explanation.swift, "Swift"), (explanation.python, "Python")]
            .filter { !$0.0.isEmpty }
            .map { set(code: $0.0, caption: $0.1, numbered: false) }
        if examples.count == 2 {
            lines += [""] + set(examples[0], beside: examples[1])
        } else if let example = examples.first {
            lines += [""] + example
        }
        lines += [""] + set("What to do:", .strong)
        for paragraph in explanation.mending {
            lines += StyledLine(paragraph).wrapped(
                to: textWidth,
                first: plain ? "" : "  • ",
                rest: plain ? "  " : "    "
            )
        }
        return lines
    }
}
