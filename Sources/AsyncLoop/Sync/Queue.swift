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
    /// How many items it holds. Source: asyncio `Queue.qsize`.
    public private(set) final var count = 0
    /// Whether the items are in `items`, rather than where `store` and `take` keep them.
    private nonisolated let isFirstInFirstOut: Bool
    private final var items = Ring<Element>()

    /// An empty queue. `name` is shown in traces.
    public nonisolated convenience init(maxsize: Int = 0, name: String? = nil) {
        self.init(maxsize: maxsize, name: name, isFirstInFirstOut: true)
    }

    nonisolated init(maxsize: Int, name: String?, isFirstInFirstOut: Bool) {
        self.maxsize = maxsize
        self.isFirstInFirstOut = isFirstInFirstOut
        getters = WaiterList(role: .queue, name: name)
        putters = WaiterList(role: .queue, name: name)
        finished = Event(role: .queue, name: name, isSet: true)
    }

    // MARK: What its kinds do each in their way

    func store(_ item: Element) {}

    /// Takes the next item out; there is one.
    func take() -> Element { items.removeFirst() }

    // MARK: Size

    /// Whether it holds no item. Source: asyncio `Queue.empty`.
    public final var isEmpty: Bool { count == 0 }

    /// Whether it holds `maxsize` items. Source: asyncio `Queue.full`.
    public final var isFull: Bool { maxsize > 0 && count >= maxsize }

    // MARK: Putting

    /// Puts `item` in, waiting for a place if the queue is full.
    ///
    /// Order: no suspension if there is a place; else one pass after a `get` made one, several in
    /// order of arrival. Somebody else may have filled it by then, and the wait begins again.
    /// Errors: `QueueError.shutDown`; `CancelledError`, and then the item is left out.
    /// Cancellation: a place made for a task that was then cancelled goes to the next in line.
    /// Source: asyncio `Queue.put`.
    @inline(__always)
    public final func put(_ item: Element, line: UInt = #line) async throws {
        if isFull { try await waitForPlace(line: line) }
        try putNoWait(item)
    }

    private final func waitForPlace(line: UInt) async throws {
        while isFull {
            if isShutDown { throw QueueError.shutDown }
            try await wait(in: putters, while: { self.isFull }, line: line)
        }
    }

    /// Puts `item` in and wakes the longest `get`.
    ///
    /// Errors: `QueueError.full`, `QueueError.shutDown`.
    /// Source: asyncio `Queue.put_nowait`.
    @inline(__always)
    public final func putNoWait(_ item: Element) throws {
        if isShutDown { throw QueueError.shutDown }
        if isFull { throw QueueError.full }
        if isFirstInFirstOut { items.append(item) } else { store(item) }
        count += 1
        unfinished += 1
        if unfinished == 1 { finished.clear() }
        if getters.count > 0 { wakeNext(getters) }
    }

    // MARK: Getting

    /// Takes the next item out, waiting for one if the queue is empty.
    ///
    /// Order: no suspension if there is one; else one pass after a `put`, several in order of
    /// arrival. Somebody else may have taken it by then, and the wait begins again.
    /// Errors: `QueueError.shutDown` if it was shut down and is empty; `CancelledError`.
    /// Cancellation: an item meant for a task that was then cancelled goes to the next in line.
    /// Source: asyncio `Queue.get`.
    @inline(__always)
    public final func get(line: UInt = #line) async throws -> Element {
        if isEmpty { try await waitForItem(line: line) }
        return try getNoWait()
    }

    private final func waitForItem(line: UInt) async throws {
        while isEmpty {
            if isShutDown { throw QueueError.shutDown }
            try await wait(in: getters, while: { self.isEmpty }, line: line)
        }
    }

    /// Takes the next item out and wakes the longest `put`.
    ///
    /// Errors: `QueueError.empty`; `QueueError.shutDown` if it was shut down and is empty.
    /// Source: asyncio `Queue.get_nowait`.
    @inline(__always)
    public final func getNoWait() throws -> Element {
        if isEmpty { throw isShutDown ? QueueError.shutDown : QueueError.empty }
        let item = isFirstInFirstOut ? items.removeFirst() : take()
        count -= 1
        if putters.count > 0 { wakeNext(putters) }
        return item
    }

    // MARK: Waiting

    /// Stands in line until woken; passes a wakeup on that it cannot use.
    private final func wait(
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
    private final func wakeNext(_ waiters: WaiterList) {
        guard let waiter = waiters.firstPending() else { return }
        waiters.remove(waiter)
        waiter.finish(())
    }

    // MARK: The work behind the items

    /// Says that the work on one item is done; `join` waits for one call an item.
    ///
    /// Errors: `SyncError.taskDoneTooOften` at more calls than items were put.
    /// Source: asyncio `Queue.task_done`.
    public final func taskDone() throws {
        guard unfinished > 0 else { throw SyncError.taskDoneTooOften }
        unfinished -= 1
        if unfinished == 0 { finished.set() }
    }

    /// Waits until `taskDone` was called for every item that was put.
    ///
    /// Order: no suspension if nothing is unfinished; else one pass after the last `taskDone`.
    /// Errors: `CancelledError`.
    /// Source: asyncio `Queue.join`.
    public final func join(line: UInt = #line) async throws {
        if unfinished > 0 { try await finished.wait(line: line) }
    }

    /// Takes no more items, and gives only those it still has.
    ///
    /// With `immediate` the items are thrown away, each counted as done. All who wait are woken:
    /// a `put`, and a `get` that finds nothing, end with `QueueError.shutDown`.
    /// Source: asyncio `Queue.shutdown` (3.13).
    public final func shutdown(immediate: Bool = false) {
        isShutDown = true
        if immediate {
            while !isEmpty {
                _ = take()
                count -= 1
                if unfinished > 0 { unfinished -= 1 }
            }
            if unfinished == 0 { finished.set() }
        }
        for waiters in [getters, putters] {
            while waiters.firstPending() != nil { wakeNext(waiters) }
        }
    }
}
