import StyledText

/// How the stage divides a window.
struct Frame {
    let width: Int
    /// Columns of the code and, after the line beside it, of the board.
    let codeWidth: Int
    let boardWidth: Int
    /// Digits of the code's greatest line number.
    let digits: Int
    /// Rows of code and board, of output, and of what happened.
    let panels: Int
    let output: Int
    let words: Int

    /// The division of a window for `code`; it does not change from moment to moment.
    init(width: Int, height: Int, code: [String]) {
        self.width = width
        digits = max(2, String(code.count).count)
        let longest = code.map(\.displayWidth).max() ?? 0
        // With room for two or three names behind the longest line.
        codeWidth = min(longest + digits + 3 + 26, max(width * 56 / 100, width - 46))
        boardWidth = width - codeWidth - 2
        words = height < 28 ? 4 : height < 36 ? 5 : 6
        output = height < 24 ? 2 : max(3, height / 7)
        // Header, three rules, footer.
        panels = height - 5 - words - output
    }

    /// Which of `count` rows to begin with, so that row `focus` can be seen.
    ///
    /// A function of the focus alone, that changes only every half panel: what is read must not
    /// jump at every step.
    func start(of count: Int, focus: Int) -> Int {
        guard count > panels else { return 0 }
        let half = max(1, panels / 2)
        return min(count - panels, max(0, focus / half * half - panels / 4))
    }

    /// A line across the window with a title.
    func rule(_ title: String, notes: [String] = []) -> StyledLine {
        var line = StyledLine("─ ", .dim) + StyledLine(title, .dim) + StyledLine(" ", .dim)
        for note in notes {
            line.append("─ ", .dim)
            line.append(note, .strong)
            line.append(" ")
        }
        let rest = width - line.displayWidth
        line.append(String(repeating: "─", count: max(0, rest)), .dim)
        return line.truncated(to: width)
    }

    /// The line above code and board, with the one that scrolls marked.
    func rule(_ title: String, other: String, marking part: StageView.Part) -> StyledLine {
        let left = "─ \(title)\(part == .code ? " ↕" : "") "
        let right = "┬─ \(other)\(part == .board ? " ↕" : "") "
        let gap = max(0, codeWidth - left.displayWidth)
        let text = left + String(repeating: "─", count: gap) + right
        let rest = max(0, width - text.displayWidth)
        return StyledLine(text + String(repeating: "─", count: rest), .dim).truncated(to: width)
    }
}
