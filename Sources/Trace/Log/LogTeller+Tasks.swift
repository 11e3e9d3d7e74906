import LoopEvents
import StyledText

extension LogTeller {
    func tellTask(_ index: Int, on board: Board) -> Telling? {
        switch events[index].kind {
        case .taskCreated: tellCreated(index)
        case .taskStepped: tellStep(index, on: board)
        case .taskSuspended: tellSuspended(index)
        case .taskWoken: tellWoken(index)
        default: tellFinished(index)
        }
    }

    private func tellCreated(_ index: Int) -> Telling {
        let event = events[index]
        let task = phrases.name(Int(event.task))
        if event.subject == 0 { return tellForeign(index) }
        if event.other == 0 {
            let maker = recording.cause(of: index).map { events[$0].kind }
            return Telling(
                sentence: StyledLine(maker == .handleRan ? "callback" : "the loop")
                    + StyledLine(" makes task ") + task + StyledLine(": it is ready"),
                task: Int(event.task),
                mark: .wakes,
                end: index + 1
            )
        }
        return Telling(
            sentence: phrases.name(Int(event.other)) + StyledLine(" makes task ") + task
                + StyledLine(": it is ready"),
            task: Int(event.other),
            end: index + 1
        )
    }

    /// A task that Swift made: it is seen only when it first runs.
    private func tellForeign(_ index: Int) -> Telling {
        let event = events[index]
        var end = index + 1
        if end < events.count, events[end].kind == .taskStepped, events[end].cause == UInt32(index)
        {
            end += 1
        }
        let origin =
            event.other == 0
            ? StyledLine(" starts: a task from outside the loop")
            : StyledLine(" starts: a child task of ") + phrases.name(Int(event.other))
        return Telling(
            sentence: phrases.name(Int(event.task)) + origin,
            task: Int(event.task),
            mark: .resumes,
            end: end
        )
    }

    // MARK: Steps

    private func tellStep(_ index: Int, on board: Board) -> Telling {
        let event = events[index]
        let task = Int(event.task)
        var telling = Telling(
            sentence: phrases.name(task),
            task: task,
            mark: .resumes,
            end: index + 1
        )
        let isFirst = recording.task(task)?.firstStep == index
        // Where in its code it now is: at its beginning, or where it waited.
        telling.lineOf = isFirst ? recording.task(task)?.created : board.task(task)?.suspended
        let next = index + 1
        if next < events.count, events[next].task == event.task {
            if events[next].kind == .cancelDelivered {
                telling.end += 1
                telling.sentence =
                    telling.sentence
                    + StyledLine(
                        isFirst
                            ? " never starts its code: it was cancelled before"
                            : " goes on: CancelledError is thrown at its await"
                    ) + sinceRequest(next)
                return telling
            }
            if isFirst, events[next].kind == .coroutineStarted { telling.end += 1 }
        }
        telling.sentence.append(isFirst ? " starts" : " goes on")
        if !isFirst { telling.sentence = telling.sentence + sinceWaking(index) }
        return telling
    }

    /// `, +1 pass after main cancelled it`
    func sinceRequest(_ delivered: Int) -> StyledLine {
        guard let request = recording.cause(of: delivered) else { return StyledLine() }
        return StyledLine(", \(phrases.passes(passes(from: request, to: delivered))) after ", .dim)
            + phrases.actor(events[request]) + StyledLine(" cancelled it", .dim)
    }

    /// Why a step that is not the first happens now: `, +1 pass after its timer`.
    private func sinceWaking(_ index: Int) -> StyledLine {
        guard let woken = recording.cause(of: index) else { return StyledLine() }
        switch events[woken].role {
        case .turn:
            return StyledLine(", \(phrases.passes(1)) after it gave up its turn", .dim)
        case .outside:
            guard let waker = recording.cause(of: woken).map({ events[$0] }), waker.task != 0,
                waker.task != events[index].task
            else { return StyledLine(", back from outside the loop", .dim) }
            return StyledLine(", as ", .dim) + phrases.name(Int(waker.task))
                + StyledLine(" let it go on", .dim)
        default:
            break
        }
        guard
            let origin = ancestor(
                of: woken,
                where: {
                    switch $0.kind {
                    case .timerFired, .taskFinished, .workReturned, .cancelRequested,
                        .calledFromThread, .fdReady:
                        true
                    case .futureCompleted:
                        $0.role == .future || $0.role.isShared
                            || ($0.role == .executor && $0.outcome == .cancelled)
                    default: false
                    }
                }
            )
        else { return StyledLine() }
        return StyledLine(", \(phrases.passes(passes(from: origin, to: index))) after ", .dim)
            + happening(origin, waking: Int(events[index].task))
    }

    /// What an event was, to stand after `after`.
    private func happening(_ origin: Int, waking task: Int) -> StyledLine {
        let event = events[origin]
        switch event.kind {
        case .timerFired: return StyledLine("its timer", .dim)
        case .taskFinished:
            return phrases.name(Int(event.task))
                + StyledLine(event.outcome == .error ? " failed" : " ended", .dim)
        case .futureCompleted:
            let how =
                switch event.outcome {
                case .error: " got an error"
                case .cancelled: " was cancelled"
                default: " " + phrases.becoming(event.role)
                }
            return phrases.future(event.subject) + StyledLine(how, .dim)
        case .workReturned: return StyledLine("its job came back", .dim)
        case .cancelRequested:
            return phrases.actor(event) + StyledLine(" cancelled it", .dim)
        case .fdReady: return StyledLine("file descriptor \(event.value) was ready", .dim)
        case .calledFromThread: return StyledLine("a call from another thread", .dim)
        default: return StyledLine("it was woken", .dim)
        }
    }

    // MARK: Waits

    private func tellSuspended(_ index: Int) -> Telling {
        let event = events[index]
        let task = Int(event.task)
        var telling = Telling(
            sentence: phrases.name(task),
            task: task,
            mark: .pauses,
            end: index + 1
        )
        switch event.role {
        case .turn:
            telling.end = effects(of: index).end
            telling.mark = .wakes
            telling.sentence.append(" gives up its turn and queues up again")
        case .sleep:
            telling.sentence.append(
                " waits \(phrases.duration(from: event.time, to: event.value))"
                    + " (until \(phrases.clock(event.value)))"
            )
        case .outside where recording.lastsOutside(task, from: index):
            telling.mark = .ends
            telling.sentence.append(" leaves the loop for good: it ends, or waits outside")
        default:
            let wait = Board.Wait(event, at: index)
            telling.sentence = telling.sentence + StyledLine(" waits for ") + phrases.waited(wait)
        }
        return telling
    }

    /// A wakeup that no told completion explains: by something outside, a lock, a queue.
    private func tellWoken(_ index: Int) -> Telling? {
        let event = events[index]
        // Swift resumes the task in the very next event, which says as much.
        if event.role == .outside { return nil }
        return Telling(
            sentence: phrases.areReady([Int(event.task)]),
            task: Int(event.task),
            mark: .wakes,
            tone: .quiet,
            end: index + 1
        )
    }

    private func tellFinished(_ index: Int) -> Telling {
        let event = events[index]
        let task = Int(event.task)
        let (woken, callbacks, end) = effects(of: index)
        var telling = Telling(sentence: phrases.name(task), task: task, mark: .ends, end: end)
        switch event.outcome {
        case .error:
            telling.mark = .fails
            telling.tone = .bad
            telling.sentence =
                telling.sentence + StyledLine(" fails with ") + phrases.text(of: event)
        case .cancelled:
            telling.mark = .fails
            telling.sentence.append(" ends cancelled")
        default:
            telling.sentence.append(" ends")
        }
        telling.sentence = telling.sentence + consequence(woken, callbacks)
        return telling
    }

    // MARK: Cancellation

    func tellCancellation(_ index: Int) -> Telling? {
        let event = events[index]
        switch event.kind {
        case .cancelRequested: return tellRequest(index)
        case .cancelDelivered:
            return Telling(
                sentence: phrases.name(Int(event.task))
                    + StyledLine(" gets CancelledError thrown at its await") + sinceRequest(index),
                task: Int(event.task),
                end: index + 1
            )
        default:
            return Telling(
                sentence: phrases.name(Int(event.task))
                    + StyledLine(
                        " caught CancelledError and did not throw it on: it is not cancelled"
                    ),
                task: Int(event.task),
                tone: .warning,
                advice: "if that was not meant, throw the error again after cleaning up;"
                    + " \(Diagnosis.cancelSwallowed.pointer)",
                end: index + 1
            )
        }
    }

    private func tellRequest(_ index: Int) -> Telling {
        let event = events[index]
        let target = phrases.name(Int(event.other))
        let cause = recording.cause(of: index).map { events[$0] }
        var telling = Telling(sentence: StyledLine(), task: Int(event.task), end: index + 1)
        switch cause?.kind {
        case .cancelRequested: telling.sentence = StyledLine("and with it ") + target
        case .passBegan: telling.sentence = StyledLine("the loop shuts down and cancels ") + target
        case .interrupted: telling.sentence = StyledLine("Ctrl-C cancels ") + target
        case .intervened: telling.sentence = StyledLine("you cancel ", .strong) + target
        default: telling.sentence = phrases.actor(event) + StyledLine(" cancels ") + target
        }
        if event.text != 0 {
            telling.sentence =
                telling.sentence + StyledLine(" (") + phrases.text(of: event)
                + StyledLine(")")
        }
        // What the target waited on is cancelled with it, and wakes it.
        let next = index + 1
        if next < events.count, events[next].kind == .futureCompleted,
            events[next].cause == UInt32(index)
        {
            let (woken, callbacks, end) = effects(of: next)
            telling.end = end
            telling.sentence = telling.sentence + consequence(woken, callbacks)
        }
        return telling
    }
}
