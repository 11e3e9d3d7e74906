import LoopEvents

/// A callback waiting for its turn; `cancel()` takes its turn away.
///
/// A cancelled handle stays in the ready queue and is skipped (R4).
/// Source: asyncio `Handle`.
@EventLoop
public class Handle {
    nonisolated let id: UInt32
    nonisolated let line: UInt32
    var body: (@EventLoop () throws -> Void)?
    /// The event that queued it.
    var readyEvent = LoopEvent.noCause

    /// Whether the handle was cancelled before it ran. Source: asyncio `Handle.cancelled`.
    public internal(set) var isCancelled = false

    init(id: UInt32, line: UInt32, body: @escaping @EventLoop () throws -> Void) {
        self.id = id
        self.line = line
        self.body = body
    }

    /// Gives the callback up. Does nothing if it ran already or was cancelled before.
    ///
    /// Source: asyncio `Handle.cancel`; R4.
    public func cancel() {
        guard !isCancelled, body != nil else { return }
        isCancelled = true
        body = nil
        recordCancelled()
    }

    func recordCancelled() {
        core.record(.handleCancelled) { $0.subject = self.id }
    }
}

/// A callback with a deadline, from `callLater` or `callAt`. Source: asyncio `TimerHandle`.
@EventLoop
public final class TimerHandle: Handle {
    /// When it fires; a what-if may move it.
    var deadline: Int64
    var hasFired = false

    init(
        id: UInt32,
        line: UInt32,
        deadline: Int64,
        body: @escaping @EventLoop () throws -> Void
    ) {
        self.deadline = deadline
        super.init(id: id, line: line, body: body)
    }

    /// The deadline in seconds of loop time. Source: asyncio `TimerHandle.when`.
    public var when: Double { Double(deadline) / 1e9 }

    override func recordCancelled() {
        core.record(hasFired ? .handleCancelled : .timerCancelled) { $0.subject = self.id }
        if !hasFired { core.timers.noteCancelled() }
    }
}
