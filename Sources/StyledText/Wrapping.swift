// Fits a line of any length into columns.

extension StyledLine {
    /// This line as lines of at most `width` columns, the first begun with `indent` spaces and the
    /// others with `hanging` spaces.
    ///
    /// Breaks at spaces and between Chinese, Japanese or Korean characters, though never before a
    /// closing mark or after an opening one; a word too long for a line is broken. Spaces at a
    /// break are dropped. There is always at least one line. If the indent leaves no room, each
    /// line holds one character all the same, and is wider than `width`.
    public func wrapped(to width: Int, indent: Int = 0, hanging: Int = 0) -> [StyledLine] {
        wrapped(
            to: width,
            first: .spaces(indent),
            rest: .spaces(hanging)
        )
    }

    /// As ``wrapped(to:indent:hanging:)``, with `first` before the first line and `rest` before
    /// every other one; `width` includes them.
    public func wrapped(to width: Int, first: StyledLine, rest: StyledLine) -> [StyledLine] {
        if let line = unbroken(after: first, in: width) { return [line] }
        var wrapper = Wrapper(width: width, first: first, rest: rest)
        for unit in units() { wrapper.take(unit) }
        return wrapper.finish()
    }

    /// `first` and this line behind it, if that fits as it is; nil if something is to be broken or
    /// dropped. Most lines of a log are such.
    private func unbroken(after first: StyledLine, in width: Int) -> StyledLine? {
        guard let last = spans.last?.text.utf8.last, last != 0x20 else { return nil }
        var column = first.displayWidth
        var line = first
        for span in spans {
            for byte in span.text.utf8 {
                guard byte >= 0x20, byte < 0x7F else { return nil }
                column += 1
            }
            guard column <= width else { return nil }
            if line.spans.last?.ink == span.ink {
                line.spans[line.spans.count - 1].text += span.text
            } else if !span.text.isEmpty {
                line.spans.append(span)
            }
        }
        return line
    }

    /// A line of `count` spaces; none if `count` is not positive.
    public static func spaces(_ count: Int) -> StyledLine {
        StyledLine(String(repeating: " ", count: max(0, count)))
    }

    /// Adds a character, to the last run if it has the same ink.
    mutating func add(_ cell: Cell) {
        if spans.last?.ink == cell.ink {
            spans[spans.count - 1].text.append(cell.character)
        } else {
            spans.append(Span(String(cell.character), cell.ink))
        }
    }

    /// The characters of this line with their inks.
    var cells: [Cell] {
        spans.flatMap { span in span.text.map { Cell(character: $0, ink: span.ink) } }
    }

    /// The pieces between which the line may be broken: words and runs of spaces, in turn.
    private func units() -> [[Cell]] {
        var units: [[Cell]] = []
        for cell in cells {
            if let last = units.last?.last, !last.allowsBreak(before: cell) {
                units[units.count - 1].append(cell)
            } else {
                units.append([cell])
            }
        }
        return units
    }
}

/// One character and its ink.
struct Cell {
    var character: Character
    var ink: Ink

    var isSpace: Bool { character == " " || character == "\t" || character == "\n" }
    var width: Int { character.displayWidth }

    /// Marks that must not begin a line, and those that must not end one.
    private static let closing = Set("，。、；：？！）」』】》〉”’…—～·,.;:?!)]}%")
    private static let opening = Set("（「『【《〈“‘([{$#")

    /// Whether a line may end here and the next begin with `next`.
    func allowsBreak(before next: Cell) -> Bool {
        if isSpace || next.isSpace { return isSpace != next.isSpace }
        if character == "\u{200B}" { return true }
        guard width == 2 || next.width == 2 else { return false }
        return !Self.closing.contains(next.character) && !Self.opening.contains(character)
    }
}

/// Fills lines with units, one after the other.
private struct Wrapper {
    private let width: Int
    private let rest: StyledLine
    private var lines: [StyledLine] = []
    private var line: StyledLine
    private var column: Int
    /// Where the text of the current line began.
    private var start: Int
    /// Spaces that count only if something follows them on the same line.
    private var gap: [Cell] = []
    private var isFirst = true

    init(width: Int, first: StyledLine, rest: StyledLine) {
        self.width = width
        self.rest = rest
        line = first
        start = first.displayWidth
        column = start
    }

    mutating func take(_ unit: [Cell]) {
        if unit[0].isSpace {
            // At the head of a continued line spaces belong to the break; at the very head of the
            // text they are its own indent.
            if column > start || isFirst { gap = unit }
            return
        }
        let needed = unit.reduce(0) { $0 + $1.width }
        if column + gap.count + needed > width && column > start { breakLine() }
        flushGap()
        for cell in unit {
            if column + cell.width > width && column > start { breakLine() }
            line.add(cell)
            column += cell.width
        }
        isFirst = false
    }

    mutating func finish() -> [StyledLine] {
        lines.append(line)
        return lines
    }

    private mutating func flushGap() {
        for cell in gap {
            line.add(Cell(character: " ", ink: cell.ink))
            column += 1
        }
        gap = []
    }

    private mutating func breakLine() {
        lines.append(line)
        line = rest
        start = rest.displayWidth
        column = start
        gap = []
    }
}
