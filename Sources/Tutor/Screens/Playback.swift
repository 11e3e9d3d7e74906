import StyledText
import Trace

/// A log that can be shown row by row, each laid out as it is asked for.
struct Playback: Sequence {
    /// One thing that happened.
    struct Row {
        /// The loop's time, in nanoseconds.
        var time: Int64
        /// What is said of it.
        var lines: [StyledLine]
    }

    private let recording: Recording
    private let page: Page

    /// The log of `recording` on `page`.
    init(_ recording: Recording, on page: Page) {
        self.recording = recording
        self.page = page
    }

    /// The rows, in order; a heading of the columns is the beginning of the first, and of a later
    /// one if the columns change there.
    func makeIterator() -> Rows { Rows(Log.parts(of: recording), page) }

    /// All its lines.
    var lines: some Sequence<StyledLine> { lazy.flatMap(\.lines) }

    /// The rows that are left.
    struct Rows: Sequence, IteratorProtocol {
        private let page: Page
        private var parts: LogParts
        private var log: Log?
        private var index = 0
        private var heading: [StyledLine] = []

        fileprivate init(_ parts: LogParts, _ page: Page) {
            self.parts = parts
            self.page = page
        }

        /// The next row; nil after the last.
        mutating func next() -> Row? {
            if let log, index < log.rows.count {
                defer { index += 1 }
                return row(of: log)
            }
            log = parts.next()
            index = 0
            guard let log else { return nil }
            let heading = page.plain ? [] : log.heading(width: page.width)
            let isNew = heading != self.heading
            self.heading = heading
            guard var row = next() else { return nil }
            if isNew { row.lines = heading + row.lines }
            return row
        }

        private func row(of log: Log) -> Row {
            Row(
                time: log.rows[index].time,
                lines: page.plain
                    ? log.plainLines(of: index).flatMap { page.set($0) }
                    : log.lines(ofRow: index, width: page.width)
            )
        }
    }
}
