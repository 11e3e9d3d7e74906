import LoopEvents

/// What a chain ends in.
extension Why {
    /// What the pass at `index` comes from: each from the one before, and the first from the start.
    func start(of index: Int) -> Int {
        var at = index
        while let cause = recording.cause(of: at) { at = cause }
        return at
    }

    func root(at index: Int) -> Root {
        let event = events[index]
        switch event.kind {
        case .timerFired:
            let armed = lastEvent(before: index) {
                $0.kind == .timerArmed && $0.subject == event.subject
            }
            return .timer(
                handle: Int(event.subject),
                task: armed.map { Int(events[$0].task) } ?? 0,
                armed: armed
            )
        case .fdReady:
            return .descriptor(
                Int(event.value),
                watched: lastEvent(before: index) {
                    $0.kind == .fdWatched && $0.value == event.value
                }
            )
        case .workReturned:
            return .job(
                recording.futures[event.subject]?.job ?? 0,
                offloaded: lastEvent(before: index) {
                    $0.kind == .workOffloaded && $0.subject == event.subject
                }
            )
        case .escaped, .calledFromThread: return .thread
        case .interrupted: return .key
        case .intervened: return .learner
        default: return .start
        }
    }

    /// Where the learner moved the timer that `fired`.
    func moves(of fired: LoopEvent) -> [Int] {
        guard fired.kind == .timerFired else { return [] }
        return events[..<Int(fired.sequence)].indices.filter {
            events[$0].movesTimer && events[$0].subject == fired.subject
        }
    }

    func lastEvent(before index: Int, where found: (LoopEvent) -> Bool) -> Int? {
        var at = index - 1
        while at >= 0 {
            if found(events[at]) { return at }
            at -= 1
        }
        return nil
    }
}
