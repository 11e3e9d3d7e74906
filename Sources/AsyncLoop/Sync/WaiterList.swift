import LoopEvents

/// One task's wait for a lock, an event or a queue: a future that stands in a `WaiterList`.
@EventLoop
final class Waiter: Future<Void> {
    /// The list it stands in; nil once it was taken out.
    fileprivate unowned(unsafe) var list: WaiterList?
    // Unretained: a waiter is in its list only while the function that awaits it runs, and that
    // function holds it. A chain of strong links would be freed one inside the other.
    fileprivate unowned(unsafe) var previous: Waiter?
    fileprivate unowned(unsafe) var next: Waiter?

    override var waitLabel: String? { list?.name }

    override func cancel(_ message: String? = nil) -> Bool {
        guard super.cancel(message) else { return false }
        list?.cancelledCount += 1
        return true
    }
}

/// Those who wait for one thing, in order of arrival.
///
/// A waiter that was woken or cancelled stays until its task has been stepped, as in asyncio: it
/// is what keeps a newcomer from overtaking it. asyncio searches its deque for what is neither;
/// here arrival, waking, leaving and the questions take constant time, whoever leaves.
@EventLoop
final class WaiterList {
    private let role: WaitRole
    fileprivate let name: String?
    private unowned(unsafe) var first: Waiter?
    private unowned(unsafe) var last: Waiter?
    /// Every waiter before this one is done; nil if all are.
    private unowned(unsafe) var undecided: Waiter?
    private(set) var count = 0
    fileprivate var cancelledCount = 0

    nonisolated init(role: WaitRole, name: String?) {
        self.role = role
        self.name = name
    }

    /// Whether somebody waits who was not cancelled: woken and not yet stepped counts.
    var hasLive: Bool { count > cancelledCount }

    /// The longest waiter, whatever has become of it.
    var head: Waiter? { first }

    /// A new waiter, last in line. Whoever calls this takes it out again.
    func append() -> Waiter {
        let waiter = Waiter(role: role)
        waiter.list = self
        waiter.previous = last
        last?.next = waiter
        last = waiter
        if first == nil { first = waiter }
        if undecided == nil { undecided = waiter }
        count += 1
        return waiter
    }

    /// Takes `waiter` out. Does nothing if it is out already.
    func remove(_ waiter: Waiter) {
        guard waiter.list === self else { return }
        if undecided === waiter { undecided = waiter.next }
        waiter.previous?.next = waiter.next
        waiter.next?.previous = waiter.previous
        if first === waiter { first = waiter.next }
        if last === waiter { last = waiter.previous }
        waiter.previous = nil
        waiter.next = nil
        waiter.list = nil
        count -= 1
        if waiter.isCancelled { cancelledCount -= 1 }
    }

    /// The longest waiter that was neither woken nor cancelled.
    func firstPending() -> Waiter? {
        while let waiter = undecided, waiter.isDone { undecided = waiter.next }
        return undecided
    }

    /// Wakes the longest waiter that is pending. Returns false if there is none.
    @discardableResult
    func wakeFirst() -> Bool {
        guard let waiter = firstPending() else { return false }
        waiter.finish(())
        return true
    }

    /// Stands in line until woken.
    ///
    /// Throws `CancelledError` if the task was cancelled, also when it was woken before (R21).
    func wait(line: UInt) async throws {
        let waiter = append()
        defer { remove(waiter) }
        try await waiter.value(line: line)
    }
}
