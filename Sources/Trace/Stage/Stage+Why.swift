import LoopEvents
import StyledText

extension Stage {
    /// Why what happened last did; nil at the beginning.
    ///
    /// That is the nearest cause which is not the same turn of the same task, and how many passes
    /// lie between; for a wait, what it is that has not come yet.
    public var why: StyledLine? {
        guard let index = scene.event else { return nil }
        let event = recording.events[index]
        switch event.kind {
        case .passBegan: return event.pass > 1 ? idleness : "the loop has started"
        case .loopClosed: return ending
        case .taskSuspended: return lack(Board.Wait(event, at: index))
        default: break
        }
        guard let cause = reason(of: index) else {
            return recording.cause(of: index) == nil ? StyledLine(rootWords(index)) : nil
        }
        let happened = recording.events[cause]
        let passes = Int(event.pass) - Int(happened.pass)
        var line = holding(event) + phrases.sentence(happened)
        line.append(
            passes == 0
                ? ", in the same pass"
                : " at \(phrases.clock(happened.time)) in pass \(happened.pass),"
                    + " \(phrases.passes(passes))"
        )
        return line
    }

    /// What a task does, it does because it has the thread.
    private func holding(_ event: LoopEvent) -> StyledLine {
        guard event.cause < event.sequence, event.kind != .taskStepped else { return StyledLine() }
        let cause = recording.events[Int(event.cause)]
        guard cause.kind == .taskStepped else { return StyledLine() }
        return phrases.name(Int(cause.task)) + " has the thread, as "
    }

    /// What has not come yet for which a task begins to wait.
    private func lack(_ wait: Board.Wait) -> StyledLine {
        let future = phrases.future(UInt32(wait.future))
        return switch wait.role {
        case .turn: "it lets the others have a turn"
        case .sleep: StyledLine("it asked for it; its timer is set for ") + until(wait)
        case .task:
            (wait.task == 0 ? future : phrases.name(wait.task)) + " has not ended yet"
        case .future: future + " has no result yet"
        case .gather: "not all that it gathers have ended yet"
        case .wait: "what it waits for has not come yet"
        case .executor: future + " is a thread's, and not done yet"
        case .lock: "it is not its turn with the lock yet"
        case .condition: "nobody has notified it yet"
        case .event: "the event is not set yet"
        case .queue: "it is not its turn with the queue yet"
        case .fd: "the descriptor is not ready yet"
        case .none, .outside: "what it waits for is not on the loop"
        }
    }

    private func until(_ wait: Board.Wait) -> StyledLine {
        StyledLine(phrases.clock(wait.deadline ?? 0))
    }

    /// Why the loop had to wait.
    private var idleness: StyledLine {
        guard board.readyCount == 0, !board.isClosed else { return "the pass before was over" }
        guard let next = board.timers.values.min() else {
            return "every task waits for something outside the loop"
        }
        return StyledLine("every task waits, and the next timer is set for \(phrases.clock(next))")
    }

    /// Why the loop closed.
    private var ending: StyledLine {
        if board.isDeadlocked { return "nothing could ever become ready" }
        return board.tasks.isEmpty
            ? "its work was done" : phrases.name(1) + " has ended, and the loop ran for its sake"
    }

    /// The nearest cause of `event` that says more than that its task has the thread.
    private func reason(of event: Int) -> Int? {
        var next = recording.cause(of: event)
        while let cause = next {
            switch recording.events[cause].kind {
            case .taskStepped, .taskWoken, .handleRan, .handleScheduled, .coroutineStarted,
                .taskSuspended:
                next = recording.cause(of: cause)
            default: return cause
            }
        }
        return nil
    }

    private func rootWords(_ event: Int) -> String {
        switch recording.events[event].kind {
        case .loopStarted: "the program was started"
        case .timerFired: "its time had come: nothing on the loop caused it"
        case .fdReady: "data came from outside the loop"
        case .workReturned: "a thread outside the loop was done"
        case .interrupted: "a key was pressed"
        case .intervened: "you did it, from outside the program"
        default: "it came from outside the loop"
        }
    }

    /// What is missing from the record, at its end.
    public var notes: [StyledLine] {
        index == count ? finder.teller.endNotes(on: board).map(\.sentence) : []
    }

    // MARK: Where tasks stand

    /// A line of the code with those who stand on it.
    public struct CodeLine: Equatable, Sendable {
        /// Its number, from 1.
        public var number: Int
        /// The tasks that stand on it, the one that runs first; at most four.
        public var tasks: [Standing] = []
        /// How many tasks stand on it.
        public var count = 0
    }

    /// A task on a line.
    public struct Standing: Equatable, Sendable {
        /// The task's number.
        public var task: Int
        /// What it is doing.
        public var mark: Character
    }

    /// Who stands where, for each line of the code.
    public var standings: [CodeLine] {
        var lines = code.indices.map { CodeLine(number: $0 + 1) }
        for (place, state) in board.tasks.enumerated() {
            if case .finished = state.status { continue }
            let row = Int(state.line) - recording.firstLine
            guard state.line > 0, lines.indices.contains(row) else { continue }
            lines[row].count += 1
            let standing = Standing(task: place + 1, mark: Self.mark(state.status))
            if state.status == .running {
                lines[row].tasks.insert(standing, at: 0)
            } else if lines[row].tasks.count < 4 {
                lines[row].tasks.append(standing)
            }
        }
        return lines
    }

    /// What stands before the name of a task in this state.
    static func mark(_ status: Board.Status) -> Character {
        switch status {
        case .ready: "○"
        case .running: "▶"
        case .waiting: "◌"
        case .finished(.error), .finished(.cancelled): "✗"
        case .finished: "✓"
        }
    }

    /// The line to look at: this step's or, if it has none, the last one that anything happened on;
    /// nil if there was none in a long while.
    public var focus: Int? {
        if let line = scene.line { return line }
        let recent = recording.events[max(0, index - 1_000)..<index]
        return recent.last { recording.line(of: $0) != nil }.flatMap { recording.line(of: $0) }
    }

    /// A task's name with its mark.
    public func marked(_ task: Int) -> StyledLine {
        let mark = board.task(task).map { String(Self.mark($0.status)) } ?? ""
        return StyledLine(mark, .task(task)) + phrases.name(task)
    }

    // MARK: Output

    /// The last `most` lines that had been printed, each with the task that began it, and how many
    /// there were before them.
    public func output(last most: Int) -> (lines: [(task: Int, text: String)], earlier: Int) {
        let all = recording.output
        var (low, high) = (0, all.count)
        while low < high {
            let middle = (low + high) / 2
            if all[middle].event < index { low = middle + 1 } else { high = middle }
        }
        let shown = all[max(0, low - most)..<low]
        var lines = shown.map { line in
            (Int(recording.events[line.event].task), Phrases.clean(line.text))
        }
        if let last = shown.last {
            lines[lines.count - 1].1 = Phrases.clean(last.text(after: index))
        }
        return (lines, low - shown.count)
    }
}
