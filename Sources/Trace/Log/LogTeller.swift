import LoopEvents
import StyledText

/// What is said of one event, before it has a place in the log.
struct Telling {
    var sentence: StyledLine
    var task = 0
    var mark = LogRow.Mark.acts
    var tone = LogRow.Tone.plain
    var advice: String?
    var more: [StyledLine] = []
    /// The event whose line is named, if not the told one's.
    var lineOf: Int?
    /// The event after the last one that this tells of.
    var end: Int
}

/// Finds words for events: for each, what a learner is told, or nil if it is part of what is told
/// at a later one.
///
/// A timer that fires, runs its callback, completes a future and wakes a task are four events and
/// one thing to know. It is told at the event that makes a difference to the program, the
/// completion, with the wakeups that follow it.
struct LogTeller {
    let recording: Recording
    let phrases: Phrases

    init(_ recording: Recording) {
        self.recording = recording
        phrases = Phrases(recording)
    }

    var events: [LoopEvent] { recording.events }

    /// What to say at the event at `index`; `board` is the state before it.
    func tell(_ index: Int, on board: Board) -> Telling? {
        let event = events[index]
        switch event.kind {
        case .loopStarted, .loopClosed, .passBegan, .deadlock, .interrupted, .calledFromThread:
            return tellLoop(index, on: board)
        case .taskCreated, .taskStepped, .taskSuspended, .taskWoken, .taskFinished:
            return tellTask(index, on: board)
        case .cancelRequested, .cancelDelivered, .cancelSwallowed:
            return tellCancellation(index)
        case .futureCreated, .futureCompleted, .coroutineCreated, .coroutineStarted,
            .coroutineEnded, .futureLinked:
            return tellFuture(index)
        case .handleScheduled, .handleRan, .handleCancelled, .callbackFailed, .timerArmed,
            .timerFired, .timerCancelled:
            return tellHandle(index)
        case .fdWatched, .fdReady, .fdUnwatched, .workOffloaded, .workStarted, .workReturned:
            return tellOutside(index)
        case .output: return tellOutput(index)
        case .loopBlocked, .escaped, .neverAwaited, .neverRetrieved: return tellTrouble(index)
        case .knobRead, .intervened: return tellChange(index)
        }
    }

    // MARK: What follows at once

    /// The tasks and callbacks of the program that the completion at `index` makes ready, and where
    /// that ends.
    func effects(of index: Int) -> (woken: [Int], callbacks: Int, end: Int) {
        var woken: [Int] = []
        var callbacks = 0
        var next = index + 1
        while next < events.count, events[next].cause == UInt32(index) {
            let event = events[next]
            if event.kind == .taskWoken {
                woken.append(Int(event.task))
            } else if event.kind == .handleScheduled {
                if case .doneCallback? = recording.handles[event.subject] { callbacks += 1 }
            } else {
                break
            }
            next += 1
        }
        return (woken, callbacks, next)
    }

    /// `: A is ready, its callback is queued`, or nothing.
    func consequence(_ woken: [Int], _ callbacks: Int) -> StyledLine {
        var line = StyledLine()
        if !woken.isEmpty { line = StyledLine(": ") + phrases.areReady(woken) }
        if callbacks > 0 {
            line.append(woken.isEmpty ? ": " : ", ")
            line.append(
                callbacks == 1 ? "its callback is queued" : "\(callbacks) callbacks are queued"
            )
        }
        return line
    }

    /// The nearest event that satisfies `found` on the way from `index` back to its root.
    func ancestor(of index: Int, where found: (LoopEvent) -> Bool) -> Int? {
        var next = recording.cause(of: index)
        // The loop's own business between a cause a learner knows and its effect is a few events.
        for _ in 0..<12 {
            guard let at = next else { return nil }
            if found(events[at]) { return at }
            next = recording.cause(of: at)
        }
        return nil
    }

    func passes(from cause: Int, to effect: Int) -> Int {
        Int(events[effect].pass) - Int(events[cause].pass)
    }
}
