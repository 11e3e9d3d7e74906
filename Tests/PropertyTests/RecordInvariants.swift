import LoopEvents
import Trace

/// What holds for every record of a run on a virtual clock that was told of from start to close.
///
/// Events are folded in one by one. The queue kept here is the loop's own, unlike a board's: a
/// cancelled callback keeps its place in it and is skipped (R4).
struct RecordInvariants {
    /// What was found wrong, each with the index of the event it was seen at.
    private(set) var broken: [String] = []

    private enum Entry: Hashable {
        case task(UInt32)
        case handle(UInt32)
    }

    private struct Place {
        var entry: Entry
        /// The pass in which its turn comes.
        var due: UInt32
        var isCancelled = false
    }

    private struct Wait {
        var future: UInt32
        var role: WaitRole
        var deadline: Int64
    }

    private var events: [LoopEvent] = []
    private var reachesRoot: [Bool] = []
    private var queue: [Place] = []
    private var waits: [UInt32: Wait] = [:]
    private var completed: [UInt32: LoopEvent] = [:]
    private var created: [UInt32] = []
    private var finished: Set<UInt32> = []
    private var armed: [UInt32: (deadline: Int64, at: Int64)] = [:]
    private var isClosed = false
    private var deadlock: LoopEvent?

    /// The tasks that never ended, in order of creation.
    var unfinished: [UInt32] { created.filter { !finished.contains($0) } }

    /// What is wrong with `events`, a whole record.
    static func violations(of events: [LoopEvent]) -> [String] {
        var invariants = RecordInvariants()
        for event in events { invariants.add(event) }
        invariants.end()
        return invariants.broken
    }

    private mutating func check(_ holds: Bool, _ message: @autoclosure () -> String) {
        if !holds { broken.append("event \(events.count - 1): \(message())") }
    }

    mutating func add(_ event: LoopEvent) {
        let previous = events.last
        events.append(event)
        check(Int(event.sequence) == events.count - 1, "its number is \(event.sequence)")
        if let previous {
            check(event.time >= previous.time, "time goes back from \(previous.time)")
            let isNext = event.kind == .passBegan ? 1 : 0
            check(event.pass == previous.pass + UInt32(isNext), "pass \(event.pass) is not next")
        }
        check(!isClosed, "\(event.kind) after the close")
        addCause(event)
        switch event.kind {
        case .passBegan: beginPass(event)
        case .taskCreated, .taskStepped, .taskSuspended, .taskWoken, .taskFinished: addTask(event)
        case .futureCompleted: complete(event)
        case .handleScheduled, .handleRan, .handleCancelled: addHandle(event)
        case .timerArmed, .timerFired, .timerCancelled: addTimer(event)
        case .deadlock: foundDeadlock(event)
        case .loopClosed: isClosed = true
        default: break
        }
    }

    // MARK: Causes

    private mutating func addCause(_ event: LoopEvent) {
        guard event.cause != LoopEvent.noCause else {
            check(event.kind.isRoot, "\(event.kind) has no cause")
            return reachesRoot.append(true)
        }
        let cause = Int(event.cause)
        guard cause < events.count - 1 else {
            check(false, "\(event.kind) has a cause that comes later")
            return reachesRoot.append(false)
        }
        let causing = events[cause].kind
        check(event.kind.legalCauses.contains(causing), "\(event.kind) caused by \(causing)")
        check(reachesRoot[cause], "\(event.kind) has no root")
        reachesRoot.append(reachesRoot[cause])
    }

    // MARK: The queue

    private mutating func beginPass(_ event: LoopEvent) {
        // Their turn came in the pass before, and was skipped.
        queue.removeAll { $0.isCancelled && $0.due < event.pass }
        let queued = queue.count
        check(Int(event.value) == queued, "\(event.value) ready, and \(queued) queued")
        for place in queue where !place.isCancelled {
            check(place.due == event.pass, "\(place.entry) was due in pass \(place.due)")
        }
        checkWaits()
    }

    private mutating func enqueue(_ entry: Entry, due: UInt32) {
        check(
            !queue.contains { $0.entry == entry && !$0.isCancelled },
            "\(entry) is queued twice"
        )
        queue.append(Place(entry: entry, due: due))
    }

    /// Takes the turn of `entry`, whose it must be: first in, first out, and in the pass after the
    /// one that queued it.
    private mutating func takeTurn(_ entry: Entry, _ event: LoopEvent) {
        while let first = queue.first, first.isCancelled { queue.removeFirst() }
        guard let first = queue.first else {
            return check(false, "\(entry) runs and is not queued")
        }
        guard first.entry == entry else {
            return check(false, "\(entry) runs before \(first.entry), which was queued before it")
        }
        queue.removeFirst()
        check(first.due == event.pass, "\(entry) was due in pass \(first.due)")
    }

    private mutating func addHandle(_ event: LoopEvent) {
        let entry = Entry.handle(event.subject)
        switch event.kind {
        case .handleScheduled:
            // What threads have ended is queued by the poll, ahead of the pass's own turns.
            let isPolled = events[safe: event.cause]?.kind == .workReturned
            enqueue(entry, due: isPolled ? event.pass : event.pass + 1)
        case .handleRan:
            takeTurn(entry, event)
        default:
            let place = queue.firstIndex { $0.entry == entry && !$0.isCancelled }
            check(place != nil, "a callback is cancelled that is not queued")
            if let place { queue[place].isCancelled = true }
        }
    }

    private mutating func addTimer(_ event: LoopEvent) {
        switch event.kind {
        case .timerArmed:
            check(armed[event.subject] == nil, "timer \(event.subject) is armed twice")
            armed[event.subject] = (event.value, event.time)
        case .timerFired:
            guard let timer = armed.removeValue(forKey: event.subject) else {
                return check(false, "timer \(event.subject) fires and is not armed")
            }
            check(event.time >= timer.deadline, "timer \(event.subject) fires too early")
            let sooner = armed.values.contains {
                ($0.deadline, $0.at) < (timer.deadline, timer.at)
            }
            check(!sooner, "timer \(event.subject) fires before a sooner one")
            enqueue(.handle(event.subject), due: event.pass)
        default:
            check(
                armed.removeValue(forKey: event.subject) != nil,
                "timer \(event.subject) is given up and not armed"
            )
        }
    }

    // MARK: Tasks

    private mutating func addTask(_ event: LoopEvent) {
        let task = event.task
        check(!finished.contains(task), "\(event.kind) of task \(task), which has ended")
        switch event.kind {
        case .taskCreated:
            created.append(task)
            enqueue(.task(task), due: event.pass + 1)
        case .taskStepped:
            check(waits[task] == nil, "task \(task) is stepped while it waits")
            // An eager task's first step is taken as it is created, past the queue (R17).
            let creation = events[safe: event.cause]
            if creation?.kind == .taskCreated, creation?.sequence == event.sequence - 1,
                queue.last?.entry == .task(task)
            {
                queue.removeLast()
            } else {
                takeTurn(.task(task), event)
            }
        case .taskSuspended:
            guard event.role != .turn else { return }
            check(completed[event.subject] == nil, "task \(task) waits for what is done")
            waits[task] = Wait(future: event.subject, role: event.role, deadline: event.value)
        case .taskWoken:
            enqueue(.task(task), due: event.pass + 1)
            guard event.role != .turn else { return }
            guard let wait = waits.removeValue(forKey: task) else {
                return check(false, "task \(task) is woken and waits for nothing")
            }
            check(wait.future == event.subject, "task \(task) is woken by another future")
            checkWakeup(wait, event)
        default:
            finished.insert(task)
            complete(event)
        }
    }

    private mutating func checkWakeup(_ wait: Wait, _ event: LoopEvent) {
        guard let completion = completed[wait.future] else {
            return check(false, "task \(event.task) is woken by what is not done")
        }
        check(
            completion.sequence == event.cause,
            "task \(event.task) is woken by something other than its future's end"
        )
        if wait.role == .sleep, completion.outcome == .result {
            check(event.time >= wait.deadline, "task \(event.task) sleeps too short")
        }
    }

    private mutating func complete(_ event: LoopEvent) {
        check(completed[event.subject] == nil, "future \(event.subject) is completed twice")
        completed[event.subject] = event
    }

    /// No lost wakeup: who waits, waits for what is not done.
    private mutating func checkWaits() {
        for (task, wait) in waits.sorted(by: { $0.key < $1.key }) {
            check(completed[wait.future] == nil, "task \(task) was not woken by what it waits for")
        }
    }

    // MARK: The end

    private mutating func foundDeadlock(_ event: LoopEvent) {
        deadlock = event
        check(Int(event.value) == unfinished.count, "\(event.value) are said to wait for ever")
        check(queue.isEmpty, "a deadlock with somebody ready")
        check(armed.isEmpty, "a deadlock with a deadline ahead")
        for task in unfinished { check(waits[task] != nil, "task \(task) waits for nothing") }
    }

    private mutating func end() {
        check(isClosed, "the loop was not closed")
        let last = events.last?.pass ?? 0
        for place in queue where !place.isCancelled {
            check(place.due > last, "\(place.entry) was due in pass \(place.due), and never ran")
        }
        checkWaits()
    }
}

extension [LoopEvent] {
    fileprivate subscript(safe sequence: UInt32) -> LoopEvent? {
        sequence < count ? self[Int(sequence)] : nil
    }
}
