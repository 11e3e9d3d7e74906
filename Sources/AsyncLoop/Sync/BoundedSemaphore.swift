/// A semaphore that refuses a release too many.
///
/// Source: asyncio `BoundedSemaphore`.
@EventLoop
public final class BoundedSemaphore {
    private let bound: Int
    private let semaphore: Semaphore

    /// A semaphore with `value` places. `name` is shown in traces.
    ///
    /// Traps if `value` is negative.
    public nonisolated init(_ value: Int = 1, name: String? = nil) {
        bound = value
        semaphore = Semaphore(value, name: name)
    }

    /// Whether `acquire` would wait. Source: asyncio `Semaphore.locked`.
    public var isLocked: Bool { semaphore.isLocked }

    /// Takes a place, as `Semaphore.acquire` does. Errors: `CancelledError`.
    public func acquire(line: UInt = #line) async throws {
        try await semaphore.acquire(line: line)
    }

    /// Frees a place; the longest waiter takes it.
    ///
    /// Errors: `SyncError.releasedTooOften` if all places are free.
    /// Source: asyncio `BoundedSemaphore.release`.
    public func release() throws {
        guard semaphore.value < bound else { throw SyncError.releasedTooOften }
        semaphore.release()
    }

    /// Runs `body` with a place taken, and frees it however `body` ends: `async with semaphore`.
    ///
    /// Errors: what `body` throws; `CancelledError`; `SyncError.releasedTooOften` if `body` freed
    /// the place itself.
    public func withPermit<T>(
        line: UInt = #line,
        _ body: @EventLoop () async throws -> T
    ) async throws -> T {
        try await acquire(line: line)
        return try await ending(with: release, body)
    }
}
