import LoopEvents

/// Everything that happened in one run: what every view is drawn from.
///
/// A value that owns its events and texts; the buffer it was read from may go. It holds only what
/// can be trusted: events that this version knows, in order, each naming an earlier cause. What a
/// crashed or mischievous program left behind them is counted and dropped.
public struct Recording: Sendable {
    /// What the loop's time was made of.
    public enum Clock: String, Sendable {
        /// Time that jumps to the next deadline when nothing is ready.
        case virtual
        /// The machine's time.
        case real
    }

    /// What was run, for headings.
    public var title: String
    /// The code that was run, as the learner sees it, its first line being line 1; nil if unknown.
    public var code: String?
    /// What the loop's time was made of.
    public let clock: Clock
    /// The file's line that is shown to the learner as line 1.
    public let firstLine: Int
    /// What happened, in order; an event's index is its sequence number.
    public let events: [LoopEvent]
    /// How many events came after the record was full and are lost.
    public let droppedEvents: Int
    /// How many bytes of text came after the table of texts was full and are lost.
    public let droppedBytes: Int
    /// How many events at the end of the record made no sense and were left out.
    public let damagedEvents: Int
    /// Whether it was read from a file, so that damage is the file's.
    let isFromFile: Bool
    /// Every task, the one with id 1 first.
    public let tasks: [TaskInfo]
    /// The lines the program printed, in order.
    public let output: [OutputLine]

    let strings: [UInt32: String]
    let futures: [UInt32: FutureInfo]
    let handles: [UInt32: HandleUse]
    private let coroutines: [UInt32: String]

    /// Whether the event at `index` began a pass.
    func isPass(_ index: UInt32) -> Bool {
        index < events.count && events[Int(index)].kind == .passBegan
    }

    /// The record in `buffer`, read at once.
    ///
    /// - `title`: what was run.
    /// - `firstLine`: the line of its file on which the code shown to the learner begins.
    /// - `clock`: what the loop's time was made of.
    public init(
        _ buffer: RecordBuffer,
        title: String = "",
        firstLine: Int = 1,
        clock: Clock = .virtual
    ) {
        let count = min(buffer.eventCount, buffer.eventCapacity)
        var sound = Soundness()
        var events: [LoopEvent] = []
        events.reserveCapacity(count)
        var strings: [UInt32: String] = [:]
        for index in 0..<count {
            let event = buffer[index]
            guard sound.objection(to: event) == nil else { break }
            events.append(event)
            if event.text != 0, strings[event.text] == nil {
                strings[event.text] = buffer.string(event.text)
            }
        }
        self.init(
            events: events,
            strings: strings,
            title: title,
            firstLine: firstLine,
            clock: clock,
            dropped: (buffer.droppedEvents, buffer.droppedBytes),
            damaged: count - events.count
        )
    }

    init(
        events: [LoopEvent],
        strings: [UInt32: String],
        title: String,
        firstLine: Int,
        clock: Clock,
        dropped: (events: Int, bytes: Int),
        damaged: Int,
        code: String? = nil,
        isFromFile: Bool = false
    ) {
        self.title = title
        self.code = code
        self.isFromFile = isFromFile
        self.clock = clock
        self.firstLine = firstLine
        self.events = events
        self.strings = strings
        (droppedEvents, droppedBytes) = dropped
        damagedEvents = damaged
        var index = RecordingIndex(strings: strings)
        for number in events.indices { index.add(events, at: number) }
        (tasks, futures, handles) = (index.tasks, index.futures, index.handles)
        coroutines = index.coroutines
        output = index.output.finished
    }

    /// The same recording with other events, renumbered: for asking what a changed run would show.
    ///
    /// `kept` gives the events in their new order; their sequence numbers are the old ones and are
    /// replaced, and causes follow them. An event whose cause is gone or comes later loses it.
    public func rearranged(_ kept: [LoopEvent]) -> Recording {
        var renumbered = kept
        var places: [UInt32: UInt32] = [:]
        for (index, event) in kept.enumerated() {
            places[event.sequence] = UInt32(index)
            renumbered[index].sequence = UInt32(index)
            if event.cause != LoopEvent.noCause {
                renumbered[index].cause = places[event.cause] ?? LoopEvent.noCause
            }
        }
        return Recording(
            events: renumbered,
            strings: strings,
            title: title,
            firstLine: firstLine,
            clock: clock,
            dropped: (droppedEvents, droppedBytes),
            damaged: damagedEvents,
            code: code,
            isFromFile: isFromFile
        )
    }

    // MARK: Reading

    /// The text of `event`: a name, a message, what was printed; empty if it has none.
    public func text(of event: LoopEvent) -> String { strings[event.text] ?? "" }

    /// The line `event` was asked for on, counted in the code shown to the learner; nil if unknown.
    public func line(of event: LoopEvent) -> Int? {
        let line = Int(event.line) - firstLine + 1
        return event.line > 0 && line > 0 ? line : nil
    }

    /// The task with number `id`; nil for 0 and for numbers no task has.
    public func task(_ id: Int) -> TaskInfo? {
        id >= 1 && id <= tasks.count ? tasks[id - 1] : nil
    }

    /// The name of the task with number `id`; `the loop` for 0.
    public func taskName(_ id: Int) -> String {
        id == 0 ? "the loop" : task(id)?.name ?? "task \(id)"
    }

    /// The name of the coroutine with number `id`.
    func coroutineName(_ id: UInt32) -> String { coroutines[id] ?? "" }

    /// The index of the event that made `index` happen; nil for a root.
    public func cause(of index: Int) -> Int? {
        let cause = events[index].cause
        return cause == LoopEvent.noCause ? nil : Int(cause)
    }

    /// Whether `task` is one of Swift's that never comes back after it was suspended at `index`.
    func lastsOutside(_ id: Int, from index: Int) -> Bool {
        guard let task = task(id), task.isSwifts else { return false }
        return index > task.lastStep ?? 0
    }

    /// The loop's time at the end, in nanoseconds.
    public var endTime: Int64 { events.last?.time ?? 0 }

    /// Whether the loop closed by itself; if not, the program was ended or died.
    public var isClosed: Bool { events.last?.kind == .loopClosed }

    /// The event that found a deadlock, if one did.
    public var deadlock: Int? { events.lastIndex { $0.kind == .deadlock } }
}

/// One task of a recording.
public struct TaskInfo: Equatable, Sendable {
    /// Its number, from 1 in order of creation.
    public let id: Int
    /// Its name.
    public let name: String
    /// The task that created it; 0 for none.
    public let parent: Int
    /// The number of the future it is; 0 for a child task of Swift's own.
    public let future: Int
    /// The event of its creation.
    public let created: Int
    /// The event of its first step.
    public internal(set) var firstStep: Int?
    /// The event of its last step.
    public internal(set) var lastStep: Int?
    /// Whether Swift made it (`async let`, a task group, `Task { }`): the loop cannot see its end.
    public var isSwifts: Bool { future == 0 }
    /// The event of its end.
    public internal(set) var finished: Int?
}

/// One line that the program printed.
public struct OutputLine: Equatable, Sendable {
    /// The line, without its end.
    public internal(set) var text: String
    /// The event that printed its beginning.
    public let event: Int
    /// If it was printed piece by piece: up to which byte by which event.
    var pieces: [Piece] = []

    struct Piece: Equatable, Sendable {
        var event: Int
        var end: Int
    }

    /// As much of it as had been printed after the first `count` events.
    func text(after count: Int) -> String {
        guard let last = pieces.last, last.event >= count else { return text }
        let end = pieces.last { $0.event < count }?.end ?? 0
        return String(decoding: text.utf8.prefix(end), as: UTF8.self)
    }
}
