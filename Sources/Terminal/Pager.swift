import StyledText

/// Shows lines a page at a time where someone watches, and all at once elsewhere.
public struct Pager {
    /// How the showing ended.
    public enum Ending: Hashable, Sendable {
        /// All lines were shown.
        case shown
        /// The user had enough.
        case left
        /// The user had enough and said so with Ctrl-C.
        case interrupted
    }

    private let settings: TerminalSettings
    private let output: Output

    /// A pager for a terminal with `settings`, writing to `output`.
    public init(settings: TerminalSettings, output: Output = .standard) {
        self.settings = settings
        self.output = output
    }

    /// Writes `lines`, already wrapped to the width. After each page Return or the space bar goes
    /// on; q, Escape or Ctrl-C leaves. Lines wider than the window count as the rows they fill.
    ///
    /// The lines are asked for a page at a time, as they are shown.
    @discardableResult
    public func show(_ lines: some Sequence<StyledLine>) -> Ending {
        var source = lines.makeIterator()
        var rest: ArraySlice<StyledLine> = []
        while true {
            // One more than can fill a page says whether there is another.
            while rest.count < max(1, settings.size.rows), let line = source.next() {
                rest.append(line)
            }
            let page = settings.isInteractive ? pageLength(of: rest) : rest.count
            output.write(Array(rest.prefix(page)), settings.rendering)
            rest = rest.dropFirst(page)
            if rest.isEmpty, let line = source.next() { rest.append(line) }
            if rest.isEmpty { return .shown }
            if settings.isInteractive, let ending = askedToLeave() { return ending }
        }
    }

    /// How many of `lines` fit, with one row left for the question; at least one.
    func pageLength(of lines: ArraySlice<StyledLine>) -> Int {
        let room = settings.size.rows - 1
        var rows = 0
        var count = 0
        for line in lines {
            rows += max(1, (line.displayWidth + settings.width - 1) / settings.width)
            if rows > room { break }
            count += 1
        }
        // The last page needs no row for a question.
        return max(1, count)
    }

    /// Asks whether to go on; nil if so.
    private func askedToLeave() -> Ending? {
        let question = "-- more: Return, q --"
        guard let keys = KeyInput(output: output) else { return nil }
        defer { keys.close() }
        output.write(StyledLine(question, .dim).rendered(settings.rendering))
        // In plain style nothing is erased.
        let erasure = settings.canMoveCursor ? "\r\u{1B}[K" : "\n"
        defer { output.write(erasure) }
        while true {
            switch keys.next() {
            case .key(.enter), .key(.character(" ")), .key(.pageDown), .key(.down): return nil
            case .key(.control("c")): return .interrupted
            case .key(.character("q")), .key(.character("Q")), .key(.escape),
                .key(.control("d")), .end:
                return .left
            case .continued: output.write(question)
            default: break
            }
        }
    }
}
