/// What is to be different when a run is made again.
///
/// With nothing in it the run is as the program stands. It crosses to the process that runs the
/// program as arguments of its command line.
public struct Experiment: Equatable, Sendable {
    /// The values of knobs that are not the program's own, by name.
    public var knobs: [String: KnobValue]
    /// What is done from outside, in the order of its moments.
    public var interventions: [Intervention]

    /// An experiment with these changes; without any the run is as the program stands.
    public init(knobs: [String: KnobValue] = [:], interventions: [Intervention] = []) {
        self.knobs = knobs
        self.interventions = interventions
    }

    /// Whether nothing is different.
    public var isEmpty: Bool { knobs.isEmpty && interventions.isEmpty }
}

/// Something done from outside at one moment of a run.
public struct Intervention: Equatable, Sendable {
    /// How many events have happened by then; it is done before the loop's next turn.
    public var moment: Int
    /// What is done.
    public var deed: Deed

    /// What can be done. Tasks, futures and timers are named by their numbers in the record.
    public enum Deed: Equatable, Sendable {
        /// Asks a task to end, as `cancel()` does.
        case cancelTask(UInt32)
        /// Cancels a future that the program made.
        case cancelFuture(UInt32)
        /// Gives a future its result, which was typed as this text.
        case resolve(UInt32, String)
        /// Gives a future an error with this message.
        case fail(UInt32, String)
        /// Moves a timer that has not fired by so many nanoseconds. `task` is who sleeps until it
        /// fires, 0 for nobody.
        case delay(timer: UInt32, task: UInt32, by: Int64)
    }

    /// An intervention after `moment` events.
    public init(after moment: Int, _ deed: Deed) {
        self.moment = moment
        self.deed = deed
    }
}

extension Intervention.Deed {
    /// What an `intervened` event's `detail` says was done; the numbers are the record's.
    public enum Verb: Int64, CaseIterable, Sendable {
        /// A task or a future was cancelled.
        case cancel = 1
        /// A future was given a result.
        case resolve
        /// A future was given an error.
        case fail
        /// A timer was moved.
        case delay
    }

    /// Which of the four it is.
    public var verb: Verb {
        switch self {
        case .cancelTask, .cancelFuture: .cancel
        case .resolve: .resolve
        case .fail: .fail
        case .delay: .delay
        }
    }
}
