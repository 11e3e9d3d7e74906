import LoopEvents

/// In whose turn things happen.
extension Why {
    /// Whether a learner knows the event at `index` as a turn: nothing is asked before it.
    func isTurn(_ index: Int) -> Bool {
        let event = events[index]
        switch event.kind {
        case .taskStepped, .passBegan: return true
        case .handleRan: return isPrograms(event)
        default: return event.kind.isRoot
        }
    }

    /// Whether a callback is the program's own, and not part of how the loop does things.
    func isPrograms(_ event: LoopEvent) -> Bool {
        switch recording.handles[event.subject] {
        case .callback?:
            // The end of a wait for a descriptor completes a future; a callback of its own does not
            // have to.
            !endsDescriptorWait(Int(event.sequence))
        case .timer?, .doneCallback?: true
        default: false
        }
    }

    func endsDescriptorWait(_ index: Int) -> Bool {
        let next = index + 1
        guard next < events.count else { return false }
        return events[next].kind == .futureCompleted && events[next].role == .fd
            && events[next].cause == UInt32(index)
    }

    /// In whose turn the event at `index` happened.
    func turn(of index: Int) -> Int {
        var at = index
        while !isTurn(at) {
            guard let next = before(at) else { return at }
            at = next
        }
        return resolved(at)
    }

    /// The cause of the event at `index`, or for what a task does after it was cancelled, or came
    /// back from a thread, the step in which it does so: what brought that step about is the cause.
    func before(_ index: Int) -> Int? {
        let event = events[index]
        if event.kind == .cancelDelivered, let step = step(of: event, before: index) { return step }
        return recording.cause(of: index)
    }

    func resolved(_ index: Int) -> Int {
        let event = events[index]
        guard event.kind == .escaped, event.task != 0 else { return index }
        return step(of: event, before: index) ?? index
    }

    /// The step of the event's task that was running then.
    func step(of event: LoopEvent, before index: Int) -> Int? {
        var at = index - 1
        while at >= 0, events[at].pass == event.pass {
            if events[at].kind == .taskStepped, events[at].task == event.task { return at }
            at -= 1
        }
        return nil
    }
}
