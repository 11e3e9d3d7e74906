import LoopEvents
import StyledText

extension CauseChain {
    /// The chain in sentences, the event asked about first, each with its time and pass.
    ///
    /// Of a chain longer than `most` the middle is left out, and said to be.
    public func lines(in recording: Recording, most: Int = 16) -> [StyledLine] {
        let phrases = Phrases(recording)
        var lines: [StyledLine] = []
        for (number, link) in links.enumerated() {
            let skipped = links.count - most
            if skipped > 0, number >= most - 1, number < links.count - 1 {
                if number == most - 1 {
                    lines.append(StyledLine("… \(skipped) causes more …", .dim))
                }
                continue
            }
            let event = recording.events[link.event]
            let before = number > 0 ? links[number - 1].passes : 0
            var line = StyledLine()
            if number > 0 {
                let distance = before == 1 ? ", 1 pass before," : ", \(before) passes before,"
                line = StyledLine("because\(before > 0 ? distance : "") ", .dim)
            }
            line = line + phrases.sentence(event)
            line.append(" (\(phrases.clock(event.time)), pass \(event.pass))", .dim)
            lines.append(line)
        }
        return lines
    }
}

extension Recording {
    /// What the event at `index` says, by itself, in a sentence without its end.
    public func sentence(at index: Int) -> StyledLine {
        Phrases(self).sentence(events[index])
    }
}

extension Phrases {
    /// One event in words, with nothing folded in: for steppers and chains of causes.
    func sentence(_ event: LoopEvent) -> StyledLine {
        switch event.kind {
        case .loopStarted: "the loop started"
        case .loopClosed: "the loop closed"
        case .passBegan: StyledLine("pass \(event.pass) began with \(event.value) ready")
        case .taskCreated: name(Int(event.task)) + StyledLine(" was created and became ready")
        case .taskStepped: name(Int(event.task)) + StyledLine(" got the thread")
        case .taskSuspended:
            name(Int(event.task)) + StyledLine(" began to wait for ")
                + waited(Board.Wait(event, at: Int(event.sequence)))
        case .taskWoken: name(Int(event.task)) + StyledLine(" became ready")
        case .taskFinished:
            name(Int(event.task)) + StyledLine(" ended with \(noun(event.outcome))") + note(event)
        case .cancelRequested:
            actor(event) + StyledLine(" cancelled ") + name(Int(event.other)) + note(event)
        case .cancelDelivered:
            StyledLine("CancelledError was thrown into ") + name(Int(event.task))
        case .cancelSwallowed: name(Int(event.task)) + StyledLine(" kept CancelledError to itself")
        case .handleScheduled, .handleRan, .handleCancelled, .callbackFailed, .timerArmed,
            .timerFired, .timerCancelled:
            handleSentence(event)
        case .coroutineCreated, .coroutineStarted, .coroutineEnded, .futureCreated,
            .futureCompleted, .futureLinked:
            futureSentence(event)
        default: outsideSentence(event)
        }
    }

    private func handleSentence(_ event: LoopEvent) -> StyledLine {
        let timer: Bool =
            switch recording.handles[event.subject] {
            case .sleep, .timeout, .timer: true
            default: false
            }
        let callback = timer ? "the timer's callback" : "a callback"
        return switch event.kind {
        case .handleScheduled: StyledLine("\(callback) was queued")
        case .handleRan: StyledLine("\(callback) ran")
        case .handleCancelled: StyledLine("\(callback) was cancelled")
        case .callbackFailed: StyledLine("a callback failed") + note(event)
        case .timerArmed: StyledLine("a timer was set for \(clock(event.value))")
        case .timerFired: "the timer's deadline came"
        default: "a timer was cancelled"
        }
    }

    private func futureSentence(_ event: LoopEvent) -> StyledLine {
        switch event.kind {
        case .coroutineCreated: StyledLine("a coroutine was made") + note(event)
        case .coroutineStarted:
            StyledLine("coroutine \(Self.clean(recording.coroutineName(event.subject))) started")
        case .coroutineEnded:
            StyledLine(
                "coroutine \(Self.clean(recording.coroutineName(event.subject))) ended with"
                    + " \(noun(event.outcome))"
            )
        case .futureCreated: future(event.subject) + StyledLine(" was made")
        case .futureLinked:
            StyledLine("\(event.role) began to watch ")
                + future(UInt32(truncatingIfNeeded: event.detail))
        default: completionSentence(event)
        }
    }

    private func completionSentence(_ event: LoopEvent) -> StyledLine {
        if event.role == .sleep, event.outcome == .result,
            let ran = recording.cause(of: Int(event.sequence)),
            case .sleep(let task)? = recording.handles[recording.events[ran].subject]
        {
            return name(task) + StyledLine("'s timer completed its sleep")
        }
        if event.role.isShared, event.outcome == .result {
            return future(event.subject) + StyledLine(" " + becoming(event.role))
        }
        let what = event.role == .sleep ? StyledLine("a sleep") : future(event.subject)
        return what + StyledLine(" was completed with \(noun(event.outcome))") + note(event)
    }

    private func outsideSentence(_ event: LoopEvent) -> StyledLine {
        switch event.kind {
        case .fdWatched: StyledLine("file descriptor \(event.value) was watched")
        case .fdReady: StyledLine("file descriptor \(event.value) was ready")
        case .fdUnwatched: StyledLine("file descriptor \(event.value) was no longer watched")
        case .workOffloaded:
            future(event.subject) + StyledLine(" was handed to a pool") + note(event)
        case .workStarted: StyledLine("a thread took ") + future(event.subject)
        case .workReturned: StyledLine("a thread had done ") + future(event.subject)
        case .output: actor(event) + StyledLine(" printed") + note(event)
        case .loopBlocked where recording.isPass(event.cause):
            StyledLine("the pass's short turns took \(duration(event.value)) together")
        case .loopBlocked: StyledLine("the loop was blocked for \(duration(event.value))")
        case .deadlock: "nothing could ever become ready"
        case .escaped: "a job came back from another thread"
        case .neverAwaited: StyledLine("a coroutine was never awaited") + note(event)
        case .neverRetrieved: StyledLine("nobody looked at an error") + note(event)
        case .interrupted: "Ctrl-C was pressed"
        case .calledFromThread: "another thread asked for a callback"
        case .intervened: intervention(event)
        default: knob(event)
        }
    }

    /// `: TEXT`, if the event has one.
    private func note(_ event: LoopEvent) -> StyledLine {
        event.text == 0 ? StyledLine() : StyledLine(": ") + text(of: event)
    }

    private func noun(_ outcome: Outcome) -> String {
        switch outcome {
        case .none: "nothing"
        case .result: "a result"
        case .error: "an error"
        case .cancelled: "a cancellation"
        case .closed: "its code never run"
        }
    }
}
