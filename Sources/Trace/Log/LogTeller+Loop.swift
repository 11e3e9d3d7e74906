import LoopEvents
import StyledText

extension LogTeller {
    func tellLoop(_ index: Int, on board: Board) -> Telling? {
        let event = events[index]
        switch event.kind {
        case .loopClosed:
            return Telling(
                sentence: StyledLine(
                    "the loop closes at \(phrases.clock(event.time)), after \(event.pass) passes"
                ),
                tone: .quiet,
                end: index + 1
            )
        case .passBegan: return tellPass(index)
        case .deadlock: return tellDeadlock(index, on: board)
        case .interrupted:
            return Telling(sentence: "Ctrl-C was pressed", tone: .warning, end: index + 1)
        case .calledFromThread:
            return Telling(sentence: "another thread asks for a callback", end: index + 1)
        default: return nil
        }
    }

    /// A pass is worth a row only if the loop had to wait for something in it.
    private func tellPass(_ index: Int) -> Telling? {
        let event = events[index]
        guard event.value == 0, index + 1 < events.count else { return nil }
        let next = events[index + 1]
        guard next.time > event.time else { return nil }
        let verb = recording.clock == .virtual ? "the clock jumps to" : "the loop sleeps until"
        return Telling(
            sentence: StyledLine("nothing is ready: \(verb) \(phrases.clock(next.time))", .dim),
            tone: .quiet,
            end: index + 1
        )
    }

    private func tellDeadlock(_ index: Int, on board: Board) -> Telling {
        let stuck = board.unfinished.map { id -> StyledLine in
            guard let wait = board.wait(of: id) else { return phrases.name(id) }
            var line = phrases.name(id) + StyledLine(" waits for ") + phrases.waited(wait)
            if let number = recording.line(of: events[wait.event]) {
                line.append(" (line \(number))")
            }
            return line
        }
        return Telling(
            sentence: StyledLine("deadlock: nothing can ever become ready. ", .bad)
                + joined(stuck, by: "; "),
            tone: .bad,
            advice: "see who should have ended each wait: a result nobody sets, or tasks that wait"
                + " for each other; break the circle or wait with a timeout;"
                + " \(Diagnosis.deadlock.pointer)",
            lineOf: board.unfinished.compactMap { board.wait(of: $0)?.event }.first,
            end: index + 1
        )
    }

    private func joined(_ lines: [StyledLine], by separator: String) -> StyledLine {
        let shown = lines.prefix(6)
        var result = StyledLine()
        for (number, line) in shown.enumerated() {
            if number > 0 { result.append(separator) }
            result = result + line
        }
        if shown.count < lines.count {
            result.append("\(separator)and \(lines.count - shown.count) more")
        }
        return result
    }

    // MARK: Threads and descriptors

    func tellOutside(_ index: Int) -> Telling? {
        let event = events[index]
        switch event.kind {
        case .workOffloaded:
            let next = index + 1
            let starts =
                next < events.count && events[next].kind == .workStarted
                && events[next].cause == UInt32(index)
            let job = phrases.future(event.subject)
            let pool = Phrases.clean(recording.text(of: event))
            // On the machine's clock nobody knows when a thread takes a job.
            let queued =
                recording.clock == .virtual
                ? (" queues ", " for pool '\(pool)': all its threads are busy")
                : (" hands ", " to pool '\(pool)'")
            return Telling(
                sentence: phrases.actor(event)
                    + (starts
                        ? StyledLine(" hands ") + job
                            + StyledLine(" to thread \(pool)_\(events[next].value)")
                        : StyledLine(queued.0) + job + StyledLine(queued.1)),
                task: Int(event.task),
                end: starts ? next + 1 : next
            )
        case .workStarted:
            return Telling(
                sentence: StyledLine("thread \(thread(event)) takes ")
                    + phrases.future(event.subject),
                tone: .quiet,
                lineOf: recording.cause(of: index),
                end: index + 1
            )
        case .workReturned:
            let spent = event.detail > 0 ? " after \(phrases.duration(event.detail))" : ""
            return Telling(
                sentence: StyledLine("thread \(thread(event)) has done ")
                    + phrases.future(event.subject) + StyledLine(spent),
                end: index + 1
            )
        case .fdReady:
            return Telling(
                sentence: StyledLine("file descriptor \(event.value) is ready"),
                end: index + 1
            )
        case .fdWatched, .fdUnwatched:
            let verb = event.kind == .fdWatched ? "begins" : "stops"
            return Telling(
                sentence: phrases.actor(event)
                    + StyledLine(" \(verb) watching file descriptor \(event.value)"),
                task: Int(event.task),
                tone: .quiet,
                end: index + 1
            )
        default: return nil
        }
    }

    private func thread(_ event: LoopEvent) -> String {
        "\(Phrases.clean(recording.text(of: event)))_\(event.value)"
    }

    // MARK: Output and trouble

    func tellOutput(_ index: Int) -> Telling {
        let event = events[index]
        let text = sanitized(recording.text(of: event))
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { StyledLine("> ", .dim) + StyledLine(Phrases.clean(String($0)), .output) }
        if lines.count > 1, text.hasSuffix("\n") { lines.removeLast() }
        return Telling(
            sentence: lines[0],
            task: Int(event.task),
            tone: .output,
            more: Array(lines.dropFirst()),
            end: index + 1
        )
    }

    func tellTrouble(_ index: Int) -> Telling {
        let event = events[index]
        let task = Int(event.task)
        switch event.kind {
        case .loopBlocked where recording.isPass(event.cause):
            return Telling(
                sentence: StyledLine(
                    "the short turns of this pass kept the loop for"
                        + " \(phrases.duration(event.value)) together: no timer could fire"
                ),
                tone: .warning,
                advice:
                    "do less in one pass: let `try await sleep(0)` share it out over several, or"
                    + " hand work to a thread with EventLoop.runInExecutor",
                end: index + 1
            )
        case .loopBlocked:
            return Telling(
                sentence: (task == 0 ? StyledLine("a callback") : phrases.name(task))
                    + StyledLine(
                        " kept the loop to itself for \(phrases.duration(event.value)):"
                            + " nothing else could run"
                    ),
                task: task,
                tone: .warning,
                advice: "wait with `try await sleep`, or hand blocking work to a thread with"
                    + " EventLoop.runInExecutor; \(Diagnosis.blockedLoop.pointer)",
                end: index + 1
            )
        case .escaped:
            return Telling(
                sentence: (task == 0 ? StyledLine("a task") : phrases.name(task))
                    + StyledLine(" left the loop and came back by way of another thread"),
                task: task,
                tone: .warning,
                advice: "start tasks with createTask, not Task { }: only those stay on the loop, in"
                    + " a fixed order; \(Diagnosis.escape.pointer)",
                end: index + 1
            )
        case .neverAwaited:
            return Telling(
                sentence: StyledLine("coroutine ") + phrases.text(of: event)
                    + StyledLine(" was never awaited: none of its code ran"),
                tone: .warning,
                advice:
                    "await its value(), or give it to createTask; close() it if it is not wanted;"
                    + " \(Diagnosis.neverAwaited.pointer)",
                end: index + 1
            )
        default:
            let who = task == 0 ? phrases.future(event.subject) : phrases.name(task)
            return Telling(
                sentence: who + StyledLine(" failed and nobody looked at its error: ")
                    + phrases.text(of: event),
                task: task,
                mark: .fails,
                tone: .warning,
                advice: "await its value(), or ask for its result() or error();"
                    + " \(Diagnosis.neverRetrieved.pointer)",
                end: index + 1
            )
        }
    }
}
