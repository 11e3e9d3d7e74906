import LoopEvents
import StyledText

/// The words for tasks, futures, times and waits: each in one place, so that all views agree.
struct Phrases: Sendable {
    let recording: Recording

    // MARK: Names

    /// A task's name in its colour.
    func name(_ task: Int) -> StyledLine {
        task == 0
            ? StyledLine("the loop", .plain)
            : StyledLine(Self.clean(recording.taskName(task)), .task(task))
    }

    /// Who did `event`: a task, or a callback.
    func actor(_ event: LoopEvent) -> StyledLine {
        if event.task != 0 { return name(Int(event.task)) }
        guard event.cause < event.sequence else { return "the loop" }
        var cause = recording.events[Int(event.cause)]
        // A cancellation that is handed on is the doing of whoever asked first.
        while cause.kind == .cancelRequested, event.kind == .cancelRequested, cause.task == 0,
            cause.cause < cause.sequence
        {
            cause = recording.events[Int(cause.cause)]
        }
        return switch cause.kind {
        case .handleRan: "callback"
        case .intervened: "you"
        default: name(Int(cause.task))
        }
    }

    /// `A, B and C`; beyond four `A, B, C and 7 more`. As arguments there is no `and`.
    func list(_ items: [StyledLine], asArguments: Bool = false) -> StyledLine {
        let shown = items.count > 4 ? Array(items.prefix(3)) : items
        var line = StyledLine()
        for (index, item) in shown.enumerated() {
            if index > 0 {
                let isLast = index == shown.count - 1 && items.count <= 4
                line.append(isLast && !asArguments ? " and " : ", ")
            }
            line = line + item
        }
        if shown.count < items.count {
            line.append(asArguments ? ", " : " and ")
            line.append("\(items.count - shown.count) more")
        }
        return line
    }

    /// `A, B are` or `A is`.
    func areReady(_ tasks: [Int]) -> StyledLine {
        list(tasks.map(name)) + StyledLine(tasks.count == 1 ? " is ready" : " are ready")
    }

    /// What future `id` is called: a task's name, `future 'x'`, `job 1`.
    ///
    /// A gather's name names what it watches, down to gathers in gathers in gathers; a damaged
    /// record may have one that watches itself.
    func future(_ id: UInt32, depth: Int = 0) -> StyledLine {
        guard let info = recording.futures[id] else { return StyledLine("future \(id)") }
        switch info.role {
        case .task where info.task != 0: return name(info.task)
        case .gather, .wait:
            let watched = depth < 3 ? children(info.children, depth: depth + 1) : "…"
            return StyledLine("\(info.role)(") + watched + StyledLine(")")
        case .executor:
            return StyledLine(info.job > 0 ? "job \(info.job)" : "a job")
        case .lock, .condition, .event, .queue: return shared(info)
        default:
            let given = info.name ?? ""
            return given.isEmpty || given == "future \(id)"
                ? StyledLine("future \(id)")
                : StyledLine("future ") + StyledLine("'\(Self.clean(given))'", .code)
        }
    }

    func children(_ ids: [UInt32], depth: Int = 0) -> StyledLine {
        if ids.isEmpty { return "" }

        return list(ids.map { future($0, depth: depth) }, asArguments: true)
    }

    /// Text of the program's, made harmless and put on one line.
    static func clean(_ text: String) -> String {
        let text = sanitized(text)
        guard text.contains(where: \.isNewline) || text.contains("\t") else { return text }
        return String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }

    /// An error's or a message's text, in the ink of program text.
    func text(of event: LoopEvent) -> StyledLine {
        StyledLine(Self.clean(recording.text(of: event)), .code)
    }

    // MARK: Times

    func duration(_ nanoseconds: Int64) -> String { "\(LoopTime.short(nanoseconds)) s" }

    func duration(from start: Int64, to end: Int64) -> String {
        duration(Self.interval(from: start, to: end))
    }

    /// The time between two moments; as long as can be said, if a damaged record says nonsense.
    static func interval(from start: Int64, to end: Int64) -> Int64 {
        let (length, isTooLong) = end.subtractingReportingOverflow(start)
        return isTooLong ? (end < start ? .min : .max) : length
    }

    func clock(_ nanoseconds: Int64) -> String { LoopTime.fixed(nanoseconds, places: places) }

    /// Three decimals, and more only if the virtual clock needs them to tell times apart.
    let places: Int

    init(_ recording: Recording) {
        self.recording = recording
        let fine =
            recording.clock == .virtual && recording.events.contains { $0.time % 1_000_000 != 0 }
        places = fine ? 6 : 3
    }

    func passes(_ count: Int) -> String { count == 1 ? "+1 pass" : "+\(count) passes" }

    // MARK: Waits

    /// What a task waits for, to stand after `waits for`.
    func waited(_ wait: Board.Wait) -> StyledLine {
        switch wait.role {
        case .none: return "something"
        case .turn: return "its next turn"
        case .sleep: return StyledLine("its timer (\(clock(wait.deadline ?? 0)))")
        case .future, .executor, .gather: return future(UInt32(wait.future))
        case .wait:
            let limit = wait.deadline.map { ", at most until \(clock($0))" } ?? ""
            return future(UInt32(wait.future)) + StyledLine(limit)
        case .task:
            return wait.task == 0 ? future(UInt32(wait.future)) : name(wait.task)
        case .lock, .condition, .event, .queue:
            guard recording.events.indices.contains(wait.event) else {
                return shared(FutureInfo(role: wait.role))
            }
            let name = recording.text(of: recording.events[wait.event])
            return shared(FutureInfo(name: name, role: wait.role))
        case .fd: return descriptor(wait) ?? "a file descriptor"
        case .outside: return "something outside the loop (a child task, an actor or a thread)"
        }
    }

    /// What became of something that tasks share, or of a future, when it let a task go on.
    func becoming(_ role: WaitRole) -> String {
        switch role {
        case .lock: "was released"
        case .condition: "was notified"
        case .queue: "changed"
        default: "was set"
        }
    }

    /// `lock 'door'`; `a lock` if it was given no name.
    private func shared(_ info: FutureInfo) -> StyledLine {
        guard let name = info.name, !name.isEmpty else {
            return StyledLine(info.role == .event ? "an event" : "a \(info.role)")
        }
        return StyledLine("\(info.role) ") + StyledLine("'\(Self.clean(name))'", .code)
    }

    /// The descriptor that a wait is for, and what for.
    private func descriptor(_ wait: Board.Wait) -> StyledLine? {
        guard recording.events.indices.contains(wait.event) else { return nil }
        return recording.events[wait.event].awaitedDescriptor.map {
            StyledLine("file descriptor \($0.number) (to \($0.toWrite ? "write" : "read"))")
        }
    }
}
