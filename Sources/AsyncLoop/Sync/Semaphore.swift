import LoopEvents

/// Lets so many tasks through at a time; the others wait in order of arrival.
///
/// Source: asyncio `Semaphore`; R36.
@EventLoop
public final class Semaphore {
    private(set) var value: Int
    private let waiters: WaiterList

    /// A semaphore with `value` places. `name` is shown in traces.
    ///
    /// Traps if `value` is negative.
    public nonisolated init(_ value: Int = 1, name: String? = nil) {
        precondition(value >= 0, "Semaphore initial value must be >= 0; it is \(value)")
        self.value = value
        waiters = WaiterList(role: .lock, name: name)
    }

    /// Whether `acquire` would wait: no place is free, or somebody is in line for it (R36).
    ///
    /// Source: asyncio `Semaphore.locked`.
    public var isLocked: Bool { value == 0 || waiters.hasLive }

    /// Takes a place, waiting until one is free and it is this task's turn.
    ///
    /// Order: no suspension unless `isLocked`; else one pass after the release that lets it
    /// through. A newcomer cannot overtake who was let through and has not gone on yet.
    /// Errors: `CancelledError`.
    /// Cancellation: a place given to a task that was then cancelled goes to the next in line.
    /// Source: asyncio `Semaphore.acquire`.
    @inlinable @inline(__always)
    public func acquire(line: UInt = #line) async throws {
        if !takeIfFree() { try await takeInTurn(line: line) }
    }

    @usableFromInline
    func takeIfFree() -> Bool {
        guard !isLocked else { return false }
        value -= 1
        return true
    }

    @usableFromInline
    func takeInTurn(line: UInt) async throws {
        let waiter = waiters.append()
        // Two releases in one pass may have found one waiter only: what is left over is for those
        // who came since.
        defer { while value > 0, wakeFirst() {} }
        do {
            defer { waiters.remove(waiter) }
            try await waiter.value(line: line)
        } catch {
            if waiter.isDone, !waiter.isCancelled { value += 1 }
            throw error
        }
    }

    /// Frees a place; the longest waiter takes it. It may be one more than there were at first.
    ///
    /// Source: asyncio `Semaphore.release`.
    public func release() {
        value += 1
        wakeFirst()
    }

    /// Runs `body` with a place taken, and frees it however `body` ends: `async with semaphore`.
    ///
    /// Errors: what `body` throws; `CancelledError`, before `body` or out of it.
    public func withPermit<T>(
        line: UInt = #line,
        _ body: @EventLoop () async throws -> T
    ) async throws -> T {
        try await acquire(line: line)
        return try await ending(with: release, body)
    }

    /// The place is taken at once on behalf of who is woken, so that nobody can come in between.
    @discardableResult
    private func wakeFirst() -> Bool {
        guard let waiter = waiters.firstPending() else { return false }
        value -= 1
        waiter.finish(())
        return true
    }
}
