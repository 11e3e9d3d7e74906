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
///
/// Its memory is its own rather than an array's: every task switch goes through here, and an array
/// would be asked each time whether it is shared.
struct ReadyQueue: ~Copyable {
    private var slots = UnsafeMutablePointer<ReadyEntry>.allocate(capacity: 64)
    private var capacity = 64
    private var head = 0
    private(set) var count = 0

    deinit {
        for index in 0..<count { (slots + position(index)).deinitialize(count: 1) }
        slots.deallocate()
    }

    var isEmpty: Bool { count == 0 }

    /// Where the entry `index` places from the front lies; the capacity is a power of two.
    private func position(_ index: Int) -> Int { (head &+ index) & (capacity &- 1) }

    mutating func append(_ entry: consuming ReadyEntry) {
        if count == capacity { grow() }
        (slots + position(count)).initialize(to: entry)
        count &+= 1
    }

    mutating func popFirst() -> ReadyEntry? {
        guard count > 0 else { return nil }
        let entry = (slots + head).move()
        head = position(1)
        count &-= 1
        return entry
    }

    private mutating func grow() {
        let bigger = UnsafeMutablePointer<ReadyEntry>.allocate(capacity: capacity * 2)
        for index in 0..<count {
            (bigger + index).moveInitialize(from: slots + position(index), count: 1)
        }
        slots.deallocate()
        slots = bigger
        capacity *= 2
        head = 0
    }
}
