import StyledText

/// Writes the log of runs as text, as the prompt shows it.
public struct TextExport: Sendable {
    /// How the text is set.
    public struct Style: Equatable, Sendable {
        /// Columns.
        public var width: Int
        /// Whether everything is said in sentences, without columns or marks.
        public var plain: Bool
        /// Colour and ornament.
        public var rendering: Rendering

        /// 80 columns with marks and without colour, unless told otherwise.
        public init(
            width: Int = 80,
            plain: Bool = false,
            rendering: Rendering = Rendering()
        ) {
            self.width = width
            self.plain = plain
            self.rendering = rendering
        }
    }

    private let recordings: [Recording]
    private let style: Style

    /// A writer of the logs of `recordings`.
    public init(_ recordings: [Recording], style: Style = Style()) {
        self.recordings = recordings
        self.style = style
    }

    /// Hands the text to `sink`, in pieces: of each run its title, the log, and an empty line
    /// before the next.
    public func write<Failure: Error>(
        to sink: (String) throws(Failure) -> Void
    ) throws(Failure) {
        for (number, recording) in recordings.enumerated() {
            let log = Log(recording)
            var piece = number > 0 ? "\n" : ""
            let title = StyledLine(sanitized(recording.title), .heading)
            add(recording.title.isEmpty ? [] : set(title), to: &piece)
            if !style.plain { add(log.heading(width: style.width), to: &piece) }
            for row in log.rows.indices {
                add(lines(of: row, log), to: &piece)
                guard piece.utf8.count >= 1 << 16 else { continue }
                try sink(piece)
                piece = ""
            }
            try sink(piece)
        }
    }

    private func lines(of row: Int, _ log: Log) -> [StyledLine] {
        style.plain
            ? log.plainLines(of: row).flatMap { set($0) }
            : log.lines(ofRow: row, width: style.width)
    }

    private func set(_ line: StyledLine) -> [StyledLine] {
        line.wrapped(to: style.width)
    }

    private func add(_ lines: [StyledLine], to piece: inout String) {
        for line in lines { piece += line.rendered(style.rendering) + "\n" }
    }
}
