import LoopEvents

/// A deadline for what runs inside a `withTimeout`: read it, move it, switch it off.
///
/// At the deadline the task is cancelled, as if somebody had called `cancel`; on the way out of the
/// scope that cancellation becomes a `TimeoutError` (R26).
/// Source: asyncio `Timeout`; R26 to R28.
@EventLoop
public final class Timeout {
    private enum State: String {
        case active
        case expiring
        case expired
        case finished
    }

    private let strand: Strand
    /// How many cancellations were asked for before the scope was entered.
    private let requestsBefore: Int
    private var state = State.active
    private var deadline: Int64?
    private var handle: Handle?

    init(_ strand: Strand) {
        self.strand = strand
        requestsBefore = strand.cancelRequests
    }

    /// The deadline in seconds of loop time; nil if there is none. Source: asyncio `Timeout.when`.
    public var when: Double? { deadline.map { Double($0) / 1e9 } }

    /// Whether the deadline came while the scope was running. Source: asyncio `Timeout.expired`.
    public var expired: Bool { state == .expiring || state == .expired }

    /// Moves the deadline to `when`, in seconds of loop time, or takes it away.
    ///
    /// Order: a deadline that is not ahead is queued like a callback, before what is queued later;
    /// a body that never suspends is not stopped by it (R28).
    /// Errors: `LoopError.timeoutOver` if it has expired or the scope was left.
    /// Source: asyncio `Timeout.reschedule`.
    public func reschedule(_ when: Double?, line: UInt = #line) throws {
        guard state == .active else { throw LoopError.timeoutOver(state.rawValue) }
        set(when.map(LoopClock.nanoseconds), line: line)
    }

    func set(_ deadline: Int64?, line: UInt) {
        self.deadline = deadline
        handle?.cancel()
        handle = deadline.map { deadline in
            deadline <= core.now
                ? core.callSoon(line: UInt32(line)) { self.expire() }
                : core.arm(at: deadline, line: UInt32(line)) { self.expire() }
        }
    }

    private func expire() {
        state = .expiring
        handle = nil
        strand.cancel(nil)
    }

    /// Ends the scope whose body threw `error`, if any; returns what the scope is to throw.
    func leave(_ error: (any Error)?) -> (any Error)? {
        handle?.cancel()
        handle = nil
        guard state == .expiring else {
            state = .finished
            return error
        }
        state = .expired
        // A request of somebody else's is left over: that is what the task was cancelled by (R26).
        guard strand.uncancel() <= requestsBefore, let cancelled = error as? CancelledError else {
            return error
        }
        return TimeoutError(cause: cancelled)
    }
}

/// Runs `body` in the calling task, and cancels it if it is not through in `seconds`.
///
/// Order: no pass is spent; at the deadline the body gets `CancelledError` one pass after the
/// timer. Of 0 seconds or less it gets it at its first wait that takes a turn (R28).
/// Units: seconds of loop time from now; nil for no deadline, which `reschedule` can set.
/// Errors: `TimeoutError` if the deadline came and the body did not keep the cancellation to
/// itself; `CancelledError` if the task was also cancelled by somebody else (R26); else what `body`
/// throws. Of nested scopes with one deadline the outer one throws `TimeoutError` (R27).
/// Source: asyncio `timeout`.
@EventLoop
public func withTimeout<Success>(
    _ seconds: Double?,
    line: UInt = #line,
    _ body: @EventLoop (Timeout) async throws -> Success
) async throws -> Success {
    let deadline = seconds.map { core.deadline(in: LoopClock.nanoseconds($0)) }
    return try await withDeadline(deadline, line: line, body)
}

/// Runs `body` in the calling task, and cancels it if it is not through in `seconds`.
///
/// Order, units, errors: as of the one whose body gets the `Timeout`.
@EventLoop
public func withTimeout<Success>(
    _ seconds: Double?,
    line: UInt = #line,
    _ body: @EventLoop () async throws -> Success
) async throws -> Success {
    try await withTimeout(seconds, line: line) { _ in try await body() }
}

/// Runs `body` in the calling task, and cancels it if it is not through at `when`, in seconds of
/// loop time.
///
/// Order, errors: as of the one that takes seconds from now; nil for no deadline.
/// Source: asyncio `timeout_at`.
@EventLoop
public func withTimeout<Success>(
    at when: Double?,
    line: UInt = #line,
    _ body: @EventLoop (Timeout) async throws -> Success
) async throws -> Success {
    try await withDeadline(when.map(LoopClock.nanoseconds), line: line, body)
}

/// Runs `body` in the calling task, and cancels it if it is not through at `when`, in seconds of
/// loop time.
///
/// Order, errors: as of the one that takes seconds from now; nil for no deadline.
@EventLoop
public func withTimeout<Success>(
    at when: Double?,
    line: UInt = #line,
    _ body: @EventLoop () async throws -> Success
) async throws -> Success {
    try await withTimeout(at: when, line: line) { _ in try await body() }
}

@EventLoop
private func withDeadline<Success>(
    _ deadline: Int64?,
    line: UInt,
    _ body: @EventLoop (Timeout) async throws -> Success
) async throws -> Success {
    guard let strand = core.current else { throw LoopError.noRunningLoop }
    let timeout = Timeout(strand)
    timeout.set(deadline, line: line)
    do {
        let value = try await body(timeout)
        _ = timeout.leave(nil)
        return value
    } catch {
        throw timeout.leave(error) ?? error
    }
}
