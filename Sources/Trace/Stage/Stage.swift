import LoopEvents
import StyledText

/// One moment of a run with all there is to see at it, and the ways to other moments.
///
/// The moment is a number of events: everything shown is a function of it and of the recording. A
/// step is what the log tells in a row; between two steps there may be single events.
public struct Stage: Sendable {
    /// What was run.
    public let recording: Recording
    /// The lines of the code shown to the learner, the first first.
    public let code: [String]
    /// The loop's state at this moment.
    public private(set) var board = Board()
    /// What happened last, in words.
    public private(set) var scene: Scene
    /// The task whose steps are walked; nil for every step.
    public var followed: Int?
    /// What `goOn` stops at.
    public var stops: [Stop] = []

    private let timeline: Timeline
    private var trail = Trail()
    let finder: RowFinder
    /// The handles that are the program's own timers.
    let ownTimers: [UInt32]

    /// How many events have happened: the moment.
    public var index: Int { board.index }

    /// How many events there are.
    public var count: Int { recording.events.count }

    /// What a moment is about.
    public struct Scene: Equatable, Sendable {
        /// The event it is about; nil before the first.
        public var event: Int?
        /// The line of the code it happened on; nil if there is none to name.
        public var line: Int?
        /// The task it is about; 0 for none.
        public var task = 0
        /// How it is meant.
        public var tone = LogRow.Tone.plain
        /// What happened.
        public var sentence: StyledLine
        /// What the program printed beyond the first line.
        public var more: [StyledLine] = []
        /// What to do about it, if something should be done.
        public var advice: String?
    }

    /// The stage of `recording`, before anything has happened.
    ///
    /// `code` is what was run: its first line is the recording's `firstLine`.
    public init(_ recording: Recording, code: String = "") {
        self.recording = recording
        var lines = code.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0).expandingTabs(every: 4) }
        while lines.last == "" { lines.removeLast() }
        self.code = lines
        timeline = Timeline(recording)
        finder = RowFinder(teller: LogTeller(recording))
        ownTimers = recording.handles.filter { $0.value == .timer }.keys.sorted()
        scene = Self.beginning
    }

    private static let beginning = Scene(sentence: "Nothing has happened yet.")

    var phrases: Phrases { finder.teller.phrases }

    // MARK: Going

    /// Goes to the moment after `index` events, or the nearest there is.
    public mutating func go(to index: Int) {
        let target = min(max(0, index), count)
        guard target > 0 else {
            (board, scene) = (Board(), Self.beginning)
            return
        }
        let row = finder.row(holding: target - 1)
        let first = row.event ?? target
        // What a row says of its event rests on the board before it.
        let told = row.range.upperBound == target ? first : target - 1
        trail.go(&board, to: told, on: timeline)
        scene = row.range.upperBound == target ? tell(row.event) : single(target - 1)
        while board.index < target { board.apply(recording.events[board.index]) }
    }

    private func tell(_ event: Int?) -> Scene {
        guard let event, let telling = finder.teller.tell(event, on: board) else {
            return single(count - 1)
        }
        let isOutput = telling.tone == .output
        return Scene(
            event: event,
            line: recording.line(of: recording.events[telling.lineOf ?? event]),
            task: telling.task,
            tone: telling.tone,
            sentence: isOutput
                ? phrases.actor(recording.events[event]) + " prints: " + telling.sentence.printed
                : telling.sentence,
            more: isOutput ? telling.more.map(\.printed) : telling.more,
            advice: telling.advice
        )
    }

    private func single(_ event: Int) -> Scene {
        let what = recording.events[event]
        return Scene(
            event: event,
            line: recording.line(of: what),
            task: Int(what.task),
            sentence: phrases.sentence(what)
        )
    }

    /// Goes to the end of the next step, of the followed task if there is one. Returns false if
    /// there is none.
    @discardableResult
    public mutating func forward() -> Bool {
        guard index < count else { return false }
        guard let followed else {
            go(to: finder.row(holding: index).range.upperBound)
            return true
        }
        let from = index
        return seek(forward: true, from: from) { $0.isAbout(task: followed) }
    }

    /// Goes to the end of the step before, of the followed task if there is one. Returns false if
    /// there is none; then it is at the beginning, unless a task is followed.
    @discardableResult
    public mutating func back() -> Bool {
        guard index > 0 else { return false }
        let start = finder.row(holding: index - 1).range.lowerBound
        guard let followed else {
            go(to: start)
            return true
        }
        return seek(forward: false, from: start) { $0.isAbout(task: followed) }
    }

    /// Goes to the end of the nearest step, after or before the moment, that tells of one of the
    /// stops. Returns false if there is none.
    public mutating func goOn(forward: Bool) -> Bool {
        let stops = stops
        let from = forward || index == 0 ? index : finder.row(holding: index - 1).range.lowerBound
        let recording = recording
        return seek(forward: forward, from: from) { event in
            stops.contains { $0.holds(event, in: recording) }
        }
    }

    /// Whether what happened last is something to stop at.
    public var isAtStop: Bool {
        guard index > 0, !stops.isEmpty else { return false }
        let row = finder.row(holding: index - 1).range
        return recording.events[row].contains { event in
            stops.contains { $0.holds(event, in: recording) }
        }
    }

    private mutating func seek(
        forward: Bool,
        from: Int,
        where holds: (LoopEvent) -> Bool
    ) -> Bool {
        let events = recording.events
        let found =
            forward
            ? events[from...].firstIndex(where: holds) : events[..<from].lastIndex(where: holds)
        guard let found else { return false }
        go(to: finder.row(holding: found).range.upperBound)
        return true
    }

    /// Goes to the end of the next step that says `text`, whatever its capitals; after the last
    /// one the search goes on from the beginning. Returns false if no step says it.
    public mutating func find(_ text: String) -> Bool {
        let wanted = text.lowercased()
        guard !wanted.isEmpty, count > 0 else { return false }
        let begin = index
        for range in [begin..<count, 0..<begin] {
            if let found = place(of: wanted, in: range) {
                go(to: found)
                return true
            }
        }
        return false
    }

    /// The end of the first step that says `wanted` and holds or follows the beginning of `range`.
    private func place(of wanted: String, in range: Range<Int>) -> Int? {
        guard !range.isEmpty else { return nil }
        var board = timeline.board(at: finder.row(holding: range.lowerBound).range.lowerBound)
        while board.index < range.upperBound {
            let telling = finder.teller.tell(board.index, on: board)
            let end = max(telling?.end ?? 0, board.index + 1)
            while board.index < min(end, count) { board.apply(recording.events[board.index]) }
            guard let telling, end > range.lowerBound else { continue }
            let said = [telling.sentence] + telling.more
            if said.contains(where: { $0.text.lowercased().contains(wanted) }) { return end }
        }
        return nil
    }
}

extension StyledLine {
    /// A row of output without the mark that sets it apart in a log.
    fileprivate var printed: StyledLine {
        spans.first?.text == "> " ? StyledLine(Array(spans.dropFirst())) : self
    }
}

extension LoopEvent {
    /// Whether the event happened to the task with number `id`, or was done by it.
    fileprivate func isAbout(task id: Int) -> Bool { Int(task) == id || Int(other) == id }
}
