/// Thrown into a task that was cancelled, and out of the await of a cancelled future.
///
/// Source: asyncio `CancelledError`; R18, R20.
public struct CancelledError: Error, CustomStringConvertible, Equatable {
    /// The message that was given to `cancel`, if any.
    public var message: String?

    /// A cancellation, with an optional message.
    public init(_ message: String? = nil) {
        self.message = message
    }

    /// `CancelledError`, with its message.
    public var description: String {
        message.map { "CancelledError: \($0)" } ?? "CancelledError"
    }
}

/// Thrown when a future is asked for what its state does not allow.
///
/// Source: asyncio `InvalidStateError`; R12.
public struct InvalidStateError: Error, CustomStringConvertible, Equatable {
    /// What was asked for and why it cannot be had.
    public var reason: String

    /// An error with the reason to show.
    public init(_ reason: String) {
        self.reason = reason
    }

    /// `InvalidStateError`, with its reason.
    public var description: String { "InvalidStateError: \(reason)" }
}

/// Thrown by what gives up at a deadline.
///
/// Source: Python `TimeoutError`.
public struct TimeoutError: Error, CustomStringConvertible, Equatable {
    /// The cancellation that ended the work at the deadline, if there was work to end: Python's
    /// `__cause__`.
    public var cause: CancelledError?

    /// A timeout, with what it ended.
    public init(cause: CancelledError? = nil) {
        self.cause = cause
    }

    /// One timeout is like another, whatever it ended.
    public static func == (_: TimeoutError, _: TimeoutError) -> Bool { true }

    /// `TimeoutError`.
    public var description: String { "TimeoutError" }
}

/// Thrown by `EventLoop.run`, and by a `ManualLoop` that runs, when nothing can ever happen any
/// more.
///
/// On the virtual clock only: on the real one something may always come. asyncio has nothing like
/// it, and waits for ever.
public struct DeadlockError: Error, CustomStringConvertible, Equatable {
    /// The names of the pending tasks, in creation order; none if a `ManualLoop` has no task left.
    public var pending: [String]

    /// Names the tasks that wait for ever.
    public var description: String {
        "DeadlockError: nothing can wake \(pending.joined(separator: ", "))"
    }
}

/// A wrong use of the loop.
///
/// Source: asyncio's `RuntimeError`, `ValueError` and `OSError`, by which it calls itself.
public enum LoopError: Error, CustomStringConvertible, Equatable {
    /// The loop is not running.
    case noRunningLoop
    /// The loop was closed.
    case closed
    /// A loop is running already.
    case alreadyRunning
    /// A coroutine can be awaited only once.
    case coroutineReused(String)
    /// The pool was shut down.
    case poolShutDown(String)
    /// A task cannot wait for itself.
    case awaitedItself(String)
    /// A future of a loop that was closed was awaited, or completed, on another.
    case otherLoop(String)
    /// The loop was told to stop before what it ran for had ended.
    case stoppedEarly
    /// `wait` was given no future, or a `WaitSet` has none left.
    case nothingToWaitFor
    /// A `WaitSet` was waited for while another task waits for it.
    case waitedForTwice
    /// A deadline was moved that has passed or whose scope was left; how the scope stands.
    case timeoutOver(String)
    /// A task group was used when it cannot be; what is wrong.
    case taskGroup(String)
    /// A generator was used when it cannot be; what is wrong.
    case generator(String)
    /// A task's result is what its body returns; it cannot be set.
    case taskEndsItself(String)
    /// A file descriptor cannot be watched, or is no longer; which one, and why.
    case descriptor(Int32, String)
    /// What was asked for happens in real time, and the loop's time is virtual; what it was.
    case needsRealClock(String)

    /// What went wrong and what to do instead.
    public var description: String {
        switch self {
        case .noRunningLoop: "RuntimeError: no running event loop"
        case .closed: "RuntimeError: Event loop is closed"
        case .alreadyRunning: "RuntimeError: an event loop is running already"
        case .coroutineReused(let name):
            "RuntimeError: coroutine '\(name)' was already awaited; make a new one"
        case .poolShutDown(let name):
            "RuntimeError: thread pool '\(name)' was shut down; submit before shutdown()"
        case .awaitedItself(let name): "RuntimeError: task '\(name)' cannot await itself"
        case .otherLoop(let name):
            "RuntimeError: '\(name)' is attached to a different loop, which was closed"
        case .stoppedEarly: "RuntimeError: Event loop stopped before Future completed."
        case .nothingToWaitFor: "ValueError: wait needs at least one future"
        case .waitedForTwice: "RuntimeError: another task waits for this set already"
        case .timeoutOver(let state): "RuntimeError: Cannot change state of \(state) Timeout"
        case .taskGroup(let problem), .generator(let problem): "RuntimeError: \(problem)"
        case .taskEndsItself(let name):
            "RuntimeError: task '\(name)' gets its result from its body; use a Future to set one"
        case .descriptor(let number, let problem): "OSError: file descriptor \(number) \(problem)"
        case .needsRealClock(let what):
            "RuntimeError: \(what) needs the real clock; run the loop, or the demo, with clock=real"
        }
    }
}
