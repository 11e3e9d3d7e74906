import LoopEvents
import StyledText

extension Stage {
    /// A heading of the board with what is under it.
    public struct Group: Equatable, Sendable {
        /// The heading: `running`, `ready`, `waiting`, …
        public var title: String
        /// How many there are.
        public var count: Int
        /// The first of them, in words.
        public var items: [StyledLine]
        /// Whether each is long enough for a line of its own.
        public var isList: Bool
    }

    /// The board in words, each group with its first `most` at most.
    ///
    /// Running, ready (the next to run first), waiting and done are always there, the others only
    /// if there is something in them. Tasks come in order of creation. `asSentences` says of each
    /// in words on which line it stands, where a drawing has marks.
    public func groups(most: Int, asSentences: Bool = false) -> [Group] {
        let place = asSentences ? standing : { _ in StyledLine() }
        let name = asSentences ? phrases.name : marked
        let dot = StyledLine(asSentences ? "" : "○")
        var waiting = Group(title: "waiting", count: 0, items: [], isList: true)
        var done = Group(title: "done", count: 0, items: [], isList: false)
        for (number, state) in board.tasks.enumerated() {
            let id = number + 1
            switch state.status {
            case .waiting(let wait):
                waiting.count += 1
                if waiting.items.count < most {
                    waiting.items.append(name(id) + item(wait) + place(id))
                }
            case .finished:
                done.count += 1
                if done.items.count < most { done.items.append(name(id)) }
            case .ready, .running: break
            }
        }
        let ready = board.ready(first: most).map { entry in
            switch entry {
            case .task(let id): name(id) + place(id)
            case .callback(let id): dot + callback(id)
            }
        }
        let runner =
            switch board.running {
            case .task(let id): name(id) + place(id)
            case .callback(let id): StyledLine(asSentences ? "" : "▶") + callback(id)
            case nil: StyledLine(nobody)
            }
        return [
            Group(title: "running", count: 1, items: [runner], isList: false),
            Group(title: "ready", count: board.readyCount, items: ready, isList: false),
            waiting,
        ] + [timers(most), jobs(most), descriptors(most)].filter { $0.count > 0 } + [done]
    }

    /// ` (line 6)`
    private func standing(_ id: Int) -> StyledLine {
        let line = Int(board.task(id)?.line ?? 0) - recording.firstLine + 1
        return line > 0 ? StyledLine(" (line \(line))", .dim) : StyledLine()
    }

    private var nobody: String {
        if board.isClosed { return "nobody (the loop has closed)" }
        return board.isDeadlocked ? "nobody (a deadlock)" : "nobody (the loop itself)"
    }

    /// What a callback is for.
    private func callback(_ id: Int) -> StyledLine {
        switch recording.handles[UInt32(id)] {
        case .sleep(let task), .timeout(let task): phrases.name(task) + StyledLine("'s timer")
        case .doneCallback(let event):
            StyledLine("callback of ") + completed(recording.events[event])
        case .jobReturn: "a job's return"
        case .timer: "timer's callback"
        case .internal: "the loop's own callback"
        case .callback, nil: "callback"
        }
    }

    private func completed(_ event: LoopEvent) -> StyledLine {
        event.kind == .taskFinished
            ? phrases.name(Int(event.task)) : phrases.future(event.subject)
    }

    private func item(_ wait: Board.Wait) -> StyledLine {
        var line = StyledLine(" for ")
        switch wait.role {
        case .sleep: line.append("its timer")
        case .executor:
            line = line + phrases.future(UInt32(wait.future))
            line.append(board.jobs[wait.future].map(words) ?? ", which is done")
        case .wait: line = line + phrases.future(UInt32(wait.future))
        default: line = line + phrases.waited(wait)
        }
        if let deadline = wait.deadline {
            let rest = Phrases.interval(from: board.time, to: deadline)
            line.append(", until \(phrases.clock(deadline))")
            if rest > 0 { line.append(", in \(phrases.duration(rest))", .dim) }
            if rest < 0 {
                line.append(", \(phrases.duration(from: deadline, to: board.time)) ago", .dim)
            }
        }
        return line
    }

    private func words(_ job: Board.Job) -> String {
        switch job {
        case .queued: ", in line for a thread"
        case .running(let thread): ", on thread \(thread)"
        }
    }

    /// The program's own timers; a task's are told of where it waits.
    private func timers(_ most: Int) -> Group {
        // There may be 100,000 timers of sleeping tasks.
        var own: [(deadline: Int64, id: UInt32)] = []
        if !board.timers.isEmpty {
            own = ownTimers.compactMap { id in board.timers[Int(id)].map { ($0, id) } }
        }
        own.sort { $0 < $1 }
        let items = own.prefix(most).map { StyledLine("at \(phrases.clock($0.deadline))") }
        return Group(title: "timers", count: own.count, items: items, isList: false)
    }

    private func jobs(_ most: Int) -> Group {
        let all = board.jobs.sorted { $0.key < $1.key }
        let items = all.prefix(most).map { id, job in
            phrases.future(UInt32(id)) + StyledLine(words(job))
        }
        return Group(title: "threads", count: all.count, items: items, isList: true)
    }

    private func descriptors(_ most: Int) -> Group {
        let all = board.descriptors.sorted()
        let items = all.prefix(most).map { StyledLine("file descriptor \($0)") }
        return Group(title: "watched", count: all.count, items: items, isList: false)
    }

    // MARK: Sentences

    /// All that the stage shows, in sentences that stand alone, one a line: for pipes and screen
    /// readers.
    public var plain: [StyledLine] {
        var lines = [StyledLine(place, .dim)]
        lines.append(scene.sentence.ended)
        lines += scene.more
        if let why { lines.append(StyledLine("Why: ") + why.ended) }
        lines += notes.map { StyledLine("Warning: ", .warning) + $0.ended }
        if let advice = scene.advice {
            lines.append(StyledLine("What to do: ", .warning) + StyledLine(advice))
        }
        for group in groups(most: 20, asSentences: true) { lines += plain(group) }
        let (printed, earlier) = output(last: 10)
        if printed.isEmpty {
            lines.append("Output so far: nothing.")
        } else {
            let before = earlier > 0 ? ", after \(earlier) earlier lines" : ""
            lines.append(StyledLine("Output so far\(before):"))
            lines += printed.map { StyledLine.spaces(2) + StyledLine($0.text, .output) }
        }
        return lines
    }

    /// `Event 57 of 133: 0.500 s, pass 4, line 6.`
    public var place: String {
        var text = "Event \(index) of \(count): \(phrases.clock(board.time)) s, pass \(board.pass)"
        if let line = scene.line { text += ", line \(line)" }
        return text + "."
    }

    private func plain(_ group: Group) -> [StyledLine] {
        let title = group.title.prefix(1).uppercased() + group.title.dropFirst()
        guard group.count > 0 else { return [StyledLine("\(title): nothing.")] }
        var lines = [StyledLine("\(title): ")]
        for (number, item) in group.items.enumerated() {
            if group.isList {
                lines.append(StyledLine.spaces(2) + item + StyledLine("."))
            } else {
                lines[0].append(number > 0 ? ", " : "")
                lines[0] = lines[0] + item
            }
        }
        let missing = group.count - group.items.count
        if group.isList {
            lines[0] = StyledLine("\(title):")
            if missing > 0 { lines.append(StyledLine("  and \(missing) more.")) }
        } else {
            lines[0].append(missing > 0 ? " and \(missing) more." : ".")
        }
        return lines
    }
}

extension StyledLine {
    /// The line with a full stop, if it has no end of its own.
    fileprivate var ended: StyledLine {
        guard let last = text.last, !".!?:".contains(last) else { return self }
        return self + "."
    }
}
