import StyledText

extension Log {
    /// What the lanes' marks mean, each with its mark before it.
    public static let marks = [
        "▶ starts or goes on", "● acts", "○ becomes ready", "◌ begins to wait", "✓ ends",
        "✗ fails", ": is ready", "· waits", "┃ runs",
    ]

    /// What the lanes' marks mean, in lines of `width` columns at most where a mark's words fit.
    public static func legend(width: Int) -> [StyledLine] {
        var lines: [String] = []
        for mark in marks {
            if let last = lines.last, last.displayWidth + 2 + mark.displayWidth <= width {
                lines[lines.count - 1] += "  " + mark
            } else {
                lines.append(mark)
            }
        }
        return lines.map { StyledLine($0, .dim) }
    }

    /// The log laid out for `width` columns: a heading, then the rows.
    public func lines(width: Int) -> [StyledLine] {
        let layout = LogLayout(self, width: width)
        return layout.heading + rows.indices.flatMap { layout.lines(of: $0) }
    }

    /// The heading alone.
    public func heading(width: Int) -> [StyledLine] {
        LogLayout(self, width: width).heading
    }

    /// The lines of one row, for `width` columns.
    public func lines(ofRow row: Int, width: Int) -> [StyledLine] {
        LogLayout(self, width: width).lines(of: row)
    }

    /// The log as sentences that stand alone, one a line: for screen readers and pipes.
    public var plain: [StyledLine] {
        rows.indices.flatMap { plainLines(of: $0) }
    }

    /// One row as sentences that stand alone.
    public func plainLines(of row: Int) -> [StyledLine] {
        let row = rows[row]
        var place = "\(LoopTime.fixed(row.time, places: measure.places)) s, pass \(row.pass)"
        if let line = row.line { place += ", line \(line)" }
        let warning = row.tone == .warning || row.tone == .bad ? "Warning: " : ""
        var lines = [
            StyledLine("\(place): ", .dim) + StyledLine(warning, .warning) + plainSentence(of: row)
        ]
        lines += row.more.map { row.tone == .output ? "  " + Self.withoutMark($0) : $0 }
        if let advice = row.advice {
            lines.append(StyledLine("What to do: ", .warning) + StyledLine(advice))
        }
        return lines
    }

    /// Without a column to say whose output it is, the sentence does.
    private func plainSentence(of row: LogRow) -> StyledLine {
        guard row.tone == .output else { return row.sentence }
        return row.actor + " prints: " + Self.withoutMark(row.sentence)
    }

    static func withoutMark(_ output: StyledLine) -> StyledLine {
        var line = output
        if line.spans.first?.text == "> " { line.spans.removeFirst() }
        return line
    }
}

/// How much room a log's columns need, measured once.
struct LogMeasure: Sendable {
    /// Decimals of a time.
    let places: Int
    /// Columns of the widest time, pass and line.
    let time: Int
    let pass: Int
    let line: Int
    /// The most lanes of any row.
    let lanes: Int

    init(_ rows: [LogRow], places: Int) {
        self.places = places
        time = LoopTime.fixed(rows.last?.time ?? 0, places: places).count
        pass = String(rows.last?.pass ?? 0).count
        line = String(rows.lazy.compactMap(\.line).max() ?? 0).count
        lanes = rows.lazy.map(\.lanes.count).max() ?? 0
    }
}

/// The columns of a log at one width.
struct LogLayout {
    private let log: Log
    private let width: Int
    private let timeWidth: Int
    private let passWidth: Int
    private let lineWidth: Int
    private let laneCount: Int
    private let laneStride: Int
    private let isNarrow: Bool

    init(_ log: Log, width: Int) {
        self.log = log
        self.width = width
        isNarrow = width < 64
        timeWidth = log.measure.time
        passWidth = isNarrow ? log.measure.pass : max(log.measure.pass, 4)
        lineWidth = isNarrow ? log.measure.line : max(log.measure.line, 4)
        // 50 columns have room for 8.
        laneCount = min(log.measure.lanes, isNarrow ? max(4, width / 6) : 12)
        laneStride = isNarrow || laneCount > 6 ? 1 : 2
    }

    var heading: [StyledLine] {
        if isNarrow {
            return StyledLine("time, pass, line, tasks, what happened", .dim).wrapped(to: width)
        }
        let text =
            left("time", timeWidth) + " " + left("pass", passWidth) + " " + left("line", lineWidth)
            + " " + right("tasks", lanesWidth) + " what happened"
        return [StyledLine(text, .dim).truncated(to: width)]
    }

    private var lanesWidth: Int {
        let lanes = laneCount * laneStride + (laneStride == 1 ? 1 : 0)
        return isNarrow ? lanes : max(lanes, 6)
    }

    func lines(of index: Int) -> [StyledLine] {
        let row = log.rows[index]
        let before = index > 0 ? log.rows[index - 1] : nil
        var first = columns(row, after: before) + lanes(row.lanes, of: row)
        let still = row.lanes.map { lane in
            lane.flatMap { lane in
                Self.after(lane.mark).map { LogRow.Lane(task: lane.task, mark: $0) }
            }
        }
        let rest = StyledLine.spaces(first.displayWidth - lanesWidth) + lanes(still, of: nil)
        switch row.tone {
        case .warning: first.append("⚠ ", .warning)
        // Where a lane says so already there is no need to say it again.
        case .bad where !row.lanes.contains { $0?.mark == .fails }: first.append("✗ ", .bad)
        default: break
        }
        var lines = row.sentence.wrapped(to: width, first: first, rest: rest + .spaces(2))
        for line in row.more {
            lines += line.wrapped(to: width, first: rest, rest: rest + .spaces(2))
        }
        if let advice = row.advice {
            lines += (StyledLine("→ ", .warning) + StyledLine(advice)).wrapped(
                to: width,
                first: rest + .spaces(2),
                rest: rest + .spaces(4)
            )
        }
        return lines
    }

    /// Time, pass and line; what has not changed since the row before is dimmed.
    private func columns(_ row: LogRow, after before: LogRow?) -> StyledLine {
        let time = LoopTime.fixed(row.time, places: log.measure.places)
        var line = StyledLine(left(time, timeWidth), row.time == before?.time ? .dim : .plain)
        line.append(" ")
        line.append(
            left(String(row.pass), passWidth),
            row.pass == before?.pass ? .dim : .plain
        )
        line.append(" ")
        line.append(left(row.line.map(String.init) ?? "", lineWidth))
        line.append(" ")
        return line
    }

    private func lanes(_ lanes: [LogRow.Lane?], of row: LogRow?) -> StyledLine {
        var line = StyledLine()
        for lane in lanes.prefix(laneCount) {
            line.append(String(lane?.mark.rawValue ?? " "), lane.map { .task($0.task) } ?? .plain)
            if laneStride == 2 { line.append(" ") }
        }
        return line.padded(to: lanesWidth)
    }

    /// What a lane shows beside the further lines of a row.
    private static func after(_ mark: LogRow.Mark) -> LogRow.Mark? {
        switch mark {
        case .resumes, .acts, .running: .running
        case .pauses, .waiting: .waiting
        case .wakes, .ready: .ready
        case .ends, .fails: nil
        }
    }

    private func left(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private func right(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
