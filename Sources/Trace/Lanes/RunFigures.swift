import LoopEvents

/// A run in numbers.
public struct RunFigures: Equatable, Sendable {
    /// The loop's time at the end, in nanoseconds.
    public private(set) var time: Int64 = 0
    /// How many passes the loop took.
    public private(set) var passes = 0
    /// How often a task was given the thread.
    public private(set) var switches = 0
    /// How many tasks there were.
    public private(set) var tasks = 0
    /// The most tasks that waited at one moment.
    public private(set) var mostWaiting = 0
    /// The most things that were waited for at one moment outside the loop's own doing: timers,
    /// threads, descriptors.
    public private(set) var mostOutside = 0
    /// How long a task or a callback kept the loop's thread, in nanoseconds.
    public private(set) var kept: Int64 = 0
    /// How long threads worked, all together, in nanoseconds.
    public private(set) var worked: Int64 = 0
    /// How long nothing was ready, in nanoseconds.
    public var idle: Int64 { time - kept }
    /// Of each task, the one with number 1 first.
    public private(set) var lives: [Life] = []
    private var since: [Int64] = []

    /// What became of one task, in nanoseconds.
    public struct Life: Equatable, Sendable {
        /// When it was made.
        public internal(set) var made: Int64 = 0
        /// When it ended; nil if it did not.
        public internal(set) var ended: Int64?
        /// How it ended.
        public internal(set) var outcome = Outcome.none
        /// How often it was given the thread.
        public internal(set) var turns = 0
        /// How long it kept the thread.
        public internal(set) var running: Int64 = 0
        /// How long it stood ready.
        public internal(set) var ready: Int64 = 0
        /// How long it waited.
        public internal(set) var waiting: Int64 = 0
    }

    /// The numbers of `recording`.
    public init(_ recording: Recording) {
        var board = Board()
        var waiting = 0
        var outside = 0
        for event in recording.events {
            if board.running != nil { kept += event.time - board.time }
            settle(Int(event.task) - 1, board.task(Int(event.task)), at: event.time)
            count(event)
            let before = Self.weight(board, Int(event.task))
            board.apply(event)
            let after = Self.weight(board, Int(event.task))
            waiting += after.waiting - before.waiting
            outside += after.outside - before.outside
            mostWaiting = max(mostWaiting, waiting)
            mostOutside = max(mostOutside, outside)
        }
        for task in lives.indices {
            settle(task, board.task(task + 1), at: recording.endTime)
        }
        time = recording.endTime
        passes = Int(recording.events.last?.pass ?? 0)
        tasks = recording.tasks.count
    }

    private static func weight(_ board: Board, _ task: Int) -> (waiting: Int, outside: Int) {
        guard let wait = board.wait(of: task) else { return (0, 0) }
        let isOutside = [.sleep, .executor, .fd, .outside].contains(wait.role)
        return (1, isOutside ? 1 : 0)
    }

    private mutating func count(_ event: LoopEvent) {
        let task = Int(event.task) - 1
        switch event.kind {
        case .taskCreated:
            lives.append(Life(made: event.time))
            since.append(event.time)
        case .taskStepped:
            switches += 1
            if lives.indices.contains(task) { lives[task].turns += 1 }
        case .taskFinished where lives.indices.contains(task):
            lives[task].ended = event.time
            lives[task].outcome = event.outcome
        case .workReturned: worked &+= max(0, event.detail)
        default: break
        }
    }

    /// Adds what has passed since the task's state last changed to that state.
    private mutating func settle(_ task: Int, _ status: Board.TaskState?, at time: Int64) {
        guard lives.indices.contains(task) else { return }
        let passed = time - since[task]
        since[task] = time
        switch status?.status {
        case .running: lives[task].running += passed
        case .ready: lives[task].ready += passed
        case .waiting: lives[task].waiting += passed
        case .finished, nil: break
        }
    }
}
