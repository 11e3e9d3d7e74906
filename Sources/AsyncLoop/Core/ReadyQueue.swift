import LoopEvents

/// One entry of the ready queue: what the loop does when its turn comes.
enum ReadyEntry {
    /// Gives the thread to a task that was created or woken.
    case step(Strand)
    /// Runs a callback.
    case handle(Handle)
    /// Runs a job of Swift's own making: a child task's, or one that came from another thread.
    case job(ForeignJob)
}

/// First in, first out, in a ring that grows and never shrinks (R3: one queue for everything).
struct ReadyQueue {
    private var slots: [ReadyEntry?] = Array(repeating: nil, count: 64)
    private var head = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    mutating func append(_ entry: ReadyEntry) {
        if count == slots.count { grow() }
        slots[(head &+ count) & (slots.count &- 1)] = entry
        count &+= 1
    }

    mutating func popFirst() -> ReadyEntry? {
        guard count > 0 else { return nil }
        let entry = slots[head].take()
        head = (head &+ 1) & (slots.count &- 1)
        count &-= 1
        return entry
    }

    mutating func removeAll() {
        self = ReadyQueue()
    }

    private mutating func grow() {
        var bigger: [ReadyEntry?] = []
        bigger.reserveCapacity(slots.count * 2)
        for index in 0..<count { bigger.append(slots[(head &+ index) & (slots.count &- 1)]) }
        bigger.append(contentsOf: repeatElement(nil, count: slots.count * 2 - count))
        slots = bigger
        head = 0
    }
}
