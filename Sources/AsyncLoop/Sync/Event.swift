import LoopEvents

/// A flag that tasks can wait for: once set, it lets everybody through until it is cleared.
///
/// Source: asyncio `Event`; R36.
@EventLoop
public final class Event {
    /// Whether it is set. Source: asyncio `Event.is_set`.
    public private(set) var isSet = false
    private let waiters: WaiterList

    /// An event that is not set. `name` is shown in traces.
    public nonisolated init(name: String? = nil) {
        waiters = WaiterList(role: .event, name: name)
    }

    nonisolated init(role: WaitRole, name: String?, isSet: Bool) {
        self.isSet = isSet
        waiters = WaiterList(role: role, name: name)
    }

    /// Sets it and wakes all who wait, in order of arrival. Does nothing if it is set.
    ///
    /// Source: asyncio `Event.set`.
    public func set() {
        guard !isSet else { return }
        isSet = true
        while waiters.wakeFirst() {}
    }

    /// Clears it: whoever comes now waits. Those who were woken go through all the same.
    ///
    /// Source: asyncio `Event.clear`.
    public func clear() {
        isSet = false
    }

    /// Waits until it is set.
    ///
    /// Order: no suspension if it is set; else one pass after `set`, several in order of arrival.
    /// Errors: `CancelledError`.
    /// Source: asyncio `Event.wait`.
    @inlinable @inline(__always)
    public func wait(line: UInt = #line) async throws {
        if !isSet { try await waitUntilSet(line: line) }
    }

    @usableFromInline
    func waitUntilSet(line: UInt) async throws {
        try await waiters.wait(line: line)
    }
}
