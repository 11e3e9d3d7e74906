import LoopEvents

extension Why {
    /// The rule that decides how many passes the hop along `path` takes.
    ///
    /// It is found by what kind of thing led to what, never by the number of passes: that is what
    /// it is held against.
    func rule(of path: Path, deed: Int, cause: Int) -> PassRule? {
        switch events[path.effect].kind {
        case .taskStepped: stepRule(path, cause: cause)
        case .taskWoken: stepRule(path, cause: cause)?.untilReady
        case .handleRan: callbackRule(path, cause: cause)
        case .futureCompleted: .doneCallback
        case .cancelRequested: .groupCancels
        default: nil
        }
    }

    private func stepRule(_ path: Path, cause: Int) -> PassRule? {
        guard let queued = path.queued else { return nil }
        if isSwiftsOwn(path.effect, after: queued) { return nil }
        let event = events[queued]
        if event.kind == .taskCreated { return creationRule(event, step: path.effect) }
        if path.cancel != nil {
            switch events[cause].kind {
            case .interrupted: return .interrupted
            case .passBegan: return .shutdown
            default: return path.hasOwnCallback ? .groupCancelled : .cancelled
            }
        }
        let isOwnWait = event.role.isShared || [.sleep, .fd, .gather, .wait].contains(event.role)
        if path.endsCancelled, isOwnWait { return .cancelled }
        switch event.role {
        case .turn: return .turn
        case .sleep: return .sleep
        case .future: return path.hasOwnCallback ? .shield : .future
        case .task: return .task
        case .gather: return .gather
        case .wait: return path.hasOwnCallback ? .wait : .waitTimeout
        case .executor: return .job
        case .lock, .condition, .event, .queue: return .shared
        case .fd: return .descriptor
        case .outside, .none: return nil
        }
    }

    /// Whether the wakeup at `queued` was over before the step at `effect`, which a child task of
    /// Swift's own took by Swift's means.
    private func isSwiftsOwn(_ effect: Int, after queued: Int) -> Bool {
        let task = events[effect].task
        guard recording.task(Int(task))?.isSwifts == true, queued < effect else { return false }
        return events[queued..<effect].contains { $0.kind == .taskStepped && $0.task == task }
    }

    private func creationRule(_ event: LoopEvent, step: Int) -> PassRule? {
        // How soon Swift starts a child task of its own is up to Swift.
        if event.subject == 0 { return nil }
        return step == Int(event.sequence) + 1 ? .eager : .created
    }

    private func callbackRule(_ path: Path, cause: Int) -> PassRule? {
        switch events[cause].kind {
        case .timerFired: return .timerCallback
        case .fdReady: return .descriptorCallback
        case .calledFromThread: return .threadCall
        case .workReturned: return .jobCallback
        default: break
        }
        if case .doneCallback? = recording.handles[events[path.effect].subject] {
            return .doneCallback
        }
        return .callback
    }
}

extension PassRule {
    /// The same up to the moment a task is ready, a pass before it runs.
    fileprivate var untilReady: PassRule {
        PassRule(rule: rule, passes: passes.map { max(0, $0 - 1) }, text: text)
    }
}
