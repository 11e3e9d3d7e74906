import LoopEvents
import Trace

/// A small lie told about a run, to see whether a demo's claims notice.
public enum Mutation: Hashable, Sendable {
    /// Two turns of one pass, the ones beginning at these events, change places; so do the events
    /// that queued them.
    case swapped(Int, Int)
    /// One event is left out.
    case dropped(Int)
    /// The timer that fires at this event does so later, by so many nanoseconds, and everything
    /// after it.
    case delayed(Int, by: Int64)
    /// Everything from this event on happens one pass later.
    case postponed(Int)

    /// Every mutation that `recording` allows, in order, thinned out evenly to `limit`.
    public static func all(of recording: Recording, limit: Int = 96) -> [Mutation] {
        let turns = Turns(recording)
        let kinds = [
            turns.neighbours.map { Mutation.swapped($0, $1) },
            outputs(of: recording).map { .dropped($0) },
            droppable(recording).map { .dropped($0) },
            fired(recording).map { .delayed($0, by: 1_000_000_000) },
            turns.passes.dropFirst().map { .postponed($0) },
        ]
        // The same share for each kind, as one kind may be a thousand times as many as another.
        return kinds.flatMap { thinned($0, to: limit / kinds.count) }
    }

    private static func outputs(of recording: Recording) -> [Int] {
        recording.events.indices.filter { recording.events[$0].kind == .output }
    }

    private static func droppable(_ recording: Recording) -> [Int] {
        recording.events.indices.filter {
            switch recording.events[$0].kind {
            case .taskWoken, .taskStepped, .taskFinished, .deadlock: true
            default: false
            }
        }
    }

    private static func fired(_ recording: Recording) -> [Int] {
        recording.events.indices.filter { recording.events[$0].kind == .timerFired }
    }

    private static func thinned(_ mutations: [Mutation], to count: Int) -> [Mutation] {
        guard mutations.count > count else { return mutations }
        return (0..<count).map { mutations[$0 * mutations.count / count] }
    }

    /// `recording` with this mutation.
    public func applied(to recording: Recording) -> Recording {
        var events = recording.events
        switch self {
        case .swapped(let first, let second):
            events = Turns(recording).swapping(first, second)
        case .dropped(let index):
            events.remove(at: index)
        case .delayed(let index, let nanoseconds):
            for later in index..<events.count { events[later].time += nanoseconds }
        case .postponed(let index):
            for later in index..<events.count { events[later].pass += 1 }
        }
        return recording.rearranged(events)
    }
}

/// A recording cut into turns: what happens from one step or callback to the next.
private struct Turns {
    private let events: [LoopEvent]
    /// Where turns and passes begin.
    private var starts: [Int] = []
    /// Where passes begin.
    private(set) var passes: [Int] = []

    init(_ recording: Recording) {
        events = recording.events
        for (index, event) in events.enumerated() {
            switch event.kind {
            case .passBegan:
                passes.append(index)
                starts.append(index)
            case .taskStepped, .handleRan, .loopClosed: starts.append(index)
            default: break
            }
        }
    }

    /// The turns that follow each other in one pass and were queued by an event each.
    var neighbours: [(Int, Int)] {
        zip(starts, starts.dropFirst()).filter { first, second in
            isTurn(first) && isTurn(second) && events[first].pass == events[second].pass
                && events[second].cause < UInt32(first)
        }
    }

    private func isTurn(_ index: Int) -> Bool {
        events[index].cause < events.count
            && (events[index].kind == .taskStepped || events[index].kind == .handleRan)
    }

    func swapping(_ first: Int, _ second: Int) -> [LoopEvent] {
        let end = starts.first { $0 > second } ?? events.count
        var result = Array(events[..<first])
        result += events[second..<end]
        result += events[first..<second]
        result += events[end...]
        let (one, two) = (Int(events[first].cause), Int(events[second].cause))
        if one < first, two < first { result.swapAt(one, two) }
        return result
    }
}
