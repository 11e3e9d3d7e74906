import LoopEvents

/// A knob that a run has read: a value of the program that the learner can change.
public struct Knob: Equatable, Sendable {
    /// Its name.
    public let name: String
    /// What it is in the code as it stands.
    public let usual: KnobValue
    /// What it was in this run.
    public let value: KnobValue
    /// The lines of the code shown to the learner that read it, in order.
    public internal(set) var lines: [Int]

    /// What kind of value it is, in words.
    public var meaning: String {
        switch usual {
        case .seconds: "a time in seconds"
        case .count: "a whole number"
        case .flag: "true or false"
        }
    }

    /// The value that was typed as `text` for it.
    ///
    /// Errors: `Unanswerable`, if it is none of its kind or out of its range.
    public func value(typed text: String) throws(Unanswerable) -> KnobValue {
        let given = Phrases.clean(text)
        switch usual {
        case .seconds:
            let number = text.hasSuffix("s") ? String(text.dropLast()) : text
            guard let seconds = Double(number), seconds.isFinite else {
                throw Unanswerable("\(name) is a time in seconds, and '\(given)' is none")
            }
            guard (0...Self.longest).contains(seconds) else {
                throw Unanswerable("\(name) can be 0 to \(Int(Self.longest)) s, and not \(given)")
            }
            return .seconds(seconds)
        case .count:
            guard let count = Int(text) else {
                throw Unanswerable("\(name) is a whole number, and '\(given)' is none")
            }
            guard count.magnitude <= Self.most else {
                throw Unanswerable("\(name) can be up to \(Self.most), and not \(given)")
            }
            return .count(count)
        case .flag:
            guard let flag = Bool(text.lowercased()) else {
                throw Unanswerable("\(name) is true or false, and not '\(given)'")
            }
            return .flag(flag)
        }
    }

    /// The longest time in seconds; several of them still fit the loop's clock.
    public static let longest = 1e6
    /// The greatest number.
    public static let most = 1_000_000_000
}

extension Recording {
    /// The knobs that were read, in the order in which each first was.
    public var knobs: [Knob] {
        var knobs: [Knob] = []
        for event in events where event.kind == .knobRead {
            let name = text(of: event)
            let line = line(of: event)
            if let index = knobs.firstIndex(where: { $0.name == name }) {
                if let line, !knobs[index].lines.contains(line) { knobs[index].lines.append(line) }
                continue
            }
            guard let usual = KnobValue(kind: event.subject, number: event.value),
                let value = KnobValue(kind: event.subject, number: event.detail)
            else { continue }
            knobs.append(
                Knob(name: name, usual: usual, value: value, lines: line.map { [$0] } ?? [])
            )
        }
        return knobs
    }
}
