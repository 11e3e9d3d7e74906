/// Pending deadlines, soonest first; equal deadlines in the order they were armed.
///
/// asyncio leaves the order of equal deadlines to its heap (R33); ours is fixed. A cancelled timer
/// stays until it reaches the top or until more than half of over 100 are cancelled (R34).
struct TimerHeap: ~Copyable {
    private struct Entry {
        let deadline: Int64
        let order: UInt64
        /// Retained once for as long as it is in the heap. Were it a plain reference, each move of
        /// an entry would count it up and down again in memory that has long left the caches.
        private let retained: Unmanaged<TimerHandle>

        @EventLoop
        init(_ timer: TimerHandle, order: UInt64) {
            deadline = timer.deadline
            self.order = order
            retained = .passRetained(timer)
        }

        @EventLoop
        var isCancelled: Bool { retained.takeUnretainedValue().isCancelled }

        /// The timer, as long as the entry stays in the heap.
        var timer: TimerHandle { retained.takeUnretainedValue() }

        /// The timer, for the one who takes the entry out of the heap.
        func taken() -> TimerHandle { retained.takeRetainedValue() }

        static func < (a: Entry, b: Entry) -> Bool {
            a.deadline != b.deadline ? a.deadline < b.deadline : a.order < b.order
        }
    }

    private var entries: [Entry] = []
    private var armed: UInt64 = 0
    private var cancelled = 0

    deinit {
        for entry in entries { _ = entry.taken() }
    }

    @EventLoop
    mutating func insert(_ timer: TimerHandle) {
        armed += 1
        entries.append(Entry(timer, order: armed))
        siftUp(entries.count - 1)
    }

    /// The soonest deadline still wanted.
    @EventLoop
    mutating func nextDeadline() -> Int64? {
        while let top = entries.first, top.isCancelled {
            _ = removeTop()
            cancelled -= 1
        }
        return entries.first?.deadline
    }

    /// When a wait for the soonest timer may end: at its deadline, or at that of another which
    /// comes no more than `slack` later and with which it then fires.
    ///
    /// It is always somebody's deadline, so a timer that is alone is not late at all.
    @EventLoop
    mutating func nextWakeup(slack: Int64) -> Int64? {
        guard let soonest = nextDeadline() else { return nil }
        // Among the first of a heap are most of those that come soon; to look at all of them would
        // take as long as to fire them.
        var latest = soonest
        for entry in entries.prefix(15) where entry.deadline - soonest <= slack {
            latest = max(latest, entry.deadline)
        }
        return latest
    }

    /// Removes and returns the soonest timer if its deadline is `now` or earlier.
    @EventLoop
    mutating func popDue(_ now: Int64) -> TimerHandle? {
        guard let deadline = nextDeadline(), deadline <= now else { return nil }
        return removeTop()
    }

    @EventLoop
    mutating func noteCancelled() {
        cancelled += 1
        guard entries.count > 100, cancelled * 2 > entries.count else { return }
        // No closure: one that is isolated is asked at each call whether it is on its actor.
        var kept = 0
        for index in entries.indices {
            let entry = entries[index]
            if entry.isCancelled {
                _ = entry.taken()
            } else {
                entries[kept] = entry
                kept += 1
            }
        }
        entries.removeLast(entries.count - kept)
        cancelled = 0
        for index in stride(from: entries.count / 2 - 1, through: 0, by: -1) { siftDown(index) }
    }

    var isEmpty: Bool { entries.isEmpty }

    /// The timer with number `id`, if it is still wanted.
    @EventLoop
    func pending(_ id: UInt32) -> TimerHandle? {
        for entry in entries where entry.timer.id == id && !entry.isCancelled { return entry.timer }
        return nil
    }

    /// Gives a pending timer another deadline, as if it had been armed only now.
    @EventLoop
    mutating func move(_ timer: TimerHandle, to deadline: Int64) {
        guard let index = entries.firstIndex(where: { $0.timer === timer }) else { return }
        _ = entries.remove(at: index).taken()
        for index in stride(from: entries.count / 2 - 1, through: 0, by: -1) { siftDown(index) }
        timer.deadline = deadline
        insert(timer)
    }

    private mutating func removeTop() -> TimerHandle {
        let top = entries[0].taken()
        let last = entries.removeLast()
        if !entries.isEmpty {
            entries[0] = last
            siftDown(0)
        }
        return top
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        let entry = entries[child]
        while child > 0 {
            let parent = (child - 1) / 2
            guard entry < entries[parent] else { break }
            entries[child] = entries[parent]
            child = parent
        }
        entries[child] = entry
    }

    private mutating func siftDown(_ start: Int) {
        var parent = start
        let entry = entries[parent]
        while true {
            var child = 2 * parent + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1] < entries[child] { child += 1 }
            guard entries[child] < entry else { break }
            entries[parent] = entries[child]
            parent = child
        }
        entries[parent] = entry
    }
}
