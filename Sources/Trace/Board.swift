import LoopEvents

/// The loop's state at one moment of a recording: a fold over its events.
///
/// Each event costs constant time. A board knows numbers, not names; the recording has those.
public struct Board: Equatable, Sendable {
    /// Who has the loop's thread.
    public enum Runner: Equatable, Sendable {
        /// The task with this number.
        case task(Int)
        /// The callback with this number.
        case callback(Int)
    }

    /// What a task waits for.
    public struct Wait: Equatable, Sendable {
        // As the event has them: a board of 100,000 tasks is copied at every jump.
        private var value: Int64
        private let subject: UInt32
        private let other: UInt32
        private let place: UInt32
        /// What kind of thing.
        public let role: WaitRole

        /// The number of the future; 0 if there is none.
        public var future: Int { Int(subject) }
        /// The task it waits for; 0 for none.
        public var task: Int { Int(other) }
        /// When it stops waiting by itself, in nanoseconds of loop time; nil for never.
        public var deadline: Int64? { value < 0 ? nil : value }
        /// The event in which it began to wait.
        public var event: Int { Int(place) }

        /// What `event`, a suspension with this index, says.
        init(_ event: LoopEvent, at index: Int) {
            role = event.role
            subject = event.subject
            other = event.other
            value = event.value
            place = UInt32(index)
        }

        /// The same wait with another deadline.
        func until(_ deadline: Int64) -> Wait {
            var wait = self
            wait.value = deadline
            return wait
        }
    }

    /// What a task is doing.
    public enum Status: Equatable, Sendable {
        /// It stands in the ready queue.
        case ready
        /// It has the thread.
        case running
        /// It is suspended.
        case waiting(Wait)
        /// Its body ended, in this way.
        case finished(Outcome)
    }

    /// One task.
    public struct TaskState: Equatable, Sendable {
        /// What it is doing.
        public internal(set) var status: Status
        var stepCount: UInt32 = 0
        var lastSuspension = LoopEvent.noCause
        /// The line of its file on which it was last seen, where it stands; 0 if unknown.
        ///
        /// Before its first step that is the line of its creation.
        public internal(set) var line: UInt32 = 0

        /// How often it has been given the thread.
        public var steps: Int { Int(stepCount) }

        /// The event in which it last began to wait, where it goes on when it next runs.
        public var suspended: Int? {
            lastSuspension == LoopEvent.noCause ? nil : Int(lastSuspension)
        }
    }

    /// What a thread pool has to do with a job.
    public enum Job: Equatable, Sendable {
        /// No thread is free for it yet.
        case queued
        /// The thread with this number has it.
        case running(thread: Int)
    }

    /// How many events have been folded in; the next one's index.
    public private(set) var index = 0
    /// The loop's time, in nanoseconds.
    public private(set) var time: Int64 = 0
    /// The loop's pass; 0 before the first.
    public private(set) var pass = 0
    /// Who has the thread; nil while the loop itself has it.
    public private(set) var running: Runner?
    /// The tasks so far, the one with number 1 first.
    public private(set) var tasks: [TaskState] = []
    /// The deadlines that are set, by the number of their timer, in nanoseconds of loop time.
    public private(set) var timers: [Int: Int64] = [:]
    /// The jobs that thread pools have, by number.
    public private(set) var jobs: [Int: Job] = [:]
    /// The file descriptors that are watched.
    public private(set) var descriptors: Set<Int> = []
    /// The coroutines that were made and have not started, by number.
    public private(set) var unstarted: Set<Int> = []
    /// How many pieces of output have been printed.
    public private(set) var outputCount = 0
    /// Whether the loop has found that nothing can ever become ready.
    public private(set) var isDeadlocked = false
    /// Whether the loop has closed.
    public private(set) var isClosed = false
    private var line = ReadyLine()

    /// How much memory a copy takes, counted in tasks.
    var weight: Int { tasks.count + line.count + timers.count + jobs.count + unstarted.count }

    /// The board before anything has happened.
    public init() {}

    /// Who is ready, the next to run first.
    ///
    /// A cancelled callback leaves it at once; in the loop's own queue its place is skipped (R4).
    public var ready: [ReadyEntry] { line.entries }

    /// The first `count` of those who are ready, the next to run first.
    public func ready(first count: Int) -> [ReadyEntry] { line.entries(first: count) }

    /// How many are ready.
    public var readyCount: Int { line.count }

    /// Who runs next; nil if nothing is ready.
    public var next: ReadyEntry? { line.first }

    /// The state of the task with number `id`; nil if there is none yet.
    public func task(_ id: Int) -> TaskState? {
        id >= 1 && id <= tasks.count ? tasks[id - 1] : nil
    }

    /// What the task with number `id` waits for; nil if it does not wait.
    public func wait(of id: Int) -> Wait? {
        if case .waiting(let wait)? = task(id)?.status { wait } else { nil }
    }

    /// The numbers of the tasks that have not ended, in order of creation.
    public var unfinished: [Int] {
        tasks.indices.filter { if case .finished = tasks[$0].status { false } else { true } }
            .map { $0 + 1 }
    }

    // MARK: Folding

    /// Folds the next event in.
    public mutating func apply(_ event: LoopEvent) {
        index += 1
        time = event.time
        pass = Int(event.pass)
        if event.line != 0 { follow(event) }
        switch event.kind {
        case .taskCreated, .taskStepped, .taskSuspended, .taskWoken, .taskFinished:
            applyTask(event)
        case .handleScheduled, .handleRan, .handleCancelled, .timerArmed, .timerFired,
            .timerCancelled:
            applyHandle(event)
        case .passBegan: running = nil
        case .workOffloaded: jobs[Int(event.subject)] = .queued
        case .workStarted: jobs[Int(event.subject)] = .running(thread: Int(event.value))
        case .workReturned: jobs[Int(event.subject)] = nil
        // A job that is cancelled before a thread has it is dropped; one that runs goes on.
        case .futureCompleted where jobs[Int(event.subject)] == .queued:
            jobs[Int(event.subject)] = nil
        case .fdWatched: descriptors.insert(Int(event.value))
        case .fdUnwatched: if event.detail == 0 { descriptors.remove(Int(event.value)) }
        case .coroutineCreated: unstarted.insert(Int(event.subject))
        case .coroutineStarted, .coroutineEnded: unstarted.remove(Int(event.subject))
        case .output: outputCount += 1
        case .intervened: applyIntervention(event)
        case .deadlock: isDeadlocked = true
        case .loopClosed: (running, isClosed) = (nil, true)
        default: break
        }
    }

    /// Moves the task that has the thread to the line `event` names.
    private mutating func follow(_ event: LoopEvent) {
        guard case .task(let id)? = running, id <= tasks.count else { return }
        let actor = event.kind == .taskCreated ? event.other : event.task
        if Int(actor) == id, event.kind != .taskWoken { tasks[id - 1].line = event.line }
    }

    private mutating func applyTask(_ event: LoopEvent) {
        let id = Int(event.task)
        if event.kind == .taskCreated, id == tasks.count + 1 {
            tasks.append(TaskState(status: .ready, line: event.line))
            line.append(.task(id))
            return
        }
        guard id >= 1, id <= tasks.count else { return }
        switch event.kind {
        case .taskStepped:
            leaveLine(id)
            running = .task(id)
            tasks[id - 1].status = .running
            tasks[id - 1].stepCount += 1
        case .taskSuspended:
            leaveLine(id)
            tasks[id - 1].lastSuspension = UInt32(index - 1)
            tasks[id - 1].status = .waiting(Wait(event, at: index - 1))
            if event.line != 0 { tasks[id - 1].line = event.line }
            if running == .task(id) { running = nil }
        case .taskWoken:
            leaveLine(id)
            tasks[id - 1].status = .ready
            line.append(.task(id))
        case .taskFinished:
            leaveLine(id)
            tasks[id - 1].status = .finished(event.outcome)
            if running == .task(id) { running = nil }
        default:
            break
        }
    }

    /// Only who is ready stands in the line.
    private mutating func leaveLine(_ id: Int) {
        if tasks[id - 1].status == .ready { line.remove(.task(id)) }
    }

    /// Moves a timer, and the end of the wait for it.
    private mutating func applyIntervention(_ event: LoopEvent) {
        guard event.movesTimer, let before = timers[Int(event.subject)] else { return }
        timers[Int(event.subject)] = event.value
        let id = Int(event.other)
        guard let wait = wait(of: id), wait.deadline == before else { return }
        tasks[id - 1].status = .waiting(wait.until(event.value))
    }

    private mutating func applyHandle(_ event: LoopEvent) {
        let id = Int(event.subject)
        switch event.kind {
        case .timerArmed: timers[id] = event.value
        case .timerCancelled: timers[id] = nil
        case .timerFired:
            timers[id] = nil
            line.append(.callback(id))
        case .handleScheduled: line.append(.callback(id))
        case .handleCancelled: line.remove(.callback(id))
        case .handleRan:
            line.remove(.callback(id))
            running = .callback(id)
        default: break
        }
    }
}

extension Recording {
    /// The board after the first `count` events.
    public func board(after count: Int) -> Board {
        var board = Board()
        for event in events.prefix(count) { board.apply(event) }
        return board
    }

    /// The names of who is ready on `board`, the next to run first; a callback is `callback`.
    public func readyNames(on board: Board) -> [String] {
        board.ready.map { entry in
            switch entry {
            case .task(let id): taskName(id)
            case .callback: "callback"
            }
        }
    }
}
