import LoopEvents

/// Why an event happened: the events that led to it, back to one that nothing on the loop caused.
public struct CauseChain: Equatable, Sendable {
    /// One event of a chain.
    public struct Link: Equatable, Sendable {
        /// The event's index.
        public let event: Int
        /// How many passes after its cause it happened; 0 for the root.
        public let passes: Int
    }

    /// The chain, the event asked about first and the root last.
    public let links: [Link]

    /// The event that began it all.
    public var root: Int { links[links.count - 1].event }

    /// How many passes after its root the event happened.
    public var passes: Int { links.reduce(0) { $0 + $1.passes } }
}

extension Recording {
    /// The chain of causes of the event at `index`.
    ///
    /// Every cause is earlier than what it causes, so the walk ends.
    public func causes(of index: Int) -> CauseChain {
        var links: [CauseChain.Link] = []
        var next: Int? = index
        while let event = next {
            let cause = cause(of: event)
            let passes = cause.map { Int(events[event].pass) - Int(events[$0].pass) } ?? 0
            links.append(CauseChain.Link(event: event, passes: passes))
            next = cause
        }
        return CauseChain(links: links)
    }
}
