import LoopEvents

/// From a turn to the one that led to it.
extension Why {
    /// What led to the turn `effect`; nil for a root.
    func hop(to effect: Int) -> Hop? {
        // What the loop does of its own accord it does because it runs.
        if events[effect].kind == .passBegan { return nil }
        var path = Path(effect: effect)
        if events[effect].kind == .taskWoken { path.queued = effect }
        var (at, deed) = (effect, effect)
        while let next = before(at) {
            // A second callback of the loop's own begins a hop of its own, at what it completed or
            // cancelled.
            if [.futureCompleted, .cancelRequested].contains(events[at].kind), at != effect,
                path.hasOwnCallback, isOwnCallback(next)
            {
                return finish(path, deed: at, cause: at)
            }
            note(at, next, in: &path)
            // That CancelledError was thrown, or a thread passed through, is no deed of the task's.
            if ![.cancelDelivered, .escaped].contains(events[at].kind) { deed = at }
            if isTurn(next) { return finish(path, deed: deed, cause: resolved(next)) }
            at = next
        }
        guard at != effect else { return nil }
        return finish(path, deed: deed, cause: at)
    }

    /// What lies between a turn and its cause.
    struct Path {
        let effect: Int
        /// The wakeup or the queueing that the effect came of.
        var queued: Int?
        /// Whether one of the loop's own callbacks ran in between.
        var hasOwnCallback = false
        /// The cancellation that led to it, if it lies after the loop's own callback.
        var cancel: Int?
        /// Whether the wait ended by being cancelled.
        var endsCancelled = false
    }

    private func note(_ at: Int, _ next: Int, in path: inout Path) {
        let event = events[next]
        switch event.kind {
        case .taskWoken, .taskCreated, .handleScheduled:
            if path.queued == nil { path.queued = next }
            if at != path.effect, isOwnCallback(at) { path.hasOwnCallback = true }
        // Before its own callback a cancellation is about something else that was waited for.
        case .cancelRequested: if !path.hasOwnCallback { path.cancel = next }
        case .futureCompleted where !path.hasOwnCallback && at == path.queued:
            path.endsCancelled = event.outcome == .cancelled
        default: break
        }
    }

    /// Whether the event at `index` is a callback of the loop's own that cost a pass: it was queued
    /// while something ran, and not by a poll.
    private func isOwnCallback(_ index: Int) -> Bool {
        guard events[index].kind == .handleRan, !isTurn(index),
            let scheduled = recording.cause(of: index),
            events[scheduled].kind == .handleScheduled, let cause = recording.cause(of: scheduled)
        else { return false }
        let by = events[cause]
        return !by.kind.isRoot || by.kind == .loopStarted || (by.kind == .escaped && by.task != 0)
    }

    private func finish(_ path: Path, deed: Int, cause: Int) -> Hop {
        let passes = Int(events[path.effect].pass) - Int(events[cause].pass)
        return Hop(
            effect: path.effect,
            deed: deed,
            cause: cause,
            passes: passes,
            rule: rule(of: path, deed: deed, cause: cause),
            delivered: delivered(at: path)
        )
    }

    /// The cancellation that is thrown in by a step which something else brought about.
    private func delivered(at path: Path) -> Int? {
        let next = path.effect + 1
        guard path.cancel == nil, events[path.effect].kind == .taskStepped, next < events.count,
            events[next].kind == .cancelDelivered, let request = recording.cause(of: next),
            let queued = path.queued, queued < request
        else { return nil }
        return request
    }
}
