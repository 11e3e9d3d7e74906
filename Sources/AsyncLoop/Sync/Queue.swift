import LoopEvents

/// Items from tasks that make them to tasks that use them, first in, first out.
///
/// With a `maxsize` it also holds the makers back: `put` waits for a place.
/// Source: asyncio `Queue`; R36.
@EventLoop
public class Queue<Element> {
    /// How many items it holds at most; 0 or less for any number. Source: `Queue.maxsize`.
    public nonisolated let maxsize: Int
    private let getters: WaiterList
    private let putters: WaiterList
    private let finished: Event
    private var unfinished = 0
    private var isShutDown = false
    private var items = Ring<Element>()

    /// An empty queue. `name` is shown in traces.
    public nonisolated init(maxsize: Int = 0, name: String? = nil) {
        self.maxsize = maxsize
        getters = WaiterList(role: .queue, name: name)
        putters = WaiterList(role: .queue, name: name)
        finished = Event(role: .queue, name: name, isSet: true)
    }

    // MARK: What its kinds do each in their way

    /// How many items it holds. Source: asyncio `Queue.qsize`.
    public var count: Int { items.count }

    func store(_ item: Element) { items.append(item) }

    /// Takes the next item out; there is one.
    func take() -> Element { items.popFirst()! }

    // MARK: Size

    /// Whether it holds no item. Source: asyncio `Queue.empty`.
    public var isEmpty: Bool { count == 0 }

    /// Whether it holds `maxsize` items. Source: asyncio `Queue.full`.
    public var isFull: Bool { maxsize > 0 && count >= maxsize }

    // MARK: Putting

    /// Puts `item` in, waiting for a place if the queue is full.
    ///
    /// Order: no suspension if there is a place; else one pass after a `get` made one, several in
    /// order of arrival. Somebody else may have filled it by then, and the wait begins again.
    /// Errors: `QueueError.shutDown`; `CancelledError`, and then the item is left out.
    /// Cancellation: a place made for a task that was then cancelled goes to the next in line.
    /// Source: asyncio `Queue.put`.
    public func put(_ item: Element, line: UInt = #line) async throws {
        while isFull {
            if isShutDown { throw QueueError.shutDown }
            try await wait(in: putters, while: { self.isFull }, line: line)
        }
        try putNoWait(item)
    }

    /// Puts `item` in and wakes the longest `get`.
    ///
    /// Errors: `QueueError.full`, `QueueError.shutDown`.
    /// Source: asyncio `Queue.put_nowait`.
    public func putNoWait(_ item: Element) throws {
        if isShutDown { throw QueueError.shutDown }
        if isFull { throw QueueError.full }
        store(item)
        unfinished += 1
        finished.clear()
        wakeNext(getters)
    }

    // MARK: Getting

    /// Takes the next item out, waiting for one if the queue is empty.
    ///
    /// Order: no suspension if there is one; else one pass after a `put`, several in order of
    /// arrival. Somebody else may have taken it by then, and the wait begins again.
    /// Errors: `QueueError.shutDown` if it was shut down and is empty; `CancelledError`.
    /// Cancellation: an item meant for a task that was then cancelled goes to the next in line.
    /// Source: asyncio `Queue.get`.
    public func get(line: UInt = #line) async throws -> Element {
        while isEmpty {
            if isShutDown { throw QueueError.shutDown }
            try await wait(in: getters, while: { self.isEmpty }, line: line)
        }
        return try getNoWait()
    }

    /// Takes the next item out and wakes the longest `put`.
    ///
    /// Errors: `QueueError.empty`; `QueueError.shutDown` if it was shut down and is empty.
    /// Source: asyncio `Queue.get_nowait`.
    public func getNoWait() throws -> Element {
        guard !isEmpty else { throw isShutDown ? QueueError.shutDown : QueueError.empty }
        let item = take()
        wakeNext(putters)
        return item
    }

    // MARK: Waiting

    /// Stands in line until woken; passes a wakeup on that it cannot use.
    private func wait(
        in waiters: WaiterList,
        while isBlocked: () -> Bool,
        line: UInt
    ) async throws {
        let waiter = waiters.append()
        defer { waiters.remove(waiter) }
        do {
            try await waiter.value(line: line)
        } catch {
            if waiter.isDone, !waiter.isCancelled, !isBlocked() { wakeNext(waiters) }
            throw error
        }
    }

    /// A woken waiter leaves the line at once: the next item wakes the next in line.
    private func wakeNext(_ waiters: WaiterList) {
        guard let waiter = waiters.firstPending() else { return }
        waiters.remove(waiter)
        waiter.finish(())
    }

    // MARK: The work behind the items

    /// Says that the work on one item is done; `join` waits for one call an item.
    ///
    /// Errors: `SyncError.taskDoneTooOften` at more calls than items were put.
    /// Source: asyncio `Queue.task_done`.
    public func taskDone() throws {
        guard unfinished > 0 else { throw SyncError.taskDoneTooOften }
        unfinished -= 1
        if unfinished == 0 { finished.set() }
    }

    /// Waits until `taskDone` was called for every item that was put.
    ///
    /// Order: no suspension if nothing is unfinished; else one pass after the last `taskDone`.
    /// Errors: `CancelledError`.
    /// Source: asyncio `Queue.join`.
    public func join(line: UInt = #line) async throws {
        if unfinished > 0 { try await finished.wait(line: line) }
    }

    /// Takes no more items, and gives only those it still has.
    ///
    /// With `immediate` the items are thrown away, each counted as done. All who wait are woken:
    /// a `put`, and a `get` that finds nothing, end with `QueueError.shutDown`.
    /// Source: asyncio `Queue.shutdown` (3.13).
    public func shutdown(immediate: Bool = false) {
        isShutDown = true
        if immediate {
            while !isEmpty {
                _ = take()
                if unfinished > 0 { unfinished -= 1 }
            }
            if unfinished == 0 { finished.set() }
        }
        for waiters in [getters, putters] {
            while waiters.firstPending() != nil { wakeNext(waiters) }
        }
    }
}
