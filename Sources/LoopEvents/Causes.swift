extension EventKind {
    /// Kinds that begin a chain of causes: the start, a deadline, a descriptor, a thread, a key.
    ///
    /// A root's `cause` is `LoopEvent.noCause`; every other event names an earlier one.
    public var isRoot: Bool {
        switch self {
        case .loopStarted, .timerFired, .fdReady, .workReturned, .escaped, .interrupted,
            .calledFromThread:
            true
        default:
            false
        }
    }

    /// The kinds that may be named as the cause of this one; empty for a root.
    ///
    /// `running` below is whatever can hold the loop's thread: a task's step, a callback, or the
    /// loop itself as it starts. Work done on behalf of another event (a completion that wakes, a
    /// cancellation that completes) names that event and not the step it happens in.
    public var legalCauses: Set<EventKind> {
        let running: Set<EventKind> = [
            .loopStarted, .taskStepped, .handleRan, .escaped, .cancelDelivered,
        ]
        let completing: Set<EventKind> = [.futureCompleted, .taskFinished]
        return switch self {
        case .loopStarted, .timerFired, .fdReady, .workReturned, .escaped, .interrupted,
            .calledFromThread:
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
            completing.union([.taskSuspended, .cancelRequested, .escaped, .handleRan])
        case .taskFinished: [.taskStepped, .cancelDelivered, .escaped]
        case .cancelRequested: running.union([.interrupted, .cancelRequested])
        case .cancelDelivered: [.cancelRequested]
        case .cancelSwallowed: [.cancelDelivered]
        case .futureCompleted: running.union([.cancelRequested, .workReturned])
        case .timerCancelled, .handleCancelled: running.union([.cancelRequested])
        case .workStarted: [.workOffloaded]
        case .loopBlocked: [.taskStepped, .handleRan]
        case .deadlock: [.passBegan]
        case .neverAwaited: [.coroutineCreated]
        case .neverRetrieved: completing
        case .output: running.union([.workReturned, .loopClosed])
        case .coroutineEnded: running
        case .coroutineCreated, .coroutineStarted, .taskCreated, .taskSuspended, .futureCreated,
            .timerArmed, .fdWatched, .fdUnwatched, .workOffloaded, .knobRead:
            running
        }
    }
}
