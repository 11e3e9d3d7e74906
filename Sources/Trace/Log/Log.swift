import LoopEvents
import StyledText

/// A recording as a beginner reads it: a row for each thing worth knowing, in order.
///
/// What the loop does for its own sake is folded into the row it leads to. The rows are data, with
/// the events each one tells of; `lines(width:)` lays them out, `plain` puts them into sentences.
public struct Log: Sendable {
    /// The rows, in order; their ranges cover all events of the recording.
    public let rows: [LogRow]
    let measure: LogMeasure

    /// The log of `recording`.
    public init(_ recording: Recording) {
        var builder = LogBuilder(recording)
        self.init(builder.next(.max) ?? [], places: builder.teller.phrases.places)
    }

    fileprivate init(_ rows: [LogRow], places: Int) {
        self.rows = rows
        measure = LogMeasure(rows, places: places)
    }

    /// The log of `recording` in parts of some rows each, made one by one as they are asked for: of
    /// a million events the first page is there at once.
    ///
    /// Together they have the rows of the whole log, in order; a short log is one part. Each is laid
    /// out for itself.
    public static func parts(of recording: Recording) -> LogParts { LogParts(recording) }

    /// The row that tells of the event at `index`: the one whose range holds it, or the last.
    public func row(at index: Int) -> Int {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].range.upperBound <= index { low = middle + 1 } else { high = middle }
        }
        return min(low, max(0, rows.count - 1))
    }

    /// The rows that a learner should not overlook.
    public var warnings: [LogRow] { rows.filter { $0.tone == .warning || $0.tone == .bad } }
}

/// A log in parts: see ``Log/parts(of:)``.
public struct LogParts: Sequence, IteratorProtocol {
    /// So many rows nobody sees at a glance, and they are made in some milliseconds.
    static let rows = 2000

    private var builder: LogBuilder

    fileprivate init(_ recording: Recording) { builder = LogBuilder(recording) }

    /// The next part; nil after the last.
    public mutating func next() -> Log? {
        builder.next(Self.rows).map { Log($0, places: builder.teller.phrases.places) }
    }
}

/// Walks over a recording once and makes the rows.
private struct LogBuilder {
    let teller: LogTeller
    private var rows: [LogRow] = []
    private var board = Board()
    private var lanes = Lanes()
    private var start = 0
    /// What has been advised: once is enough.
    private var advised: Set<String> = []

    init(_ recording: Recording) {
        teller = LogTeller(recording)
    }

    private var recording: Recording { teller.recording }

    private var hasEnded = false

    /// The next `most` rows, or all there are left; nil if there are none.
    mutating func next(_ most: Int) -> [LogRow]? {
        guard !hasEnded else { return nil }
        // One more is kept: the last row of all reaches to the last event.
        while board.index < recording.events.count, rows.count <= most {
            let index = board.index
            if let telling = teller.tell(index, on: board) {
                fold(to: max(telling.end, index + 1))
                add(telling, at: index)
            } else {
                fold(to: index + 1)
            }
        }
        guard rows.count <= most else {
            defer { rows.removeFirst(most) }
            return Array(rows.prefix(most))
        }
        hasEnded = true
        addEnding()
        return rows.isEmpty ? nil : rows
    }

    private mutating func fold(to end: Int) {
        while board.index < end {
            let event = recording.events[board.index]
            if event.kind == .taskCreated { lanes.open(Int(event.task)) }
            board.apply(event)
        }
    }

    private mutating func add(_ telling: Telling, at index: Int) {
        let event = recording.events[index]
        let named = recording.events[telling.lineOf ?? index]
        rows.append(
            LogRow(
                range: start..<board.index,
                event: index,
                time: event.time,
                pass: Int(event.pass),
                line: recording.line(of: named),
                task: telling.task,
                actor: teller.phrases.actor(event),
                tone: telling.tone,
                sentence: telling.sentence,
                more: telling.more,
                advice: telling.advice.flatMap { advised.insert($0).inserted ? $0 : nil },
                lanes: lanes.cells(on: board, marking: telling.task, telling.mark)
            )
        )
        start = board.index
        lanes.closeFinished(on: board)
        if telling.mark == .ends { lanes.close(telling.task) }
    }

    private mutating func addEnding() {
        for note in teller.endNotes(on: board) {
            addNote(note.sentence, at: recording.events.count - 1, advice: note.advice)
        }
        guard start < recording.events.count, let row = rows.last else { return }
        rows[rows.count - 1] = row.reaching(recording.events.count)
    }

    private mutating func addNote(_ sentence: StyledLine, at last: Int, advice: String) {
        let event = last >= 0 ? recording.events[last] : nil
        rows.append(
            LogRow(
                range: start..<recording.events.count,
                event: max(0, last),
                time: event?.time ?? 0,
                pass: Int(event?.pass ?? 0),
                line: nil,
                task: 0,
                actor: "the loop",
                tone: .warning,
                sentence: sentence,
                more: [],
                advice: advice,
                lanes: lanes.cells(on: board, marking: 0, .acts)
            )
        )
        start = recording.events.count
    }
}

extension LogRow {
    /// The same row, telling of the events up to `end`.
    fileprivate func reaching(_ end: Int) -> LogRow {
        LogRow(
            range: range.lowerBound..<end,
            event: event,
            time: time,
            pass: pass,
            line: line,
            task: task,
            actor: actor,
            tone: tone,
            sentence: sentence,
            more: more,
            advice: advice,
            lanes: lanes
        )
    }
}
