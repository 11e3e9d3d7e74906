import LoopEvents

/// A loop that its owner opens, runs as often as needed, and closes: how Python did it before
/// `asyncio.run`.
///
/// Belongs to the thread that made it. What was scheduled and has not run stays for the next run.
/// Source: asyncio `new_event_loop`, `run_until_complete`, `run_forever`, `close`.
public final class ManualLoop {
    /// Whether `close` was called.
    public private(set) var isClosed = false
    private var lastTime = 0.0

    /// Opens a loop on the calling thread. Traps if a loop is open in the process already.
    ///
    /// `recorder` is where events go; nil records nothing.
    public init(clock: LoopClock = .virtual, recorder: Recorder? = nil) {
        core.takeThread()
        EventLoop.assumeOnLoop { core.open(clock: clock, recorder: recorder) }
    }

    /// Runs `main` as a task until it ends, and returns what it returned.
    ///
    /// Tasks that it leaves are not cancelled: they go on in the next run.
    /// Errors: what `main` throws; `DeadlockError`; `SystemExit` or `InterruptedError` that ends
    /// the run; `LoopError.closed` after `close`, `LoopError.alreadyRunning` from inside a run,
    /// `LoopError.stoppedEarly` if `EventLoop.stop` is called before `main` has ended.
    /// Source: asyncio `loop.run_until_complete`.
    public func runUntilComplete<Success>(
        name: String? = nil,
        line: UInt = #line,
        _ main: @escaping @EventLoop () async throws -> Success
    ) throws -> Success {
        guard !isClosed else { throw LoopError.closed }
        return try EventLoop.assumeOnLoop {
            guard !core.isRunning else { throw LoopError.alreadyRunning }
            core.cause = core.lastPass
            let task = createTask(name: name, eager: false, line: line, main)
            core.cause = LoopEvent.noCause
            do {
                try core.runUntilDone(task)
            } catch {
                // Who runs it is told by this error.
                if task.isDone { task.markRetrieved() }
                throw error
            }
            return try task.result()
        }
    }

    /// Runs passes until something on the loop calls `EventLoop.stop` (R7).
    ///
    /// Errors: `LoopError.closed` after `close`; `LoopError.alreadyRunning` from inside a run;
    /// `DeadlockError` if nothing can ever happen; `SystemExit` or `InterruptedError` that ends the
    /// run.
    /// Source: asyncio `loop.run_forever`.
    public func runForever() throws {
        guard !isClosed else { throw LoopError.closed }
        try EventLoop.assumeOnLoop { try core.runForever() }
    }

    /// Does something on the loop's behalf before it runs: `callSoon`, `createTask`.
    ///
    /// Returns what `body` returns.
    /// Errors: what `body` throws; `LoopError.closed` after `close`.
    public func schedule<T>(_ body: @EventLoop () throws -> T) throws -> T {
        guard !isClosed else { throw LoopError.closed }
        return try EventLoop.assumeOnLoop {
            core.cause = core.lastPass
            defer { core.cause = LoopEvent.noCause }
            return try body()
        }
    }

    /// The loop's time in seconds, also after it was closed.
    public var time: Double {
        isClosed ? lastTime : EventLoop.assumeOnLoop { EventLoop.time }
    }

    /// Closes the loop; it cannot run again. A second time does nothing. Traps inside a run.
    ///
    /// Tasks that are left are neither cancelled nor awaited. What was never awaited or retrieved
    /// is reported. The default pool's threads end; on the real clock they are not waited for while
    /// they have work.
    /// Source: asyncio `loop.close`.
    public func close() {
        guard !isClosed else { return }
        lastTime = time
        isClosed = true
        EventLoop.assumeOnLoop {
            precondition(!core.isRunning, "cannot close a loop that runs")
            core.reportNeglected()
            core.endDefaultPool()
            core.close()
        }
    }
}
