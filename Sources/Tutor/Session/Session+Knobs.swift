import LoopEvents
import StyledText
import Trace

/// The last run's knobs: looking at them, setting them, and running it so.
extension Session {
    /// What can be set.
    mutating func knobs() throws(Misread) -> [Action] {
        guard hasRunHere else { return try runFirst(.knobs) }
        guard let lastRun else { throw Misread(message: Self.nothingRun) }
        let knobs = lastRun.run.recording.knobs
        guard knobs.isEmpty else { return [.show(page.knobs(knobs))] }
        return [
            .show(
                page.set("\(lastRun.demo.name) reads no knobs.")
                    + page.briefly("knob(", in: course)
            )
        ]
    }

    /// The last run again with a knob at another value.
    mutating func set(_ name: String, to text: String) throws(Misread) -> [Action] {
        guard hasRunHere else { return try runFirst(.set(name, text)) }
        guard let lastRun else { throw Misread(message: Self.nothingRun) }
        let knob = try knob(named: name, of: lastRun)
        let value = try knob.setting(text)
        var knobs = lastRun.experiment.knobs
        knobs[knob.name] = value == knob.usual ? nil : value
        return runAgain(lastRun, knobs, "with \(knob.name.quotable) at \(value.text)")
    }

    /// The last run again with a knob, or all, as the code has it.
    mutating func unset(_ name: String?) throws(Misread) -> [Action] {
        guard hasRunHere else { return try runFirst(.unset(name)) }
        guard let lastRun else { throw Misread(message: Self.nothingRun) }
        var knobs = lastRun.experiment.knobs
        guard !knobs.isEmpty else { throw Misread(message: "no knob is set") }
        guard let name else { return runAgain(lastRun, [:], "with every knob as the code has it") }
        let knob = try knob(named: name, of: lastRun)
        guard knobs.removeValue(forKey: knob.name) != nil else {
            throw Misread(message: "\(knob.name.quotable) is not set; it is \(knob.usual.text)")
        }
        return runAgain(lastRun, knobs, "with \(knob.name.quotable) at \(knob.usual.text)")
    }

    /// What was set for the demo `name` of `lesson`.
    func settings(of demo: String, in lesson: String) -> [String: KnobValue] {
        settings["\(lesson)/\(demo)"] ?? [:]
    }

    /// A knob changes a run from its beginning, so nothing that was done at a moment of it is left.
    private func runAgain(
        _ lastRun: LastRun,
        _ knobs: [String: KnobValue],
        _ words: String
    ) -> [Action] {
        var order = again(lastRun)
        order.experiment = Experiment(knobs: knobs)
        order.change = ChangeOrder(words: words)
        return [.run(order)]
    }

    private func knob(named name: String, of lastRun: LastRun) throws(Misread) -> Knob {
        try lastRun.run.recording.knobs.knob(named: name, of: lastRun.demo.name)
    }
}

extension [Knob] {
    /// The knob called `name`, of those that the demo called `demo` has read.
    func knob(named name: String, of demo: String) throws(Misread) -> Knob {
        let wanted = name.lowercased()
        if let knob = first(where: { $0.name == name })
            ?? first(where: { $0.name.lowercased() == wanted })
        {
            return knob
        }
        let near = Nearness.suggestions(for: name, among: map(\.name))
        let all = prefix(8).map(\.name.quotable).joined(separator: ", ")
        throw Misread(
            message: isEmpty
                ? "\(demo) reads no knobs, so there is nothing to set"
                : "\(demo) has no knob '\(name.quotable)'; "
                    + (near.isEmpty ? "it has \(all)" : "did you mean \(near.alternatives)?")
        )
    }
}

extension Knob {
    /// The value typed as `text`.
    func setting(_ text: String) throws(Misread) -> KnobValue {
        do throws(Unanswerable) {
            return try value(typed: text)
        } catch {
            throw Misread(message: error.description)
        }
    }
}
