import LoopEvents

/// Why things happened when they did: answers from the record, and from nothing else.
///
/// Between a cause that a learner knows (a task ended, a timer came) and its effect (a task went
/// on) the record has the loop's own events. Here they are folded into one hop, whose number of
/// passes a rule of the loop decides.
public struct Why: Sendable {
    /// What is asked about.
    public let recording: Recording

    /// Asks about `recording`.
    public init(_ recording: Recording) { self.recording = recording }

    /// What a chain of causes ends in.
    public enum Root: Equatable, Sendable {
        /// The loop started.
        case start
        /// The timer with this handle number reached its deadline. `task` set it, 0 for none, in
        /// the event `armed`.
        case timer(handle: Int, task: Int, armed: Int?)
        /// The file descriptor was ready. The event `watched` is where it was last watched.
        case descriptor(Int, watched: Int?)
        /// A thread had done the job with this number. The event `offloaded` handed it out.
        case job(Int, offloaded: Int?)
        /// Another thread called, or a job came back from one.
        case thread
        /// A key was pressed: Ctrl-C.
        case key
        /// The learner did it, in a what-if.
        case learner
    }

    /// One step of a chain: from what a learner sees happen to what made it happen.
    public struct Hop: Equatable, Sendable {
        /// The event that happened: a task was given the thread, a callback ran, a future was done.
        public let effect: Int
        /// What was done that led to it: a task ended, a timer came, somebody cancelled.
        public let deed: Int
        /// In whose turn that was done: the next hop's effect, or the root's event.
        public let cause: Int
        /// How many passes after its cause it happened.
        public let passes: Int
        /// The rule that decides this number; nil where only Swift's own runtime does.
        public let rule: PassRule?
        /// A cancellation that came while its task was ready already, and is delivered now (R21).
        public let delivered: Int?
    }

    /// The chain of one event.
    public struct Chain: Equatable, Sendable {
        /// The event that was asked about.
        public let event: Int
        /// Whose turn it happened in: the first hop's effect, or the root's event.
        public let turn: Int
        /// From the effect to the root; empty if the event is a root.
        public let hops: [Hop]
        /// What it ends in.
        public let root: Root
        /// The event of the root.
        public let rootEvent: Int

        /// How many passes after its root it happened.
        public var passes: Int { hops.reduce(0) { $0 + $1.passes } }
    }

    /// The chain of the event at `index`, back to its root.
    public func chain(of index: Int) -> Chain {
        // Becoming ready is asked about like running, of which it is the beginning.
        let turn = events[index].kind == .taskWoken ? index : turn(of: index)
        var at = turn
        var hops: [Hop] = []
        while let hop = hop(to: at) {
            hops.append(hop)
            at = hop.cause
        }
        return Chain(
            event: index,
            turn: turn,
            hops: hops,
            root: root(at: at),
            rootEvent: events[at].kind == .passBegan ? start(of: at) : at
        )
    }

    /// What the wakeup at `index`, a `taskWoken` or a `taskStepped`, comes from in the end.
    public func root(ofWakeup index: Int) -> Root {
        chain(of: index).root
    }

    var events: [LoopEvent] { recording.events }
}
