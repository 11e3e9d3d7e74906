import LoopEvents

/// The event loop: one thread, one queue, and the actor that everything on it is isolated to.
///
/// Code marked `@EventLoop` runs on the loop's thread and nowhere else; the compiler checks it. So
/// tasks may share plain variables, and only an `await` lets another task in.
///
/// One loop runs at a time in a process.
@globalActor
public actor EventLoop {
    /// The actor's instance. The loop has no state of its own in it.
    public static let shared = EventLoop()

    /// The loop, as the executor of everything isolated to it.
    ///
    /// Kept, since Swift asks for it at every call and return between isolated functions.
    public nonisolated let unownedExecutor = core.serialExecutor

    /// Runs `body` as if isolated to the loop, on whose thread the caller must be.
    package static func assumeOnLoop<T>(_ body: @EventLoop () throws -> T) rethrows -> T {
        try withoutActuallyEscaping(body) { body in
            // Safe: every caller is on the loop's thread, which Swift cannot see as no Swift task
            // is running there. A function's isolation is no part of its representation.
            try unsafeBitCast(body, to: (() throws -> T).self)()
        }
    }
}

// MARK: Where the loop is

extension EventLoop {
    /// The loop's time in seconds since it started. Source: asyncio `loop.time`.
    @EventLoop
    public static var time: Double { Double(core.now) / 1e9 }

    /// The number of the turn that is running, from 1.
    @EventLoop
    public static var pass: Int { Int(core.pass) }

    /// Whether a loop is running on the calling thread. Source: asyncio `loop.is_running`.
    public nonisolated static var isRunning: Bool {
        core.isLoopThread && assumeOnLoop { core.isRunning }
    }

    /// The clock the loop runs on.
    @EventLoop
    public static var clock: LoopClock { core.clock }

    /// Whether events are written down.
    @EventLoop
    package static var isRecorded: Bool { core.isRecording }
}

// MARK: Callbacks

extension EventLoop {
    /// Schedules `body` to run on the next pass.
    ///
    /// Order: callbacks, first steps and wakeups share one queue, first in, first out (R3).
    /// Errors: what `body` throws goes to the exception handler; the loop goes on, unless it is
    /// `SystemExit` or `InterruptedError` (R6).
    /// With `carryingTaskLocals` it sees the task-local values bound here; else their defaults
    /// (R8).
    /// Source: asyncio `loop.call_soon`.
    @EventLoop @discardableResult
    public static func callSoon(
        carryingTaskLocals: Bool = false,
        line: UInt = #line,
        _ body: @escaping @EventLoop () throws -> Void
    ) -> Handle {
        core.callSoon(line: UInt32(line), carryingTaskLocals ? carrying(body) : body)
    }

    /// Schedules `body` to run on the first pass at or after `delay` seconds from now.
    ///
    /// Order: equal deadlines run in the order they were set; asyncio leaves that open (R33). A
    /// negative delay is due at once, before those that are due later.
    /// Units: seconds of loop time.
    /// Errors, `carryingTaskLocals`: as of `callSoon`.
    /// Source: asyncio `loop.call_later`.
    @EventLoop @discardableResult
    public static func callLater(
        _ delay: Double,
        carryingTaskLocals: Bool = false,
        line: UInt = #line,
        _ body: @escaping @EventLoop () throws -> Void
    ) -> TimerHandle {
        core.arm(
            at: core.deadline(in: LoopClock.signedNanoseconds(delay)),
            line: UInt32(line),
            carryingTaskLocals ? carrying(body) : body
        )
    }

    /// Schedules `body` to run on the first pass at or after `when`, in seconds of loop time.
    ///
    /// Order: as of `callLater`; a `when` that has passed is due at once.
    /// Errors, `carryingTaskLocals`: as of `callSoon`.
    /// Source: asyncio `loop.call_at`.
    @EventLoop @discardableResult
    public static func callAt(
        _ when: Double,
        carryingTaskLocals: Bool = false,
        line: UInt = #line,
        _ body: @escaping @EventLoop () throws -> Void
    ) -> TimerHandle {
        core.arm(
            at: LoopClock.signedNanoseconds(when),
            line: UInt32(line),
            carryingTaskLocals ? carrying(body) : body
        )
    }

    /// `body`, with the task-local values of this moment.
    @EventLoop
    private static func carrying(
        _ body: @escaping @EventLoop () throws -> Void
    ) -> @EventLoop () throws -> Void {
        let bound = BoundContext()
        return { try bound.run { try assumeOnLoop(body) } }
    }

    /// Schedules `body` from any thread, and wakes the loop if it sleeps.
    ///
    /// Order: from the loop's own thread it orders exactly as `callSoon` (R5); what other threads
    /// send is queued in the order it came, at the loop's next poll.
    /// Errors: `LoopError.closed` if no loop is open; what `body` throws, as of `callSoon`. It sees
    /// the defaults of task-local values.
    /// Source: asyncio `loop.call_soon_threadsafe`.
    public nonisolated static func callSoonThreadsafe(
        line: UInt = #line,
        _ body: @escaping @EventLoop () throws -> Void
    ) throws {
        if core.isLoopThread {
            assumeOnLoop { _ = core.callSoon(line: UInt32(line), body) }
            return
        }
        guard core.inbox.put(.call(body, line: UInt32(line))) else { throw LoopError.closed }
    }

    /// Asks the loop to stop after the pass that is running; before a run, after its first (R7).
    ///
    /// What is ready stays so for the next run of a `ManualLoop`. `EventLoop.run`, and
    /// `runUntilComplete`, throw `LoopError.stoppedEarly` if their task has not ended.
    /// Source: asyncio `loop.stop`.
    @EventLoop
    public static func stop() {
        core.stopping = true
    }

    /// Whether tasks take their first step as they are created, unless `createTask` says otherwise;
    /// false when a loop starts (R17).
    ///
    /// Source: asyncio `loop.set_task_factory(eager_task_factory)`.
    @EventLoop
    public static var startsTasksEagerly: Bool {
        get { core.startsTasksEagerly }
        set { core.startsTasksEagerly = newValue }
    }

    /// From how many seconds on a turn is recorded as having blocked the loop; 0.1 when a loop
    /// starts.
    ///
    /// So is a pass whose turns were shorter each and as long together (R39). It is found out
    /// after the fact, and only while events are recorded: a record is the loop's debug mode.
    /// Source: asyncio `loop.slow_callback_duration`.
    @EventLoop
    public static var slowCallbackDuration: Double {
        get { Double(core.slowTurn) / 1e9 }
        set { core.slowTurn = LoopClock.nanoseconds(newValue) }
    }

    /// Sets what is told of errors that have nobody to be thrown to; nil, as when a loop starts,
    /// for nobody.
    ///
    /// Source: asyncio `loop.set_exception_handler`.
    @EventLoop
    public static func setExceptionHandler(_ handler: (@EventLoop (LoopProblem) -> Void)?) {
        core.exceptionHandler = handler
    }
}

extension LoopCore {
    func callSoon(
        line: UInt32,
        _ body: @escaping @EventLoop () throws -> Void
    ) -> Handle {
        let handle = Handle(id: newObjectID(), line: line, body: body)
        handle.readyEvent = record(.handleScheduled) {
            $0.subject = handle.id
            $0.line = line
        }
        ready.append(.handle(handle))
        return handle
    }

    func arm(
        at deadline: Int64,
        line: UInt32,
        _ body: @escaping @EventLoop () throws -> Void
    ) -> TimerHandle {
        let timer = TimerHandle(id: newObjectID(), line: line, deadline: deadline, body: body)
        record(.timerArmed) {
            $0.subject = timer.id
            $0.value = deadline
            $0.line = line
        }
        timers.insert(timer)
        return timer
    }
}
