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
        builder.run()
        rows = builder.rows
        measure = LogMeasure(rows, places: builder.teller.phrases.places)
    }

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

/// Walks over a recording once and makes the rows.
private struct LogBuilder {
    let teller: LogTeller
    private(set) var rows: [LogRow] = []
    private var board = Board()
    private var lanes = Lanes()
    private var start = 0
    /// What has been advised: once is enough.
    private var advised: Set<String> = []

    init(_ recording: Recording) {
        teller = LogTeller(recording)
    }

    private var recording: Recording { teller.recording }

    mutating func run() {
        while board.index < recording.events.count {
            let index = board.index
            if let telling = teller.tell(index, on: board) {
                fold(to: max(telling.end, index + 1))
                add(telling, at: index)
            } else {
                fold(to: index + 1)
            }
        }
        addEnding()
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
