import LoopEvents
import StyledText

/// A run as lanes of text: a row a task, then a row a thread of a pool.
///
/// Every character is one column wide and means the same without colour; `marks` says what.
public struct LaneChart: Sendable {
    /// Rows beyond these are counted and not drawn.
    static let mostRows = 40

    /// What a character means, in the order in which a legend lists them.
    public static let marks = [
        "▶ runs", "━ keeps its thread", ": is ready", "· waits", "✓ ends",
        "✗ fails or is cancelled",
    ]

    /// One lane.
    struct Row: Sendable {
        let name: String
        let ink: Ink
        var cells: [Character]
    }

    var rows: [Row] = []
    private(set) var hiddenTasks = 0
    let axis: LaneAxis
    /// The loop's time at the end of each column.
    var times: [Int64] = []
    /// Which pass is drawn where, if not each in a column of its own.
    var squeezedPlaces: [(place: Int, pass: Int)]?

    /// The lanes of `recording` by `scale`, on an axis of `width` columns at most if it is time.
    init(_ recording: Recording, on axis: LaneAxis) {
        self.axis = axis
        var drawing = Drawing(recording, axis)
        drawing.run()
        rows = drawing.rows
        hiddenTasks = drawing.hiddenTasks
        times = drawing.times
    }
}

/// Walks over a recording once and fills the lanes.
private struct Drawing {
    let recording: Recording
    let axis: LaneAxis
    private(set) var rows: [LaneChart.Row] = []
    private(set) var hiddenTasks = 0
    private(set) var times: [Int64] = []
    private var taskRows: [Int: Int] = [:]
    private var threadRows: [String: Int] = [:]
    /// The rows of threads that have a job.
    private var working: Set<Int> = []
    private var threadOfJob: [UInt32: String] = [:]
    private var board = Board()
    private var column = 0

    init(_ recording: Recording, _ axis: LaneAxis) {
        self.recording = recording
        self.axis = axis
        for task in recording.tasks {
            guard taskRows.count < LaneChart.mostRows else {
                hiddenTasks += 1
                continue
            }
            taskRows[task.id] = rows.count
            addRow(Phrases.clean(task.name), .task(task.id))
        }
        // On the machine's clock only the end of a job tells which thread had it.
        for event in recording.events where [.workStarted, .workReturned].contains(event.kind) {
            let name = "\(Phrases.clean(recording.text(of: event)))_\(event.value)"
            threadOfJob[event.subject] = name
            guard threadRows[name] == nil, threadRows.count < LaneChart.mostRows else { continue }
            threadRows[name] = rows.count
            addRow(name, .plain)
        }
    }

    private mutating func addRow(_ name: String, _ ink: Ink) {
        rows.append(
            LaneChart.Row(
                name: name,
                ink: ink,
                cells: [Character](repeating: " ", count: axis.width)
            )
        )
    }

    mutating func run() {
        for event in recording.events {
            let next = axis.column(of: event)
            if next > column { move(to: next) }
            mark(event)
            board.apply(event)
            apply(event)
        }
        fillBlanks(at: column)
        times += [Int64](repeating: board.time, count: max(0, axis.width - times.count))
        for fold in axis.folds { drawFold(at: fold.place) }
    }

    /// Fills what lies between with the states that last meanwhile.
    private mutating func move(to next: Int) {
        for at in column..<next { fillBlanks(at: at) }
        times += [Int64](repeating: board.time, count: next - column)
        column = next
    }

    private mutating func fillBlanks(at column: Int) {
        for (task, row) in taskRows where rows[row].cells[column] == " " {
            rows[row].cells[column] = state(of: task)
        }
        for row in working where rows[row].cells[column] == " " {
            rows[row].cells[column] = "━"
        }
    }

    private func state(of task: Int) -> Character {
        switch board.task(task)?.status {
        case .ready: ":"
        case .running: "━"
        case .waiting: "·"
        case .finished, nil: " "
        }
    }

    private mutating func mark(_ event: LoopEvent) {
        guard let row = taskRows[Int(event.task)] else { return }
        switch event.kind {
        case .taskStepped: put("▶", row)
        case .taskFinished: put(event.outcome == .result ? "✓" : "✗", row)
        default: break
        }
    }

    private mutating func put(_ mark: Character, _ row: Int) {
        if "✓✗".contains(rows[row].cells[column]) { return }
        rows[row].cells[column] = mark
    }

    private mutating func apply(_ event: LoopEvent) {
        guard let thread = threadOfJob[event.subject], let row = threadRows[thread] else { return }
        switch event.kind {
        case .workStarted:
            working.insert(row)
            rows[row].cells[column] = "▶"
        // When a real thread took the job nobody knows.
        case .workOffloaded where recording.clock == .real:
            working.insert(row)
            rows[row].cells[column] = "▶"
        case .workReturned:
            working.remove(row)
            put("✓", row)
        default: break
        }
    }

    private mutating func drawFold(at place: Int) {
        for row in rows.indices where rows[row].cells[place] != " " {
            for offset in 1...2 { rows[row].cells[place + offset] = "/" }
        }
    }
}
