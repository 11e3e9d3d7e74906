extension EventKind {
    /// Kinds that begin a chain of causes: the start, a deadline, a descriptor, a thread, a key.
    ///
    /// A root's `cause` is `LoopEvent.noCause`; every other event names an earlier one.
    @inlinable
    public var isRoot: Bool {
        switch self {
        case .loopStarted, .timerFired, .fdReady, .workReturned, .escaped, .interrupted,
            .calledFromThread, .intervened:
            true
        default:
            false
        }
    }

    /// The kinds that may be named as the cause of this one; empty for a root.
    ///
    /// `running` below is whatever can hold the loop's thread: a task's step, a callback, or the
    /// loop itself as it starts. Once a cancellation or an escape has been told of, what the task
    /// does for the rest of that step is due to it. Work done on behalf of another event (a
    /// completion that wakes, a cancellation that completes) names that event and not the step it
    /// happens in.
    public var legalCauses: Set<EventKind> {
        let running: Set<EventKind> = [
            .loopStarted, .taskStepped, .handleRan, .escaped, .cancelDelivered,
            // The exception handler, told of neglect as the loop closes, may do anything.
            .neverAwaited, .neverRetrieved,
        ]
        let completing: Set<EventKind> = [.futureCompleted, .taskFinished]
        return switch self {
        case .loopStarted, .timerFired, .fdReady, .workReturned, .escaped, .interrupted,
            .calledFromThread, .intervened:
            []
        case .passBegan: [.loopStarted, .passBegan]
        case .loopClosed: [.passBegan, .loopStarted]
        case .handleScheduled:
            running.union(completing).union([
                .fdReady, .workReturned, .calledFromThread, .cancelRequested,
            ])
        case .handleRan: [.handleScheduled, .timerFired]
        case .callbackFailed: [.handleRan]
        case .taskStepped: [.taskCreated, .taskWoken]
        case .taskWoken:
            // A step wakes a task when it is a child of Swift's own that ends or is cancelled in
            // it.
            running.union(completing).union([.taskSuspended, .cancelRequested])
        case .taskFinished: [.taskStepped, .cancelDelivered, .escaped]
        case .cancelRequested:
            // A pass asks for it when the loop shuts down and cancels what is left (R37).
            running.union([.interrupted, .intervened, .cancelRequested, .passBegan])
        case .cancelDelivered: [.cancelRequested]
        case .cancelSwallowed: [.cancelDelivered]
        case .futureCompleted: running.union([.cancelRequested, .workReturned, .intervened])
        case .timerCancelled, .handleCancelled, .fdUnwatched: running.union([.cancelRequested])
        case .workStarted: [.workOffloaded]
        // A pass, where its turns were long together and none of them alone.
        case .loopBlocked: running.union([.passBegan])
        case .deadlock: [.passBegan]
        case .neverAwaited: [.coroutineCreated]
        case .neverRetrieved: completing
        // The exception handler is told after the last pass of tasks that never ended.
        case .output: running.union([.workReturned, .loopClosed, .passBegan])
        case .coroutineEnded: running
        // A pass makes tasks when the loop shuts down and closes generators (R37).
        case .taskCreated: running.union([.passBegan])
        case .coroutineCreated, .coroutineStarted, .taskSuspended,
            .futureCreated, .futureLinked, .timerArmed, .fdWatched, .workOffloaded,
            .knobRead:
            running
        }
    }
}
