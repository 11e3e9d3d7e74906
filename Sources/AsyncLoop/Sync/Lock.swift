import LoopEvents

/// Lets one task at a time through; the others wait in order of arrival.
///
/// A lock belongs to nobody: any task may release it. It guards what must stay as it is across an
/// `await`; between two awaits a task is alone anyway.
///
/// Source: asyncio `Lock`; R36.
@EventLoop
public final class Lock {
    /// Whether it is held. False between a release and the next holder's turn.
    ///
    /// Source: asyncio `Lock.locked`.
    public private(set) var isLocked = false
    private let waiters: WaiterList

    /// An open lock. `name` is shown in traces.
    public nonisolated init(name: String? = nil) {
        waiters = WaiterList(role: .lock, name: name)
    }

    nonisolated init(role: WaitRole, name: String?) {
        waiters = WaiterList(role: role, name: name)
    }

    /// Takes the lock, waiting until it is this task's turn.
    ///
    /// Order: no suspension if it is open and nobody waits; else one pass after the release that
    /// lets it through. A newcomer stands behind all who wait, also if the lock is open (R36).
    /// Errors: `CancelledError`.
    /// Cancellation: a task cancelled after it was let through passes the turn on.
    /// Source: asyncio `Lock.acquire`.
    @inlinable @inline(__always)
    public func acquire(line: UInt = #line) async throws {
        if !takeIfOpen() { try await takeInTurn(line: line) }
    }

    @usableFromInline
    func takeIfOpen() -> Bool {
        guard !isLocked, !waiters.hasLive else { return false }
        isLocked = true
        return true
    }

    @usableFromInline
    func takeInTurn(line: UInt) async throws {
        do {
            try await waiters.wait(line: line)
        } catch {
            if !isLocked { wakeFirst() }
            throw error
        }
        isLocked = true
    }

    /// Opens the lock and wakes the longest waiter, who takes it on the next pass.
    ///
    /// Errors: `SyncError.lockNotAcquired` if it is open.
    /// Source: asyncio `Lock.release`.
    public func release() throws {
        guard isLocked else { throw SyncError.lockNotAcquired }
        isLocked = false
        wakeFirst()
    }

    /// Runs `body` with the lock held, and releases it however `body` ends: `async with lock`.
    ///
    /// Errors: what `body` throws; `CancelledError`, before `body` or out of it;
    /// `SyncError.lockNotAcquired` if `body` opened the lock itself.
    public func withLock<T>(
        line: UInt = #line,
        _ body: @EventLoop () async throws -> T
    ) async throws -> T {
        try await acquire(line: line)
        return try await ending(with: release, body)
    }

    /// The first in line alone is looked at: if it was woken or cancelled it will pass the turn on
    /// itself, on its own next step.
    private func wakeFirst() {
        guard let waiter = waiters.head, !waiter.isDone else { return }
        waiter.finish(())
    }
}

/// Runs `body`, then `end` however `body` ended. What `end` throws comes first, as from
/// `__aexit__`.
@EventLoop
func ending<T>(
    with end: @EventLoop () throws -> Void,
    _ body: @EventLoop () async throws -> T
) async throws -> T {
    let result: Result<T, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    try end()
    return try result.get()
}
