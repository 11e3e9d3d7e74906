/// Pending deadlines, soonest first; equal deadlines in the order they were armed.
///
/// asyncio leaves the order of equal deadlines to its heap (R33); ours is fixed. A cancelled timer
/// stays until it reaches the top or until more than half of over 100 are cancelled (R34).
struct TimerHeap {
    private struct Entry {
        let deadline: Int64
        let order: UInt64
        let timer: TimerHandle

        static func < (a: Entry, b: Entry) -> Bool {
            a.deadline != b.deadline ? a.deadline < b.deadline : a.order < b.order
        }
    }

    private var entries: [Entry] = []
    private var armed: UInt64 = 0
    private var cancelled = 0

    mutating func insert(_ timer: TimerHandle) {
        armed += 1
        entries.append(Entry(deadline: timer.deadline, order: armed, timer: timer))
        siftUp(entries.count - 1)
    }

    /// The soonest deadline still wanted.
    @EventLoop
    mutating func nextDeadline() -> Int64? {
        while let top = entries.first, top.timer.isCancelled {
            removeTop()
            cancelled -= 1
        }
        return entries.first?.deadline
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
        entries.removeAll { $0.timer.isCancelled }
        cancelled = 0
        for index in stride(from: entries.count / 2 - 1, through: 0, by: -1) { siftDown(index) }
    }

    var isEmpty: Bool { entries.isEmpty }

    @discardableResult
    private mutating func removeTop() -> TimerHandle {
        let top = entries[0]
        let last = entries.removeLast()
        if !entries.isEmpty {
            entries[0] = last
            siftDown(0)
        }
        return top.timer
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
