import LoopEvents

/// Something a learner wants done at a moment of a run, to see what then becomes of it.
///
/// Tasks and futures are named as the board shows them.
public enum WhatIf: Equatable, Sendable {
    /// A task, or a future that the program made, is cancelled.
    case cancel(String)
    /// A future gets the result that this text is.
    case resolve(String, String)
    /// A future gets an error with this message.
    case fail(String, String)
    /// The timer that a task waits for comes so many nanoseconds later; `line 7`: the one set there.
    case delay(String, by: Int64)
}

extension Recording {
    /// What `whatIf` comes to on `board`, a moment of this recording, in numbers.
    ///
    /// Errors: `Unanswerable`, if what it names is not there or cannot have that done to it then.
    public func deed(of whatIf: WhatIf, on board: Board) throws(Unanswerable)
        -> Intervention.Deed
    {
        switch whatIf {
        case .cancel(let name): try cancellation(of: name, on: board)
        case .resolve(let name, let text): .resolve(try pendingFuture(name, on: board), text)
        case .fail(let name, let message): .fail(try pendingFuture(name, on: board), message)
        case .delay(let name, let by): try delay(of: name, by: by, on: board)
        }
    }

    /// The last moment at which anything can still be changed: what is done at a moment is done
    /// before the loop's next turn, and after this one there is none. 0 if there was never one.
    public var lastChange: Int {
        guard let pass = events.lastIndex(where: { $0.kind == .passBegan }) else { return 0 }
        let turn = events.lastIndex { $0.kind == .taskStepped || $0.kind == .handleRan } ?? 0
        // A pass that has nothing to run can be given something.
        return max(turn, events[pass].value == 0 ? pass + 1 : pass)
    }

    private func cancellation(of name: String, on board: Board) throws(Unanswerable)
        -> Intervention.Deed
    {
        guard let id = whatIfTask(named: name, on: board) else {
            return .cancelFuture(try pendingFuture(name, on: board))
        }
        let shown = Phrases.clean(taskName(id))
        switch board.task(id)?.status {
        case nil: throw Unanswerable("\(shown) does not exist yet at this moment")
        case .finished:
            let end = tasks[id - 1].finished ?? 0
            throw Unanswerable("\(shown) has ended by this moment; at \(end) is before that")
        default: break
        }
        guard let task = task(id), !task.isSwifts else {
            throw Unanswerable(
                "\(shown) is a child task of Swift's own; cancel the task that it belongs to"
            )
        }
        return .cancelTask(UInt32(id))
    }

    // MARK: Futures

    /// The names that the program gave futures of its own.
    public var namedFutures: [String] {
        ownFutures.compactMap { id in
            let name = futures[id]?.name
            return name == "future \(id)" ? nil : name
        }
    }

    /// The number of the future called `name` that is not done on `board`.
    private func pendingFuture(_ name: String, on board: Board) throws(Unanswerable) -> UInt32 {
        let past = events[..<board.index]
        let ids = ownFutures.filter { futureIsCalled(name, $0) }
        guard !ids.isEmpty else { throw noFuture(name, on: board) }
        let made = ids.filter { id in
            past.contains { $0.kind == .futureCreated && $0.subject == id }
        }
        let shown = Phrases(self).future(ids[0]).text
        guard !made.isEmpty else {
            throw Unanswerable("\(shown) does not exist yet at this moment")
        }
        let pending = made.last { id in
            !past.contains { $0.kind == .futureCompleted && $0.subject == id }
        }
        guard let pending else {
            let end = past.lastIndex { $0.kind == .futureCompleted && made.contains($0.subject) }
            throw Unanswerable("\(shown) is done by this moment; at \(end ?? 0) is before that")
        }
        return pending
    }

    /// The futures that the program made itself, in order.
    private var ownFutures: [UInt32] {
        events.filter { $0.kind == .futureCreated }.map(\.subject)
    }

    private func futureIsCalled(_ name: String, _ id: UInt32) -> Bool {
        let words = name.lowercased()
        let own = futures[id]?.name?.lowercased() ?? ""
        return own == words || words == "future \(id)" || words == "\(id)"
            || words == "future \(own)"
    }

    private func noFuture(_ name: String, on board: Board) -> Unanswerable {
        let shown = Phrases.clean(name)
        if whatIfTask(named: name, on: board) != nil {
            return Unanswerable("\(shown) is a task: only its own code ends it; cancel asks it to")
        }
        let phrases = Phrases(self)
        let futures = ownFutures.prefix(8).map { phrases.future($0).text }
        let tasks = tasks.prefix(8).map { Phrases.clean($0.name) }
        return Unanswerable(
            "nothing here is called '\(shown)'; the tasks are \(tasks.joined(separator: ", "))"
                + (futures.isEmpty
                    ? ", and the program makes no future of its own"
                    : ", and there is \(futures.joined(separator: ", "))")
        )
    }

    /// The task called `name`: of several the last that is there and has not ended, else the last.
    private func whatIfTask(named name: String, on board: Board) -> Int? {
        let exact = tasks.filter { $0.name == name }
        let wanted = name.lowercased()
        let found = exact.isEmpty ? tasks.filter { $0.name.lowercased() == wanted } : exact
        let alive = found.last { board.unfinished.contains($0.id) }
        return (alive ?? found.last { $0.created < board.index } ?? found.last)?.id
    }

    // MARK: Timers

    private func delay(of name: String, by: Int64, on board: Board) throws(Unanswerable)
        -> Intervention.Deed
    {
        let armed = events[..<board.index].filter {
            $0.kind == .timerArmed && board.timers[Int($0.subject)] != nil
        }
        if let line = lineNumber(name) {
            guard let timer = armed.last(where: { self.line(of: $0) == line }) else {
                throw Unanswerable("no timer that was set on line \(line) is pending")
            }
            return .delay(timer: timer.subject, task: sleeper(of: timer), by: by)
        }
        guard let id = whatIfTask(named: name, on: board) else {
            throw noFuture(name, on: board)
        }
        let own = armed.filter { Int($0.task) == id }
        guard let timer = own.last(where: { sleeper(of: $0) == UInt32(id) }) ?? own.last else {
            throw Unanswerable(noTimer(of: id, armed, on: board))
        }
        return .delay(timer: timer.subject, task: sleeper(of: timer), by: by)
    }

    private func lineNumber(_ name: String) -> Int? {
        name.lowercased().hasPrefix("line ") ? Int(name.dropFirst(5)) : nil
    }

    /// The task whose wait ends as the timer that `armed` set fires; 0 for none.
    private func sleeper(of armed: LoopEvent) -> UInt32 {
        switch handles[armed.subject] {
        case .sleep(let task), .timeout(let task): UInt32(task)
        default: 0
        }
    }

    private func noTimer(of id: Int, _ armed: [LoopEvent], on board: Board) -> String {
        let phrases = Phrases(self)
        let shown = phrases.name(id).text
        let what =
            switch board.task(id)?.status {
            case nil: "does not exist yet at this moment"
            case .finished: "has ended by this moment"
            case .waiting(let wait): "waits for \(phrases.waited(wait).text), and not for a timer"
            default: "waits for no timer at this moment"
            }
        var names: [String] = []
        for timer in armed where timer.task != 0 {
            let name = phrases.name(Int(timer.task)).text
            if !names.contains(name) { names.append(name) }
        }
        let others =
            names.isEmpty
            ? "" : "; timers are pending of \(names.prefix(8).joined(separator: ", "))"
        return "\(shown) \(what)\(others)"
    }
}
