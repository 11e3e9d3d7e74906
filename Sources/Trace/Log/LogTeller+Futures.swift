import LoopEvents
import StyledText

extension LogTeller {
    func tellFuture(_ index: Int) -> Telling? {
        let event = events[index]
        switch event.kind {
        case .futureCreated:
            return Telling(
                sentence: phrases.actor(event) + StyledLine(" makes ")
                    + phrases.future(event.subject) + StyledLine(", with no result yet"),
                task: Int(event.task),
                end: index + 1
            )
        case .futureCompleted: return tellCompleted(index)
        case .coroutineCreated:
            return Telling(
                sentence: phrases.actor(event) + StyledLine(" makes coroutine ")
                    + phrases.text(of: event) + StyledLine("; none of its code runs yet"),
                task: Int(event.task),
                end: index + 1
            )
        case .coroutineStarted:
            return Telling(
                sentence: StyledLine("coroutine ") + coroutine(event)
                    + StyledLine(" starts inside ") + phrases.name(Int(event.task)),
                task: Int(event.task),
                end: index + 1
            )
        case .coroutineEnded: return tellCoroutineEnded(index)
        default: return nil
        }
    }

    private func coroutine(_ event: LoopEvent) -> StyledLine {
        StyledLine(Phrases.clean(recording.coroutineName(event.subject)), .code)
    }

    private func tellCoroutineEnded(_ index: Int) -> Telling? {
        let event = events[index]
        if event.outcome == .closed {
            return Telling(
                sentence: phrases.actor(event) + StyledLine(" closes coroutine ")
                    + coroutine(event) + StyledLine(": it never runs"),
                task: Int(event.task),
                end: index + 1
            )
        }
        // A coroutine that is a task's whole body ends with the task.
        if index + 1 < events.count, events[index + 1].kind == .taskFinished,
            events[index + 1].task == event.task
        {
            return nil
        }
        let how =
            switch event.outcome {
            case .error: " fails"
            case .cancelled: " ends cancelled"
            default: " ends"
            }
        return Telling(
            sentence: StyledLine("coroutine ") + coroutine(event) + StyledLine(how),
            task: Int(event.task),
            end: index + 1
        )
    }

    private func tellCompleted(_ index: Int) -> Telling? {
        let event = events[index]
        let (woken, callbacks, end) = effects(of: index)
        var telling = Telling(
            sentence: StyledLine(),
            task: woken.first ?? Int(event.task),
            mark: .wakes,
            end: end
        )
        switch event.role {
        case .sleep:
            guard let sleeper = woken.first else { return nil }
            let fired = ancestor(of: index) { $0.kind == .timerFired }
            telling.sentence =
                StyledLine("timer: ") + phrases.name(sleeper)
                + StyledLine("'s sleep is over\(lateness(fired)), ") + phrases.areReady(woken)
            telling.lineOf = fired
        case .gather, .wait:
            // The loop's own, at shutdown, watches nothing that a learner knows of.
            guard recording.futures[event.subject] != nil else { return nil }
            telling.sentence =
                phrases.future(event.subject) + StyledLine(" is over, as ") + decider(index)
                + consequence(woken, callbacks)
        case .executor where event.outcome != .cancelled:
            // That the thread is done was told; this is worth a row only if it wakes somebody.
            if woken.isEmpty, callbacks == 0, event.outcome == .result { return nil }
            telling.sentence =
                StyledLine("the loop takes in the result of ") + phrases.future(event.subject)
                + (event.outcome == .error
                    ? StyledLine(" (") + phrases.text(of: event) + StyledLine(")") : StyledLine())
                + consequence(woken, callbacks)
        default:
            telling.task = Int(event.task)
            telling.mark = .acts
            let isYours = recording.cause(of: index).map { events[$0].kind } == .intervened
            let verb =
                switch (event.outcome, event.role) {
                case (.error, _): isYours ? "put an error into" : "puts an error into"
                case (.cancelled, _): isYours ? "cancel" : "cancels"
                case (_, .lock): "releases"
                case (_, .condition): "notifies"
                case (_, .queue): "changes"
                default: isYours ? "set" : "sets"
                }
            telling.sentence =
                (isYours ? StyledLine("you", .strong) : phrases.actor(event))
                + StyledLine(" \(verb) ") + phrases.future(event.subject)
            if event.outcome == .error {
                telling.sentence =
                    telling.sentence + StyledLine(" (") + phrases.text(of: event)
                    + StyledLine(")")
            }
            telling.sentence = telling.sentence + consequence(woken, callbacks)
        }
        return telling
    }

    /// ` 0.5 s late`, if the loop could not look at the timer in time; else nothing.
    private func lateness(_ fired: Int?) -> String {
        guard let fired = fired.map({ events[$0] }) else { return "" }
        let late = Phrases.interval(from: fired.value, to: fired.time)
        // The machine's clock is always a little late; that is not worth a word.
        let least: Int64 = recording.clock == .virtual ? 1 : 10_000_000
        return late >= least ? " \(phrases.duration(late)) late" : ""
    }

    /// What ended a gather or a wait: `B ended`, `its time is up`.
    private func decider(_ index: Int) -> StyledLine {
        guard
            let decider = ancestor(
                of: index,
                where: {
                    switch $0.kind {
                    case .timerFired, .taskFinished, .workReturned, .cancelRequested: true
                    case .futureCompleted: $0.role == .future || $0.role == .executor
                    default: false
                    }
                }
            )
        else { return "all are done" }
        let event = events[decider]
        switch event.kind {
        case .timerFired: return "its time is up"
        case .taskFinished:
            let how =
                switch event.outcome {
                case .error: " failed"
                case .cancelled: " was cancelled"
                default: " ended"
                }
            return phrases.name(Int(event.task)) + StyledLine(how)
        case .futureCompleted: return phrases.future(event.subject) + StyledLine(" is done")
        case .cancelRequested: return "it was cancelled"
        default: return "the last job came back"
        }
    }

    // MARK: Callbacks and timers

    func tellHandle(_ index: Int) -> Telling? {
        let event = events[index]
        let use = recording.handles[event.subject] ?? .internal
        switch (event.kind, use) {
        case (.callbackFailed, _):
            return Telling(
                sentence: StyledLine("a callback failed: ") + phrases.text(of: event)
                    + StyledLine("; the loop goes on"),
                tone: .bad,
                advice: "catch the error inside the callback; \(Diagnosis.callbackFailed.pointer)",
                lineOf: recording.cause(of: index),
                end: index + 1
            )
        case (.handleScheduled, .callback):
            return Telling(
                sentence: phrases.actor(event) + StyledLine(" queues a callback"),
                task: Int(event.task),
                end: index + 1
            )
        case (.timerArmed, .timer):
            return Telling(
                sentence: phrases.actor(event)
                    + StyledLine(
                        " sets a timer for \(phrases.clock(event.value))"
                            + " (in \(phrases.duration(from: event.time, to: max(event.time, event.value))))"
                    ),
                task: Int(event.task),
                end: index + 1
            )
        case (.timerCancelled, .timer), (.handleCancelled, .timer), (.handleCancelled, .callback):
            return Telling(
                sentence: phrases.actor(event)
                    + StyledLine(use == .timer ? " cancels the timer" : " cancels the callback"),
                task: Int(event.task),
                end: index + 1
            )
        case (.handleRan, .callback):
            return Telling(sentence: "the callback runs", end: index + 1)
        case (.handleRan, .timer):
            return Telling(
                sentence: StyledLine(
                    "the timer's callback runs\(lateness(recording.cause(of: index)))"
                ),
                end: index + 1
            )
        case (.handleRan, .doneCallback(let completion)):
            let done = events[completion]
            let what =
                done.kind == .taskFinished
                ? phrases.name(Int(done.task)) : phrases.future(done.subject)
            return Telling(
                sentence: StyledLine("the callback of ") + what + StyledLine(" runs")
                    + StyledLine(
                        ", \(phrases.passes(passes(from: completion, to: index))) after it "
                            + (done.kind == .taskFinished ? "ended" : "was done"),
                        .dim
                    ),
                end: index + 1
            )
        default: return nil
        }
    }
}
