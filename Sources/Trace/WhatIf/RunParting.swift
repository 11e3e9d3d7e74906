import LoopEvents
import StyledText

/// Two runs of one program, told beside each other from where they part.
///
/// Rows that say the same stand on one line, whatever their times; what only one run did stands
/// alone. Where both end alike the ends are not told.
public struct RunParting: Sendable {
    /// How many events at their beginning are the same.
    public let common: Int
    /// Whether nothing differs at all.
    public let isNone: Bool
    private let before: Side
    private let after: Side
    /// Which rows stand beside each other, nil where there is none.
    private let pairs: [(Int?, Int?)]
    /// How many rows at the end are the same, with their times.
    private let alike: Int
    private let names: (String, String)

    private struct Side: Sendable {
        let recording: Recording
        let rows: [LogRow]
        let phrases: Phrases

        /// The rows that tell of what happened after the first `common` events.
        init(_ recording: Recording, from common: Int) {
            self.recording = recording
            phrases = Phrases(recording)
            rows = Log(recording).rows.filter { $0.range.upperBound > common }
        }
    }

    /// More rows than this are not told: the log has them.
    private static let most = 120

    /// Sets `first` and `second` beside each other, under these names.
    public init(_ first: Recording, named name: String, _ second: Recording, named other: String) {
        common = Self.common(first, second)
        isNone = common == first.events.count && common == second.events.count
        names = (Phrases.clean(name), Phrases.clean(other))
        before = Side(first, from: common)
        after = Side(second, from: common)
        let (left, right) = (before.rows, after.rows)
        var alike = 0
        while alike < min(left.count, right.count),
            left[left.count - 1 - alike].isAs(right[right.count - 1 - alike])
        {
            alike += 1
        }
        self.alike = alike
        pairs = Self.paired(Array(left.dropLast(alike)), Array(right.dropLast(alike)))
    }

    /// How many events at the beginning of two runs are the same, their texts with them.
    public static func common(_ first: Recording, _ second: Recording) -> Int {
        let count = min(first.events.count, second.events.count)
        for index in 0..<count {
            var (a, b) = (first.events[index], second.events[index])
            guard first.text(of: a) == second.text(of: b) else { return index }
            (a.text, b.text) = (0, 0)
            guard a == b else { return index }
        }
        return count
    }

    /// The pairs of an alignment that puts as many equal rows beside each other as can be.
    private static func paired(_ left: [LogRow], _ right: [LogRow]) -> [(Int?, Int?)] {
        let (left, right) = (left.prefix(most), right.prefix(most))
        let said = (left.map(\.said), right.map(\.said))
        var best = Array(
            repeating: Array(repeating: 0, count: right.count + 1),
            count: left.count + 1
        )
        for i in left.indices.reversed() {
            for j in right.indices.reversed() {
                best[i][j] =
                    said.0[i] == said.1[j]
                    ? best[i + 1][j + 1] + 1 : max(best[i + 1][j], best[i][j + 1])
            }
        }
        var pairs: [(Int?, Int?)] = []
        var (i, j) = (0, 0)
        while i < left.count || j < right.count {
            if i < left.count, j < right.count, said.0[i] == said.1[j] {
                pairs.append((i, j))
                (i, j) = (i + 1, j + 1)
            } else if j == right.count || (i < left.count && best[i + 1][j] >= best[i][j + 1]) {
                pairs.append((i, nil))
                i += 1
            } else {
                pairs.append((nil, j))
                j += 1
            }
        }
        return pairs
    }

    // MARK: Lines

    /// The two beside each other in `width` columns, or one above the other where that is too
    /// narrow; in sentences if `plain`.
    public func lines(width: Int, plain: Bool = false) -> [StyledLine] {
        if isNone {
            return StyledLine("Nothing differs: the two runs are the same.").wrapped(to: width)
        }
        let told = plain || width < 64 ? sentences(width, plain) : columns(width)
        return told + ends.flatMap { $0.wrapped(to: width, hanging: 2) }
    }

    private func columns(_ width: Int) -> [StyledLine] {
        let column = (width - 3) / 2
        var lines = [
            StyledLine(names.0, .heading).fitted(to: column) + StyledLine(" │ ", .dim)
                + StyledLine(names.1, .heading).truncated(to: column)
        ]
        for (left, right) in pairs {
            let a = left.map { cell($0, before, column) } ?? []
            let b = right.map { cell($0, after, column) } ?? []
            // What only one of them did is what to look at.
            let rule = StyledLine(left != nil && right != nil ? " │ " : " ┃ ", .dim)
            for row in 0..<max(a.count, b.count) {
                let text = row < a.count ? a[row] : StyledLine()
                lines.append(
                    text.fitted(to: column) + rule + (row < b.count ? b[row] : StyledLine())
                )
            }
        }
        return lines
    }

    private func cell(_ index: Int, _ side: Side, _ width: Int) -> [StyledLine] {
        let row = side.rows[index]
        let time = StyledLine(side.phrases.clock(row.time) + " ", .dim)
        return ([row.sentence] + row.more).enumerated().flatMap { number, line in
            line.wrapped(
                to: width,
                first: number == 0 ? time : .spaces(time.displayWidth),
                rest: .spaces(time.displayWidth + 2)
            )
        }
    }

    /// Stretch by stretch: what both did, what only the one did, what only the other.
    private func sentences(_ width: Int, _ plain: Bool) -> [StyledLine] {
        var lines: [StyledLine] = []
        var last = ""
        for (left, right) in pairs {
            let who = left == nil ? names.1 : right == nil ? names.0 : "both"
            if who != last {
                lines += StyledLine(heading(who, plain), .heading).wrapped(to: width)
                last = who
            }
            let index = left ?? right ?? 0
            let side = left == nil ? after : before
            let row = side.rows[index]
            var time = side.phrases.clock(row.time)
            if left != nil, let right {
                let other = after.phrases.clock(after.rows[right].time)
                if other != time { time += plain ? " s, then \(other)" : "→\(other)" }
            }
            let place = plain ? "\(time) s: " : "\(time) "
            for (number, line) in row.told(plain: plain).enumerated() {
                lines += line.wrapped(
                    to: width,
                    first: number == 0 ? StyledLine("  " + place, .dim) : .spaces(4),
                    rest: .spaces(4)
                )
            }
        }
        return lines
    }

    private func heading(_ who: String, _ plain: Bool) -> String {
        who == "both" ? "Both runs:" : plain ? "Only the run \(who):" : "Only \(who):"
    }

    /// What is not told row by row, and how long each took.
    private var ends: [StyledLine] {
        var lines: [StyledLine] = []
        let (left, right) = (before.rows.count - alike, after.rows.count - alike)
        let untold = max(left, right) - Self.most
        if untold > 0 {
            lines.append(StyledLine("… and up to \(untold) rows more; log shows them.", .dim))
        } else if alike > 0 {
            lines.append(
                StyledLine("From there on both are the same, \(alike) rows to the end.", .dim)
            )
        }
        let (a, b) = (before.recording.endTime, after.recording.endTime)
        let (long, short) = (before.phrases.duration(a), after.phrases.duration(b))
        if a == b {
            lines.append(StyledLine("Both took \(long)."))
        } else {
            let difference = before.phrases.duration(max(a, b) - min(a, b))
            let how = b > a ? "longer" : "shorter"
            lines.append(
                StyledLine("\(names.0): \(long); \(names.1): \(short), ")
                    + StyledLine("\(difference) \(how)", .strong) + StyledLine(".")
            )
        }
        return lines
    }
}

extension LogRow {
    /// Its lines; in plain style with who printed what.
    fileprivate func told(plain: Bool) -> [StyledLine] {
        guard plain, tone == .output else { return [sentence] + more }
        return [actor + " prints: " + Log.withoutMark(sentence)] + more.map(Log.withoutMark)
    }

    /// What it says, whenever that was.
    fileprivate var said: String {
        ([sentence] + more).map(\.text).joined(separator: "\n") + "\n\(line ?? 0)"
    }

    /// Whether `other` says the same, and at the same time.
    fileprivate func isAs(_ other: LogRow) -> Bool { time == other.time && said == other.said }
}
