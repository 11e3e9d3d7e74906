import LoopEvents

/// Why a task does not run at some moment: what must happen first, and before that.
public struct Obstacle: Equatable, Sendable {
    /// What stands in the way of what is one level up; of the first one, of the task asked about.
    public enum Kind: Equatable, Sendable {
        /// The task will be made in this event.
        case notCreated(Int)
        /// The task has ended, in this event.
        case finished(Int)
        /// The task is running.
        case running(Int)
        /// The task is ready, and this many stand before it in the queue.
        case queued(Int, before: [ReadyEntry])
        /// The task waits.
        case waits(Int, Board.Wait)
        /// The task has been met already: who waits for each other waits for ever.
        case circle(Int)
        /// A deadline, in nanoseconds of loop time, that will come by itself.
        case deadline(Int64)
        /// A future that somebody must complete; the event in which that is done in this run, and
        /// the task that does it, 0 for none.
        case completion(future: Int, by: Int?, task: Int)
        /// A thread that has, or is still to have, a job.
        case job(future: Int, state: Board.Job?, returns: Int?)
        /// A file descriptor that must become ready; the event in which it does.
        case descriptor(Int?, ready: Int?)
        /// Something that the loop cannot see.
        case outside
        /// All that was waited for is done; the loop is about to say so.
        case settled
        /// There is more that is not listed.
        case more(Int)
    }

    /// What it is.
    public let kind: Kind
    /// How deep it stands: 0 for the task asked about, one more for what that waits for.
    public let depth: Int
}

extension Why {
    /// What keeps the task called `name` from running after the first `count` events: the task
    /// itself, then what it waits for, each under who waits for it, down to what needs nothing more.
    ///
    /// Errors: `Unanswerable`, if there is no such task in the whole run.
    public func obstacles(of name: String, on board: Board) throws(Unanswerable) -> [Obstacle] {
        let id = try task(named: name, after: board.index)
        var search = ObstacleSearch(why: self, board: board)
        search.add(task: id, depth: 0)
        return search.found
    }
}

/// Walks from a task to all that it waits for.
private struct ObstacleSearch {
    /// More than a screen of them explains nothing.
    private static let most = 24

    let why: Why
    let board: Board
    private(set) var found: [Obstacle] = []
    private var path: [Int] = []
    private var seen: Set<Int> = []
    /// The futures that are done on this board.
    private let done: Set<UInt32>

    init(why: Why, board: Board) {
        self.why = why
        self.board = board
        var done: Set<UInt32> = []
        for event in why.recording.events[..<board.index]
        where event.kind == .futureCompleted || event.kind == .taskFinished {
            done.insert(event.subject)
        }
        self.done = done
    }

    private var recording: Recording { why.recording }

    private mutating func add(_ kind: Obstacle.Kind, _ depth: Int) {
        found.append(Obstacle(kind: kind, depth: depth))
    }

    mutating func add(task id: Int, depth: Int) {
        guard !path.contains(id), depth < 40 else { return add(.circle(id), depth) }
        switch board.task(id)?.status {
        case nil: add(.notCreated(recording.task(id)?.created ?? 0), depth)
        case .finished: add(.finished(recording.task(id)?.finished ?? 0), depth)
        case .running: add(.running(id), depth)
        case .ready:
            let before = board.ready.prefix { $0 != .task(id) }
            add(.queued(id, before: Array(before)), depth)
        case .waiting(let wait):
            add(.waits(id, wait), depth)
            // What it waits for was told where it was met first.
            guard seen.insert(id).inserted else { return }
            path.append(id)
            add(wait, of: id, depth: depth + 1)
            path.removeLast()
        }
    }

    private mutating func add(_ wait: Board.Wait, of task: Int, depth: Int) {
        switch wait.role {
        case .sleep: add(.deadline(wait.deadline ?? 0), depth)
        case .task where wait.task != 0: add(task: wait.task, depth: depth)
        case .gather, .wait:
            add(children: wait.future, depth: depth)
            if let deadline = wait.deadline { add(.deadline(deadline), depth) }
        case .fd:
            let number = recording.events[wait.event].awaitedDescriptor.map { Int($0.number) }
            let ready = next { $0.kind == .fdReady && Int($0.value) == number }
            add(.descriptor(number, ready: ready), depth)
        case .outside, .none, .turn: add(.outside, depth)
        default: add(future: wait.future, depth: depth)
        }
    }

    private mutating func add(children future: Int, depth: Int) {
        let children = recording.futures[UInt32(future)]?.children ?? []
        if children.isEmpty { return add(future: future, depth: depth) }
        let pending = children.filter { !done.contains($0) }
        if pending.isEmpty { add(.settled, depth) }
        var left = 0
        for child in pending {
            if found.count >= Self.most {
                left += 1
            } else if let info = recording.futures[child], info.role == .task, info.task != 0 {
                add(task: info.task, depth: depth)
            } else {
                add(future: Int(child), depth: depth)
            }
        }
        if left > 0 { add(.more(left), depth) }
    }

    /// A future that is no task's: a job of a thread, or one that somebody must complete.
    private mutating func add(future: Int, depth: Int) {
        let id = UInt32(future)
        if let info = recording.futures[id], info.role == .executor {
            let returns = next { $0.kind == .workReturned && $0.subject == id }
            return add(.job(future: future, state: board.jobs[future], returns: returns), depth)
        }
        let completed = next { $0.kind == .futureCompleted && $0.subject == id }
        var task = 0
        if let completed {
            let turn = recording.events[why.turn(of: completed)]
            if turn.kind == .taskStepped { task = Int(turn.task) }
        }
        add(.completion(future: future, by: completed, task: task), depth)
        // Whoever will do it cannot do it before it runs itself.
        if task != 0, !path.contains(task), board.task(task) != nil {
            add(task: task, depth: depth + 1)
        }
    }

    private func next(where found: (LoopEvent) -> Bool) -> Int? {
        recording.events[board.index...].firstIndex(where: found)
    }
}
