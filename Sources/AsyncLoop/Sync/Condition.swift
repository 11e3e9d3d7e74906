import LoopEvents

/// A lock with a waiting room: tasks that hold it can wait until another says that something
/// changed.
///
/// Source: asyncio `Condition`; R36.
@EventLoop
public final class Condition {
    private let lock: Lock
    private let waiters: WaiterList

    /// A condition with a lock of its own, or with `lock`. `name` is shown in traces.
    public nonisolated init(lock: Lock? = nil, name: String? = nil) {
        self.lock = lock ?? Lock(name: name)
        waiters = WaiterList(role: .condition, name: name)
    }

    nonisolated init(role: WaitRole, name: String?) {
        lock = Lock(role: role, name: name)
        waiters = WaiterList(role: role, name: name)
    }

    // MARK: The lock

    /// Whether its lock is held. Source: asyncio `Condition.locked`.
    public var isLocked: Bool { lock.isLocked }

    /// Takes its lock, as `Lock.acquire` does.
    ///
    /// Errors: `CancelledError`.
    /// Source: asyncio `Condition.acquire`.
    public func acquire(line: UInt = #line) async throws {
        try await lock.acquire(line: line)
    }

    /// Releases its lock, as `Lock.release` does.
    ///
    /// Errors: `SyncError.lockNotAcquired` if it is open.
    /// Source: asyncio `Condition.release`.
    public func release() throws {
        try lock.release()
    }

    /// Runs `body` with its lock held, as `Lock.withLock` does: `async with condition`.
    ///
    /// Errors: as of `Lock.withLock`.
    public func withLock<T>(
        line: UInt = #line,
        _ body: @EventLoop () async throws -> T
    ) async throws -> T {
        try await lock.withLock(line: line, body)
    }

    // MARK: Waiting

    /// Releases the lock, waits to be notified, and takes the lock again.
    ///
    /// Look again at what you waited for: somebody may have been there before you.
    ///
    /// Order: a notified task stands in line for the lock one pass later, so it goes on only after
    /// the notifier has left.
    /// Errors: `SyncError.waitWithoutLock`; `CancelledError`, with the lock held.
    /// Cancellation: the lock is taken again first, however often the task is cancelled meanwhile,
    /// and a notification that can no longer be used goes to the next in line.
    /// Source: asyncio `Condition.wait`.
    public func wait(line: UInt = #line) async throws {
        guard isLocked else { throw SyncError.waitWithoutLock }
        try release()
        do {
            var failure: (any Error)?
            do { try await waiters.wait(line: line) } catch { failure = error }
            if let cancellation = try await reacquire(line: line) { failure = cancellation }
            if let failure { throw failure }
        } catch {
            // It may have been woken in vain; one more that looks again does no harm.
            waiters.wakeFirst()
            throw error
        }
    }

    /// Takes the lock whatever happens; gives the last cancellation that came meanwhile.
    private func reacquire(line: UInt) async throws -> CancelledError? {
        var cancellation: CancelledError?
        while true {
            do {
                try await acquire(line: line)
                return cancellation
            } catch let error as CancelledError {
                cancellation = error
            }
        }
    }

    /// Waits until `predicate` holds, looking once now and once after every notification.
    ///
    /// Errors: those of `wait`; what `predicate` throws.
    /// Source: asyncio `Condition.wait_for`.
    public func waitFor(
        line: UInt = #line,
        _ predicate: @EventLoop () throws -> Bool
    ) async throws {
        while try !predicate() { try await wait(line: line) }
    }

    /// Wakes the `count` longest waiters, or all there are if they are fewer.
    ///
    /// Errors: `SyncError.notifyWithoutLock`.
    /// Source: asyncio `Condition.notify`.
    public func notify(_ count: Int = 1) throws {
        guard isLocked else { throw SyncError.notifyWithoutLock }
        for _ in 0..<max(0, count) where !waiters.wakeFirst() { return }
    }

    /// Wakes all who wait, in order of arrival.
    ///
    /// Errors: `SyncError.notifyWithoutLock`.
    /// Source: asyncio `Condition.notify_all`.
    public func notifyAll() throws {
        try notify(waiters.count)
    }
}
