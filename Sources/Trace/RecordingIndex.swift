import LoopEvents

/// What a future of a recording stands for.
struct FutureInfo: Equatable, Sendable {
    var name: String?
    var role = WaitRole.future
    /// The task it is; 0 if it is no task's.
    var task = 0
    /// Which of the jobs handed to threads it is, from 1; 0 if it is none.
    var job = 0
    /// The futures that a gather or a wait watches, in argument order.
    var children: [UInt32] = []
}

extension WaitRole {
    /// Whether it is a wait for something that tasks share, such as a lock: the future that is
    /// completed is then one task's place in line, and only its wait knows what for.
    var isShared: Bool { [.lock, .condition, .event, .queue].contains(self) }
}

/// What a handle of a recording is for, as far as a learner is concerned.
enum HandleUse: Equatable, Sendable {
    /// The timer of a sleeping task.
    case sleep(task: Int)
    /// The timer of a `wait` with a timeout.
    case timeout(task: Int)
    /// The program's own timer.
    case timer
    /// The program's own callback.
    case callback
    /// The program's own callback on a future that the event completed.
    case doneCallback(of: Int)
    /// The end of a pool's job, the event of its return.
    case jobReturn(Int)
    /// The loop's own business.
    case `internal`
}

/// One walk over the events that finds out who is who.
struct RecordingIndex {
    private(set) var tasks: [TaskInfo] = []
    private(set) var futures: [UInt32: FutureInfo] = [:]
    private(set) var handles: [UInt32: HandleUse] = [:]
    private(set) var coroutines: [UInt32: String] = [:]
    private(set) var output = OutputLines()
    private var jobs = 0
    private let strings: [UInt32: String]

    init(strings: [UInt32: String]) { self.strings = strings }

    mutating func add(_ events: [LoopEvent], at index: Int) {
        let event = events[index]
        switch event.kind {
        case .taskCreated:
            tasks.append(
                TaskInfo(
                    id: tasks.count + 1,
                    name: strings[event.text] ?? "Task-\(tasks.count + 1)",
                    parent: Int(event.other),
                    future: Int(event.subject),
                    created: index
                )
            )
            futures[event.subject] = FutureInfo(
                name: tasks.last?.name,
                role: .task,
                task: Int(event.task)
            )
        case .taskStepped:
            with(event.task) {
                if $0.firstStep == nil { $0.firstStep = index }
                $0.lastStep = index
            }
        case .taskFinished:
            with(event.task) { $0.finished = index }
        case .taskSuspended where event.role.isShared && futures[event.subject] == nil:
            futures[event.subject] = FutureInfo(name: strings[event.text], role: event.role)
        case .futureCreated:
            futures[event.subject] = FutureInfo(
                name: strings[event.text] ?? "future \(event.subject)"
            )
        case .futureLinked:
            futures[event.subject, default: FutureInfo(role: event.role)].children.append(
                UInt32(truncatingIfNeeded: event.detail)
            )
        case .workOffloaded:
            jobs += 1
            futures[event.subject] = FutureInfo(role: .executor, job: jobs)
        case .timerArmed:
            handles[event.subject] = useOfTimer(events, at: index)
        case .handleScheduled:
            handles[event.subject] = useOfCallback(events, event)
        case .coroutineCreated:
            coroutines[event.subject] = strings[event.text]
        case .output:
            output.add(strings[event.text] ?? "", open: event.detail == 1, event: index)
        default:
            break
        }
    }

    private mutating func with(_ task: UInt32, _ change: (inout TaskInfo) -> Void) {
        guard task >= 1, task <= tasks.count else { return }
        change(&tasks[Int(task) - 1])
    }

    /// A sleep arms its timer and suspends at once, to the same deadline.
    private func useOfTimer(_ events: [LoopEvent], at index: Int) -> HandleUse {
        guard index + 1 < events.count else { return .timer }
        let (timer, next) = (events[index], events[index + 1])
        guard next.kind == .taskSuspended, next.task == timer.task, next.value == timer.value
        else { return .timer }
        return switch next.role {
        case .sleep: .sleep(task: Int(next.task))
        case .wait: .timeout(task: Int(next.task))
        default: .timer
        }
    }

    private func useOfCallback(_ events: [LoopEvent], _ event: LoopEvent) -> HandleUse {
        // The runtime's own callbacks carry no line.
        guard event.line != 0, event.cause < events.count else {
            return event.line == 0 ? useOfOwn(events, event) : .callback
        }
        return switch events[Int(event.cause)].kind {
        case .workReturned: .jobReturn(Int(event.cause))
        case .taskFinished, .futureCompleted: .doneCallback(of: Int(event.cause))
        default: .callback
        }
    }

    private func useOfOwn(_ events: [LoopEvent], _ event: LoopEvent) -> HandleUse {
        guard event.cause < events.count, events[Int(event.cause)].kind == .workReturned else {
            return .internal
        }
        return .jobReturn(Int(event.cause))
    }
}

/// Puts what was printed together into lines, as a terminal would.
struct OutputLines {
    private var lines: [OutputLine] = []
    private var isOpen = false

    /// Adds `text` printed by event `event`; `open` if no line end was added to it.
    mutating func add(_ text: String, open: Bool, event: Int) {
        var pieces = text.split(separator: "\n", omittingEmptySubsequences: false)
        // A text that ends in a line end leaves nothing of the next line.
        if open, pieces.last == "" { pieces.removeLast() }
        for (number, piece) in pieces.enumerated() {
            if number == 0, isOpen {
                lines[lines.count - 1].add(piece, event: event)
            } else {
                lines.append(OutputLine(text: String(piece), event: event))
            }
        }
        if !pieces.isEmpty { isOpen = open && !text.hasSuffix("\n") }
        if text.hasSuffix("\n") { isOpen = false }
    }

    var finished: [OutputLine] { lines }
}

extension OutputLine {
    fileprivate mutating func add(_ piece: Substring, event number: Int) {
        if pieces.isEmpty { pieces = [Piece(event: event, end: text.utf8.count)] }
        text += piece
        pieces.append(Piece(event: number, end: text.utf8.count))
    }
}
