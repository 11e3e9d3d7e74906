import DemoRunner
import LoopEvents
import StyledText
import Trace

/// Changed runs and what can be changed.
extension Page {
    /// A run and what became of it, beside each other from where they part.
    func change(_ change: ChangeOrder, _ before: DemoRun, _ after: DemoRun) -> [StyledLine] {
        let (old, new) = (before.recording, after.recording)
        let words = change.words.prefix(1).uppercased() + change.words.dropFirst()
        var line = StyledLine(words, .strong)
        if let moment = change.moment {
            let event = old.events.indices.contains(moment - 1) ? old.events[moment - 1] : nil
            line.append(" after event \(moment)")
            if let event {
                line.append(" (\(LoopTime.fixed(event.time)) s, pass \(event.pass))", .dim)
            }
        }
        // On the machine's clock no two runs have a common beginning.
        guard new.clock == .virtual else {
            return set(line + StyledLine(":")) + [""] + Array(log(of: new).lines)
        }
        return set(line + StyledLine(":")) + [""]
            + RunParting(old, named: "before", new, named: "now").lines(width: width, plain: plain)
    }

    /// What is set for `run`, and what was done to it; nothing if it is as the program stands.
    func changes(_ run: Session.LastRun) -> [StyledLine] {
        let set = run.run.recording.knobs.filter { $0.value != $0.usual }
        var lines = set.flatMap { knob in
            self.set(
                "\(knob.name.quotable) is \(knob.value.text), and \(knob.usual.text) in the code.",
                .dim
            )
        }
        let count = run.experiment.interventions.count
        if count > 0 {
            lines += self.set(
                "You changed this run at \(count == 1 ? "one moment" : "\(count) moments").",
                .dim
            )
        }
        return lines
    }

    /// The knobs of a run, one a line.
    func knobs(_ knobs: [Knob]) -> [StyledLine] {
        let sentences = plain || width < 60
        let lines = sentences ? knobs.flatMap(sentence) : table(knobs)
        return lines + [""]
            + set(
                "set \(knobs[0].name.quotable) VALUE runs it again with another value; unset goes "
                    + "back.",
                .dim
            )
    }

    private func sentence(_ knob: Knob) -> [StyledLine] {
        let state =
            knob.value == knob.usual
            ? "as the code has it" : "set by you; \(knob.usual.text) in the code"
        return set(
            StyledLine(knob.name.quotable, .strong)
                + StyledLine(
                    " is \(knob.value.text), \(state): \(knob.meaning)\(place(of: knob))."
                ),
            hanging: 2
        )
    }

    private func table(_ knobs: [Knob]) -> [StyledLine] {
        let heads = ["knob", "now", "in the code", "what it is"]
        let rows = knobs.map { knob in
            [
                knob.name.quotable, knob.value.text, knob.usual.text,
                knob.meaning + place(of: knob),
            ]
        }
        let widths = heads.indices.dropLast().map { column in
            ([heads] + rows).map { $0[column].displayWidth }.max() ?? 0
        }
        return ([heads] + rows).enumerated().flatMap { number, cells in
            var first = StyledLine()
            for (column, width) in widths.enumerated() {
                let isChanged = number > 0 && column == 1 && cells[1] != cells[2]
                let ink: Ink = number == 0 ? .dim : column == 0 || isChanged ? .strong : .plain
                first = first + StyledLine(cells[column], ink).padded(to: width + 2)
            }
            return StyledLine(cells[3], number == 0 ? .dim : .plain).wrapped(
                to: width,
                first: first,
                rest: .spaces(first.displayWidth)
            )
        }
    }

    private func place(of knob: Knob) -> String {
        switch knob.lines.count {
        case 0: ""
        case 1: ", line \(knob.lines[0])"
        default: ", lines " + knob.lines.map(String.init).joined(separator: ", ")
        }
    }
}
