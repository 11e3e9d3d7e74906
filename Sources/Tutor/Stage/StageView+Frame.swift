import StyledText
import Trace

/// The stage's screen: code and board beside each other, the output, what happened, the keys.
extension StageView {
    /// The smallest window that the stage can be seen in.
    static let smallest = (width: 60, height: 20)

    /// The screen: exactly `height` lines of at most `width` columns.
    public func lines(width: Int, height: Int) -> [StyledLine] {
        guard width >= Self.smallest.width, height >= Self.smallest.height else {
            return tooSmall(width, height)
        }
        if showsKeys { return keys(width, height) }
        if let sheet { return told(sheet, width, height) }
        let frame = Frame(width: width, height: height, code: stage.code)
        var lines = [header(width)]
        lines.append(frame.rule("code", other: "board", marking: part))
        let code = codeLines(frame)
        let board = boardLines(frame)
        for row in 0..<frame.panels {
            let left = row < code.count ? code[row] : StyledLine()
            let right = row < board.count ? board[row] : StyledLine()
            lines.append(
                left.fitted(to: frame.codeWidth) + StyledLine("│ ", .dim)
                    + right.truncated(to: frame.boardWidth)
            )
        }
        lines += outputLines(frame)
        lines.append(frame.rule("what happened", notes: notes))
        lines += words(frame)
        lines.append(footer(width))
        return lines
    }

    // MARK: Top and bottom

    private func header(_ width: Int) -> StyledLine {
        let place = StyledLine(stage.place.droppingEnd, .strong)
        let title = StyledLine(stage.recording.title, .plain)
        let room = width - place.displayWidth - 2
        guard room >= 12, !title.spans.isEmpty else { return place.truncated(to: width) }
        return place.padded(to: width - min(room, title.displayWidth)) + title.truncated(to: room)
    }

    /// What n, p and playing keep to, for a rule.
    private var notes: [String] {
        var notes: [String] = []
        if isPlaying {
            let steps = speed < 1 ? "1 step in 2 s" : "\(Int(speed)) steps a second"
            notes.append("playing, \(steps)")
        }
        if let followed = stage.followed { notes.append("following \(name(followed))") }
        if !stage.stops.isEmpty {
            let names = stage.stops.map { $0.name(in: stage.recording) }
            notes.append("stops: \(names.joined(separator: ", "))")
        }
        return notes
    }

    private func footer(_ width: Int) -> StyledLine {
        if let input {
            let question =
                switch input.purpose {
                case .search: "look for: "
                case .stop: "stop at (a task, a line, output, timer …; nothing: no stops): "
                case .follow: "follow the task: "
                case .change: "change (cancel B, delay A 2 …): "
                }
            let room = max(8, width - question.displayWidth - 2)
            return StyledLine(question, .strong) + StyledLine(input.text.suffix(fitting: room))
                + StyledLine("▁", .strong)
        }
        if let message { return StyledLine(message, .warning).truncated(to: width) }
        let isPlaying = isPlaying
        let all = [
            ("n", "forward"), ("p", "back"), ("a", isPlaying ? "pause" : "play"), ("/", "search"),
            ("b", "stops"), ("f", "follow"), ("?", "keys"), ("q", "leave"),
        ]
        let line = Self.list(all)
        // In a narrow window the keys that tell of the others.
        return line.displayWidth <= width ? line : Self.list(all.filter { !"/bf".contains($0.0) })
    }

    private static func list(_ keys: [(String, String)]) -> StyledLine {
        var line = StyledLine()
        for (key, what) in keys {
            if !line.spans.isEmpty { line.append("  ") }
            line.append(key, .strong)
            line.append(" \(what)", .dim)
        }
        return line
    }

    private func tooSmall(_ width: Int, _ height: Int) -> [StyledLine] {
        let (least, low) = Self.smallest
        let text = StyledLine(
            "The stage needs a window of \(least) columns and \(low) rows; this one has \(width)"
                + " and \(height). Make it larger, or press q and use step, at, find and board."
        )
        let lines = Array(text.wrapped(to: max(1, width)).prefix(height))
        return lines + Array(repeating: StyledLine(), count: max(0, height - lines.count))
    }

    private func keys(_ width: Int, _ height: Int) -> [StyledLine] {
        let list: [(String, String)] = [
            ("n Space → Return", "a step forward; 5n: five of them"),
            ("p ←", "a step back"),
            (". ,", "a single event forward, back"),
            ("gg Home, G End", "the beginning, the end"),
            ("12G", "the moment after 12 events"),
            ("/", "look for a word; / Return: again"),
            ("a, + -", "play or pause; faster, slower"),
            ("b", "set a stop, or take it away"),
            ("c C", "on to the next stop, back to the last"),
            ("f F", "follow this task, or one by its name"),
            (":", "cancel B, resolve f 42, fail f \"no\", delay A 2, set, undo"),
            ("Tab, ↑ ↓ PgUp PgDn", "choose what scrolls, and scroll it"),
            ("q Ctrl-C Ctrl-D", "leave"),
        ]
        var lines = list.map { key, what in
            StyledLine(key.padded(to: 20), .strong) + StyledLine(what)
        }
        let words = Stop.words.map(\.word).joined(separator: ", ")
        lines += StyledLine("Stops: a task's name, a line's number, \(words).", .dim)
            .wrapped(to: width)
        lines.append("▶ has the thread  ○ is ready  ◌ waits  ✓ ended  ✗ failed")
        lines.append("→ the line of this step  ● a stop  +1 pass: a pass later")
        let shown = lines.prefix(height - 1).map { $0.truncated(to: width) }
        let gap = Array(repeating: StyledLine(), count: height - 1 - shown.count)
        return shown + gap + [StyledLine("any key: back to the run", .dim)]
    }

    /// What is told in place of the moment.
    private func told(
        _ sheet: (lines: [StyledLine], first: Int),
        _ width: Int,
        _ height: Int
    ) -> [StyledLine] {
        let room = height - 1
        let first = max(0, min(sheet.first, sheet.lines.count - room))
        let shown = sheet.lines[first...].prefix(room).map { $0.truncated(to: width) }
        let gap = Array(repeating: StyledLine(), count: room - shown.count)
        let rest = sheet.lines.count - first - shown.count
        let keys =
            rest > 0 ? "↓ Space: \(rest) lines more; any other key: the run" : "any key: the run"
        return shown + gap + [StyledLine(keys, .dim)]
    }

    // MARK: Code

    private func codeLines(_ frame: Frame) -> [StyledLine] {
        var rows: [StyledLine] = []
        var focus = 0
        let stops = Set(
            stage.stops.compactMap { if case .line(let number) = $0 { number } else { nil } }
        )
        for line in stage.standings {
            if line.number == stage.focus { focus = rows.count }
            let isHere = line.number == stage.scene.line
            let number = String(line.number)
            var gutter = StyledLine(isHere ? "→" : " ", .strong)
            gutter.append(stops.contains(line.number) ? "●" : " ", .bad)
            gutter = gutter + .spaces(frame.digits - number.count)
            gutter.append(number + " ", isHere ? .strong : .dim)
            rows += coded(line, gutter, frame)
        }
        let from = frame.start(of: rows.count, focus: focus) + scroll[.code, default: 0]
        let first = max(0, min(from, rows.count - frame.panels))
        return Array(rows.dropFirst(first).prefix(frame.panels))
    }

    /// A line of code with those who stand on it at its end, or below where there is no room.
    private func coded(
        _ line: Stage.CodeLine,
        _ gutter: StyledLine,
        _ frame: Frame
    ) -> [StyledLine] {
        let text = stage.code[line.number - 1]
        let indent = text.prefix { $0 == " " }.count
        var rows = StyledLine(String(text.dropFirst(indent)), .code).wrapped(
            to: frame.codeWidth - 1,
            first: gutter + .spaces(min(indent, frame.codeWidth / 3)),
            rest: .spaces(gutter.displayWidth + min(indent + 2, frame.codeWidth / 3))
        )
        guard line.count > 0 else { return rows }
        var tags = StyledLine()
        for standing in line.tasks {
            if !tags.spans.isEmpty { tags.append(" ") }
            tags = tags + stage.marked(standing.task)
        }
        if line.count > line.tasks.count { tags.append(" +\(line.count - line.tasks.count)", .dim) }
        let last = rows[rows.count - 1]
        let gap = frame.codeWidth - 1 - last.displayWidth - tags.displayWidth
        if gap >= 1 {
            rows[rows.count - 1] = last + .spaces(gap) + tags
        } else {
            let tags = tags.truncated(to: frame.codeWidth - 1 - gutter.displayWidth)
            rows.append(.spaces(frame.codeWidth - 1 - tags.displayWidth) + tags)
        }
        return rows
    }

    // MARK: Board

    private func boardLines(_ frame: Frame) -> [StyledLine] {
        let scrolled = scroll[.board, default: 0]
        let groups = stage.groups(most: scrolled + max(20, frame.panels))
            .map { boardLines($0, frame) }
        let total = groups.reduce(0) { $0 + $1.count }
        guard total > frame.panels else { return groups.flatMap { $0 } }
        if scrolled > 0 {
            let lines = groups.flatMap { $0 }
            return Array(lines.dropFirst(min(scrolled, lines.count - 1)).prefix(frame.panels))
        }
        // Each has its share, so that what is done can be seen below many who wait.
        var shares = groups.map { min($0.count, 2) }
        var rest = frame.panels - shares.reduce(0, +)
        for (index, group) in groups.enumerated() where rest > 0 {
            let more = min(rest, group.count - shares[index])
            shares[index] += more
            rest -= more
        }
        return zip(groups, shares).flatMap { group, share in
            guard group.count > share else { return group }
            let hidden = StyledLine("        … \(group.count - share + 1) lines more: ↓", .dim)
            return Array(group.prefix(share - 1)) + [hidden]
        }
    }

    private func boardLines(_ group: Stage.Group, _ frame: Frame) -> [StyledLine] {
        let label = StyledLine(group.title.padded(to: 8), .dim)
        let rest = StyledLine.spaces(8)
        guard group.count > 0 else { return [label + StyledLine("nobody", .dim)] }
        let missing = group.count - group.items.count
        guard group.isList else {
            var line = StyledLine()
            for (number, item) in group.items.enumerated() {
                if number > 0 { line.append(", ") }
                line = line + item
            }
            if missing > 0 { line.append(" and \(missing) more") }
            return line.wrapped(to: frame.boardWidth, first: label, rest: rest)
        }
        var lines: [StyledLine] = []
        for (number, item) in group.items.enumerated() {
            lines += item.wrapped(
                to: frame.boardWidth,
                first: number == 0 ? label : rest,
                rest: rest + .spaces(2)
            )
        }
        if missing > 0 { lines.append(rest + StyledLine("and \(missing) more", .dim)) }
        return lines
    }

    // MARK: Output and words

    private func outputLines(_ frame: Frame) -> [StyledLine] {
        let back = scroll[.output, default: 0]
        let (all, earlier) = stage.output(last: frame.output + back)
        let shown = all.prefix(max(min(frame.output, all.count), all.count - back))
            .suffix(frame.output)
        let count = earlier + all.count
        let title =
            "output" + (count > frame.output ? ", \(count) lines" : "")
            + (part == .output ? " ↕" : "")
        var lines = [frame.rule(title)]
        for line in shown {
            lines.append(StyledLine("> ", .dim) + StyledLine(line.text, .output))
        }
        if shown.isEmpty { lines.append(StyledLine("nothing yet", .dim)) }
        while lines.count <= frame.output { lines.append(StyledLine()) }
        return lines.map { $0.truncated(to: frame.width) }
    }

    private func words(_ frame: Frame) -> [StyledLine] {
        let scene = stage.scene
        var first = StyledLine()
        switch scene.tone {
        case .warning: first.append("⚠ ", .warning)
        case .bad: first.append("✗ ", .bad)
        default: break
        }
        var lines = (scene.sentence.inked(.strong)).wrapped(
            to: frame.width,
            first: first,
            rest: .spaces(2)
        )
        lines += scene.more.flatMap { $0.wrapped(to: frame.width, indent: 2, hanging: 4) }
        var after: [StyledLine] = []
        if let why = stage.why {
            after += why.wrapped(
                to: frame.width,
                first: StyledLine("because ", .dim),
                rest: .spaces(8)
            )
        }
        for note in stage.notes {
            after += note.wrapped(
                to: frame.width,
                first: StyledLine("⚠ ", .warning),
                rest: .spaces(2)
            )
        }
        if let advice = scene.advice {
            after += StyledLine(advice).wrapped(
                to: frame.width,
                first: StyledLine("→ ", .warning),
                rest: .spaces(2)
            )
        }
        // Many printed lines must not hide why.
        let room = max(1, frame.words - after.count)
        if lines.count > room {
            lines = Array(lines.prefix(room))
            lines[room - 1] =
                lines[room - 1].truncated(to: frame.width - 2) + StyledLine(" …", .dim)
        }
        lines = Array((lines + after).prefix(frame.words))
        return lines + Array(repeating: StyledLine(), count: frame.words - lines.count)
    }
}

extension String {
    /// The end of the text that fits into `width` columns.
    fileprivate func suffix(fitting width: Int) -> String {
        var rest = Substring(self)
        while String(rest).displayWidth > width { rest.removeFirst() }
        return String(rest)
    }

    /// The text without a full stop at its end.
    fileprivate var droppingEnd: String { hasSuffix(".") ? String(dropLast()) : self }
}
