/// What the loop keeps of the work it has handed to threads.
struct ExecutorState {
    /// Work on a virtual clock whose end is known, and which of those that ends at the same moment
    /// was started first.
    private struct Ending {
        let end: Int64
        let order: UInt64
        let work: Work

        static func < (a: Ending, b: Ending) -> Bool {
            a.end != b.end ? a.end < b.end : a.order < b.order
        }
    }

    /// The pool used when none is named, made at its first use.
    var defaultPool: ThreadPool?
    /// How much work it was given that has not come back.
    private(set) var defaultPending = 0
    /// Work that has a thread which may still be at it, in the order it was started.
    private var running: [(order: UInt64, work: Work)] = []
    /// When the first of those that run began, on the clock.
    private var earliestBegin = Int64.max
    /// Work that its thread has ended, the soonest end on the clock first: a heap.
    private var ended: [Ending] = []
    private var started: UInt64 = 0

    /// Counts work that is handed to `pool`.
    mutating func noteDeparture(to pool: ThreadPool) {
        if pool === defaultPool { defaultPending += 1 }
    }

    /// Counts work of `pool` that has come back, or was taken back.
    mutating func noteReturn(to pool: ThreadPool) {
        if pool === defaultPool { defaultPending -= 1 }
    }

    /// Keeps `work`, which a thread was given.
    mutating func add(_ work: Work) {
        started += 1
        running.append((started, work))
        earliestBegin = min(earliestBegin, work.begin)
    }

    /// Gives the threads back whose work the loop will not live to see the end of.
    mutating func abandonAll() {
        for work in running.map(\.work) + ended.map(\.work) {
            work.pool.slots[work.slot] = nil
            work.pool.waiting = WorkQueue()
        }
        (running, ended, earliestBegin) = ([], [], .max)
    }

    /// Waits until every thread has really ended what it was given, so that its end is known.
    mutating func waitForThreads() {
        for (order, work) in running {
            work.waitForThread()
            insert(Ending(end: work.end, order: order, work: work))
        }
        running.removeAll(keepingCapacity: true)
        earliestBegin = .max
    }

    /// When the next work ends on the virtual clock, of all that `waitForThreads` has seen.
    var nextEnd: Int64? { ended.first?.end }

    /// Removes and returns the work that ends first, in order of submission among equals, if it
    /// ends at `now` or before.
    ///
    /// Waits for the threads only if what they have may end before: so all that were started
    /// together run together.
    mutating func popEnded(by now: Int64) -> Work? {
        if earliestBegin < (ended.first?.end ?? .max) { waitForThreads() }
        guard let first = ended.first, first.end <= now else { return nil }
        let last = ended.removeLast()
        if !ended.isEmpty {
            ended[0] = last
            siftDown()
        }
        return first.work
    }

    private mutating func insert(_ ending: Ending) {
        ended.append(ending)
        var child = ended.count - 1
        while child > 0, ended[child] < ended[(child - 1) / 2] {
            ended.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while 2 * parent + 1 < ended.count {
            var child = 2 * parent + 1
            if child + 1 < ended.count, ended[child + 1] < ended[child] { child += 1 }
            guard ended[child] < ended[parent] else { return }
            ended.swapAt(child, parent)
            parent = child
        }
    }
}
