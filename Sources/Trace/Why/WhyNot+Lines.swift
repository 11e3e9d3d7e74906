import LoopEvents
import StyledText

extension Why {
    /// Why the task called `name` does not run on `board`, a line for each thing in its way, what
    /// must happen first last.
    ///
    /// Errors: `Unanswerable`, if there is no such task in the whole run.
    public func answer(
        whyNot name: String,
        on board: Board,
        width: Int
    ) throws(Unanswerable) -> [StyledLine] {
        let obstacles = try obstacles(of: name, on: board)
        let words = ObstacleWords(why: self, board: board)
        var lines: [StyledLine] = []
        for obstacle in obstacles {
            let indent = min(obstacle.depth, 8) * 2
            lines += words.sentence(obstacle).wrapped(
                to: width,
                indent: indent,
                hanging: indent + 2
            )
        }
        guard let verdict = words.verdict(obstacles) else { return lines }
        return lines + verdict.wrapped(to: width, indent: 0, hanging: 2)
    }
}

/// The words for what stands in a task's way.
private struct ObstacleWords {
    let why: Why
    let board: Board
    private let words: WhyWords

    init(why: Why, board: Board) {
        self.why = why
        self.board = board
        words = WhyWords(why)
    }

    private var recording: Recording { why.recording }
    private var phrases: Phrases { words.phrases }

    private func event(_ index: Int) -> LoopEvent { recording.events[index] }

    func sentence(_ obstacle: Obstacle) -> StyledLine {
        switch obstacle.kind {
        case .notCreated(let made):
            return phrases.name(Int(event(made).task))
                + StyledLine(" does not exist yet: it is made at ") + words.moment(event(made))
                + "."
        case .finished(let ended):
            let how =
                switch event(ended).outcome {
                case .error: " has failed"
                case .cancelled: " was cancelled"
                default: " has ended"
                }
            return phrases.name(Int(event(ended).task)) + StyledLine(how)
                + words.when(event(ended)) + ": what has ended never runs again."
        case .running(let task): return phrases.name(task) + " has the thread: it is running."
        case .queued(let task, let before): return queued(task, before)
        case .waits(let task, let wait):
            let began = event(wait.event)
            return phrases.name(task) + StyledLine(" waits for ") + phrases.waited(wait)
                + StyledLine(" since ") + words.moment(began) + "."
        case .circle(let task):
            return phrases.name(task)
                + " again: they wait for each other in a circle, and none of them can go on."
        case .deadline(let deadline):
            let left = deadline - board.time
            return StyledLine(
                "The timer comes by itself at \(phrases.clock(deadline))"
                    + (left > 0 ? ", in \(phrases.duration(left))." : ": it is due.")
            )
        default: return outside(obstacle)
        }
    }

    private func queued(_ task: Int, _ before: [ReadyEntry]) -> StyledLine {
        guard !before.isEmpty else {
            let runs: StyledLine =
                switch board.running {
                case .task(let other)?: phrases.name(other) + " has the thread now"
                case .callback?: "a callback has the thread now"
                case nil: "the loop is between two turns"
                }
            return phrases.name(task) + StyledLine(" is ready and runs next; ") + runs + "."
        }
        let names = before.map { entry -> StyledLine in
            if case .task(let id) = entry { phrases.name(id) } else { "a callback" }
        }
        return phrases.name(task) + StyledLine(" is ready, but ") + phrases.list(names)
            + StyledLine(before.count == 1 ? " stands" : " stand")
            + StyledLine(" before it in the queue: \(LoopRule.r3.text) (R3).")
    }

    private func outside(_ obstacle: Obstacle) -> StyledLine {
        switch obstacle.kind {
        case .completion(let future, let by, let task):
            return completion(future, by, task)
        case .job(let future, let state, let returns):
            var line = phrases.future(UInt32(future))
            switch state {
            case .queued?: line.append(" waits for a free thread of its pool")
            case .running(let thread)?: line.append(" is being done by thread \(thread)")
            case nil: line.append(" has come back and is to be taken in")
            }
            if let returns {
                line =
                    line + StyledLine("; in this run it is done at ") + words.moment(event(returns))
            }
            return line + "."
        case .descriptor(let number, let ready):
            var line = StyledLine("File descriptor \(number.map { "\($0)" } ?? "") must be ready")
            if let ready {
                line = line + StyledLine("; in this run it is at ") + words.moment(event(ready))
            } else {
                line.append("; in this run it never is")
            }
            return line + "."
        case .settled:
            return
                "All of that is done; the loop says so in the pass after, and it runs in the next."
        case .more(let count): return StyledLine("… and \(count) more.")
        default: return "That is outside the loop, which cannot see what it waits for."
        }
    }

    private func completion(_ future: Int, _ by: Int?, _ task: Int) -> StyledLine {
        let info = recording.futures[UInt32(future)]
        let what = info == nil ? StyledLine("That") : phrases.future(UInt32(future))
        guard let by else {
            return what + " must come first, and nobody in this run ever completes it."
        }
        let who = task == 0 ? StyledLine("a callback") : phrases.name(task)
        let isShared = info?.role.isShared ?? true
        return what + StyledLine(" must come first: in this run ") + who
            + StyledLine(isShared ? " lets it go on at " : " completes it at ")
            + words.moment(event(by)) + "."
    }

    /// The last word: what it all comes down to.
    func verdict(_ obstacles: [Obstacle]) -> StyledLine? {
        if board.isDeadlocked, case .waits? = obstacles.first?.kind {
            return "Nothing can ever wake it: this is a deadlock (explain deadlock says more)."
        }
        return nil
    }
}
