import LoopEvents

/// Writes runs as a trace in Chrome's JSON format, for Perfetto (ui.perfetto.dev) and its like.
///
/// A run is a process and a task one of its tracks, with a slice for each stretch in which it runs,
/// is ready or waits; the loop's own track has the passes and the callbacks. An arrow leads from
/// each event to what it caused on another track. What is printed is an instant, and the ready
/// queue's length a counter.
///
/// Much happens at one moment of a virtual clock, and a viewer would lay it all on one spot. So
/// each event is drawn at its time or a little after the event before it, whichever is later: 1 µs
/// on a virtual clock, 2 ns on a real one. The exact time is among a slice's arguments.
public struct PerfettoExport: Sendable {
    private let recordings: [Recording]

    /// A writer of `recordings`.
    public init(_ recordings: [Recording]) {
        self.recordings = recordings
    }

    /// Hands the trace to `sink`, in pieces.
    public func write<Failure: Error>(
        to sink: (String) throws(Failure) -> Void
    ) throws(Failure) {
        try sink("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n")
        var tracks = 0
        var flows = 0
        for (number, recording) in recordings.enumerated() {
            var process = PerfettoProcess(
                recording,
                number: number + 1,
                firstTrack: tracks + 1,
                firstFlow: flows + 1
            )
            for index in recording.events.indices {
                process.add(index)
                if process.text.utf8.count >= 1 << 16 { try sink(process.take()) }
            }
            process.end()
            // A list's last item has no comma after it.
            try sink(process.take(isLast: number == recordings.count - 1))
            tracks += recording.tasks.count + 1
            flows = process.flows
        }
        try sink("]}\n")
    }
}

/// One run as a process of a trace: what has been written of it so far.
private struct PerfettoProcess {
    private let recording: Recording
    private let phrases: Phrases
    private let number: Int
    private let firstTrack: Int
    /// The number of the last flow.
    private(set) var flows: Int
    private(set) var text = ""

    private var board = Board()
    /// Where each event is drawn, in nanoseconds.
    private var marks: [Int64] = []
    private let gap: Int64
    /// The open slice of each task and, at 0, the loop's pass.
    private var open: [Slice?]
    private var callback: Slice?
    /// The event in which a task has just ended; what it causes at once is still told of the task.
    private var ending: Int?
    private var ready = 0

    private struct Slice {
        var name: String
        var start: Int64
        var event: Int
    }

    init(_ recording: Recording, number: Int, firstTrack: Int, firstFlow: Int) {
        self.recording = recording
        self.number = number
        self.firstTrack = firstTrack
        phrases = Phrases(recording)
        flows = firstFlow - 1
        gap = recording.clock == .virtual ? 1000 : 2
        open = Array(repeating: nil, count: recording.tasks.count + 1)
        let title = recording.title.isEmpty ? "run" : Phrases.clean(recording.title)
        addName("process_name", title, track: firstTrack)
        addName("thread_name", "the loop", track: firstTrack)
        for task in recording.tasks {
            addName("thread_name", Phrases.clean(task.name), track: track(task.id))
        }
        for id in 0...recording.tasks.count {
            addEvent("M", "thread_sort_index", track: track(id), args: ["sort_index": .id(id)])
        }
    }

    /// What was written since the last time.
    mutating func take(isLast: Bool = false) -> String {
        defer { text = "" }
        guard isLast else { return text }
        return String(text.dropLast(2)) + "\n"
    }

    private func track(_ task: Int) -> Int { firstTrack + task }

    // MARK: Events

    mutating func add(_ index: Int) {
        let event = recording.events[index]
        let last = marks.last ?? -gap
        let (after, isPastEnd) = last.addingReportingOverflow(gap)
        let mark = max(event.time, isPastEnd ? last : after)
        endTask(before: event)
        marks.append(mark)
        // What gives the thread up does so just after it is recorded, so that an arrow that
        // starts at it starts in a slice.
        let (over, isOver) = mark.addingReportingOverflow(gap / 2)
        let afterwards = isOver ? mark : over
        board.apply(event)
        let task = Int(event.task)
        switch event.kind {
        case .loopStarted: begin("starts", of: 0, at: mark, index)
        case .passBegan:
            endCallback(at: mark)
            begin("pass \(event.pass)", of: 0, at: mark, index)
        case .handleRan:
            endCallback(at: mark)
            callback = Slice(name: "callback", start: mark, event: index)
        case .taskCreated, .taskWoken: begin("ready", of: task, at: mark, index)
        case .taskStepped:
            endCallback(at: mark)
            begin("runs", of: task, at: mark, index)
        case .taskSuspended:
            let wait = phrases.waited(Board.Wait(event, at: index)).text
            begin("waits for \(wait)", of: task, at: afterwards, index)
        case .taskFinished: ending = index
        case .loopClosed:
            endCallback(at: mark)
            close(0, at: afterwards)
        case .output, .deadlock, .loopBlocked, .callbackFailed, .escaped, .neverAwaited,
            .neverRetrieved, .interrupted, .intervened, .cancelRequested, .cancelDelivered:
            addInstant(event, index, at: mark)
        default: break
        }
        addFlow(to: index)
        guard board.readyCount != ready else { return }
        ready = board.readyCount
        addEvent("C", "ready queue", track: firstTrack, at: mark, args: ["ready": .id(ready)])
    }

    /// Closes the slice of a task that has ended, once `event` is about something else.
    private mutating func endTask(before event: LoopEvent) {
        guard let ended = ending, event.cause != UInt32(ended), let last = marks.last else {
            return
        }
        ending = nil
        let (over, isOver) = last.addingReportingOverflow(gap / 2)
        close(Int(recording.events[ended].task), at: isOver ? last : over)
    }

    /// Closes what is open at the end of the record.
    mutating func end() {
        guard let last = marks.last else { return }
        let (end, isPastEnd) = last.addingReportingOverflow(gap)
        let mark = isPastEnd ? last : end
        endCallback(at: mark)
        for task in open.indices { close(task, at: mark) }
    }

    // MARK: Slices

    private mutating func begin(_ name: String, of task: Int, at mark: Int64, _ index: Int) {
        close(task, at: mark)
        open[task] = Slice(name: name, start: mark, event: index)
    }

    private mutating func close(_ task: Int, at mark: Int64) {
        guard let slice = open[task] else { return }
        open[task] = nil
        add(slice, to: mark, track: track(task))
    }

    private mutating func endCallback(at mark: Int64) {
        guard let slice = callback else { return }
        callback = nil
        add(slice, to: mark, track: firstTrack)
    }

    private mutating func add(_ slice: Slice, to end: Int64, track: Int) {
        addEvent(
            "X",
            slice.name,
            track: track,
            at: slice.start,
            lasting: end - slice.start,
            args: arguments(slice.event)
        )
    }

    private func arguments(_ index: Int) -> KeyValuePairs<StaticString, JSONValue> {
        let event = recording.events[index]
        return [
            "event": .id(index), "time": .string("\(LoopTime.short(event.time)) s"),
            "pass": .id(Int(event.pass)),
            "line": recording.line(of: event).map { .integer(Int64($0)) } ?? .null,
            "what": .string(phrases.sentence(event).text),
        ]
    }

    private mutating func addInstant(_ event: LoopEvent, _ index: Int, at mark: Int64) {
        let name =
            event.kind == .output
            ? phrases.text(of: event).text : phrases.sentence(event).text
        addEvent(
            "i",
            name,
            track: track(Self.lane(of: event)),
            at: mark,
            more: [("s", .string("t"))],
            args: arguments(index)
        )
    }

    /// Whose track `event` is drawn on: its task's, or 0 for the loop's.
    private static func lane(of event: LoopEvent) -> Int {
        switch event.kind {
        // Found out by the loop as it closes, when the task is long over.
        case .neverAwaited, .neverRetrieved: 0
        default: Int(event.task)
        }
    }

    /// The arrow from an event's cause, if that stands on another track.
    private mutating func addFlow(to index: Int) {
        guard let cause = recording.cause(of: index) else { return }
        let (from, to) = (recording.events[cause], recording.events[index])
        let (start, end) = (Self.lane(of: from), Self.lane(of: to))
        guard start != end else { return }
        flows += 1
        addEvent(
            "s",
            "cause",
            track: track(start),
            at: marks[cause],
            more: [("id", .id(flows)), ("cat", .string("cause"))]
        )
        addEvent(
            "f",
            "cause",
            track: track(end),
            at: marks[index],
            more: [("id", .id(flows)), ("cat", .string("cause")), ("bp", .string("e"))]
        )
    }

    // MARK: Lines

    private mutating func addName(_ kind: String, _ name: String, track: Int) {
        addEvent("M", kind, track: track, args: ["name": .string(name)])
    }

    private mutating func addEvent(
        _ phase: String,
        _ name: String,
        track: Int,
        at mark: Int64? = nil,
        lasting duration: Int64? = nil,
        more: [(StaticString, JSONValue)] = [],
        args: KeyValuePairs<StaticString, JSONValue> = [:]
    ) {
        var object = JSONObject()
        object.add("ph", .string(phase))
        object.add("name", .string(name))
        object.add("pid", .id(number))
        object.add("tid", .id(track))
        if let mark { object.add("ts", .number(Self.microseconds(mark))) }
        if let duration { object.add("dur", .number(Self.microseconds(duration))) }
        for (key, value) in more { object.add(key, value) }
        if !args.isEmpty {
            var inner = JSONObject()
            for (key, value) in args { inner.add(key, value) }
            object.add("args", .number(inner.text))
        }
        text += object.text + ",\n"
    }

    private static func microseconds(_ nanoseconds: Int64) -> String {
        let fraction = String(nanoseconds % 1000 + 1000).dropFirst()
        return fraction == "000" ? "\(nanoseconds / 1000)" : "\(nanoseconds / 1000).\(fraction)"
    }
}

extension JSONValue {
    fileprivate static func id(_ number: Int) -> JSONValue { .integer(Int64(number)) }
}
