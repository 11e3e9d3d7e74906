import LoopEvents
import StyledText

/// Two runs on one scale, and what differs.
public struct RunComparison: Sendable {
    private let first: Recording
    private let second: Recording
    private let names: (String, String)
    private let figures: (RunFigures, RunFigures)
    private let phrases: Phrases

    /// Compares `first` with `second`, under these names.
    public init(_ first: Recording, named name: String, _ second: Recording, named other: String) {
        self.first = first
        self.second = second
        names = (Phrases.clean(name), Phrases.clean(other))
        figures = (RunFigures(first), RunFigures(second))
        phrases = Phrases(first)
    }

    /// Both runs' lanes above each other on one scale, then the difference.
    ///
    /// `plain` leaves the lanes out and says the numbers in sentences.
    public func lines(width: Int, plain: Bool = false) -> [StyledLine] {
        if plain {
            return sentences.flatMap { $0.wrapped(to: width, hanging: 2) }
                + summary.flatMap { $0.wrapped(to: width, hanging: 2) }
        }
        let nameWidth = LaneChart.nameWidth([first, second], width: width)
        let axis = LaneAxis(.time, of: [first, second], width: width - nameWidth - 1)
        var lines: [StyledLine] = []
        for (name, recording) in [(names.0, first), (names.1, second)] {
            let chart = LaneChart(recording, on: axis)
            lines.append(StyledLine(name, .heading).truncated(to: width))
            lines += chart.lines(names: nameWidth, width: width) + [""]
        }
        lines += LaneChart(first, on: axis).legend(width: width) + [""]
        return lines + table(width: width) + [""]
            + summary.flatMap { $0.wrapped(to: width, hanging: 2) }
    }

    // MARK: Numbers

    private typealias Measure = (name: String, first: String, second: String)

    private var measures: [Measure] {
        let (a, b) = figures
        var measures: [Measure] = [
            ("time", duration(a.time), duration(b.time)),
            ("passes of the loop", "\(a.passes)", "\(b.passes)"),
            ("turns of tasks", "\(a.switches)", "\(b.switches)"),
            ("tasks", "\(a.tasks)", "\(b.tasks)"),
            ("most waiting at once", "\(a.mostWaiting)", "\(b.mostWaiting)"),
            ("nothing was ready for", duration(a.idle), duration(b.idle)),
            ("a task kept the loop for", duration(a.kept), duration(b.kept)),
        ]
        if a.worked + b.worked > 0 {
            measures.append(("threads worked, in all", duration(a.worked), duration(b.worked)))
        }
        return measures
    }

    private func duration(_ nanoseconds: Int64) -> String { phrases.duration(nanoseconds) }

    private func table(width: Int) -> [StyledLine] {
        let rows = measures
        let label = rows.map(\.name.count).max() ?? 0
        let column = max(names.0.displayWidth, rows.map(\.first.count).max() ?? 0)
        guard label + 2 + column + 2 + max(names.1.displayWidth, 8) <= width else {
            return sentences.flatMap { $0.wrapped(to: width, hanging: 2) }
        }
        func line(_ name: String, _ first: String, _ second: String, _ ink: Ink) -> StyledLine {
            StyledLine(name, .dim).padded(to: label + 2)
                + StyledLine(first, ink).padded(to: column + 2) + StyledLine(second, ink)
        }
        return [line("", names.0, names.1, .strong)]
            + rows.map { line($0.name, $0.first, $0.second, .plain) }
    }

    private var sentences: [StyledLine] {
        measures.map { StyledLine("\($0.name): \(names.0) \($0.first), \(names.1) \($0.second).") }
    }

    // MARK: Words

    /// What differs, and where the time went.
    private var summary: [StyledLine] {
        let (a, b) = figures
        var lines: [StyledLine] = []
        if a.time == b.time {
            lines.append(StyledLine("Both took \(duration(a.time))."))
        } else {
            let (quick, slow) = a.time < b.time ? (names.0, names.1) : (names.1, names.0)
            let (less, more) = (min(a.time, b.time), max(a.time, b.time))
            var text = "\(quick) was \(duration(more - less)) shorter than \(slow)"
            if less > 0 { text += ": \(ratio(more, less)) times as fast" }
            lines.append(StyledLine(text + ".", .strong))
        }
        lines.append(StyledLine(whereItWent(names.0, a)))
        lines.append(StyledLine(whereItWent(names.1, b)))
        return lines
    }

    /// `2.9`, or `3` if there is nothing behind the point.
    private func ratio(_ more: Int64, _ less: Int64) -> String {
        let tenths = Int((Double(more) / Double(less) * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    private func whereItWent(_ name: String, _ figures: RunFigures) -> String {
        guard figures.time > 0 else { return "\(name) took no time at all." }
        var parts: [String] = []
        if figures.idle > 0 {
            let many =
                switch figures.mostOutside {
                case 0: ""
                case 1: ", one wait at a time"
                default: ", up to \(figures.mostOutside) waits at once"
                }
            parts.append("\(duration(figures.idle)) passed with nothing ready\(many)")
        }
        if figures.kept > 0 {
            parts.append("for \(duration(figures.kept)) somebody kept the loop to itself")
        }
        if figures.worked > 0 { parts.append("threads worked \(duration(figures.worked)) in all") }
        return "\(name): " + parts.joined(separator: "; ") + "."
    }
}
