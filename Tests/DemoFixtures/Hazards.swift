import AsyncLoop

/// Very many of everything, in the sizes that only a release build gets through in a moment.
///
/// Each returns whether what the documentation says came about; that it returns at all shows that
/// nothing recurses and nothing grows as the square of its size. Run without a record, as what is
/// left behind is looked for by the leak sanitizer.
enum Hazards {
    typealias Hazard = (name: String, count: Int, run: @Sendable (Int) throws -> Bool)

    static let all: [Hazard] = [
        ("pending timers", 1_000_000, timers),
        ("a storm of cancellations", 100_000, storm),
        ("a result up a chain", 100_000, resultUpChain),
        ("a cancellation down a chain", 100_000, cancellationDownChain),
        ("a run that ends with a chain", 100_000, endWithChain),
        ("a chain of gathers", 100_000, gathers),
        ("coroutines in one another", 100_000, coroutines),
        ("callbacks that throw", 100_000, throwingCallbacks),
        ("waiters that give up", 100_000, waiters),
        ("errors nobody looks at", 100_000, neglectedErrors),
        ("a pool shut down with work queued", 100_000, shutdownQueued),
        ("the same on the virtual clock", 100_000, shutdownQueuedVirtually),
        ("a run that ends with work queued", 100_000, endWithWork),
        ("work taken back", 100_000, takenBack),
    ]

    /// What cannot be free of leaks: Swift has no way to destroy a task that is suspended, and of
    /// these none is ever resumed.
    static let parked: [Hazard] = [
        ("a deadlock of many", 100_000, deadlock)
    ]

    /// Runs `hazards`, or the one of `name`, a `scale`-th of the size each; says which failed.
    static func run(_ hazards: [Hazard], scale: Int = 1, name: String? = nil) -> Bool {
        var isFine = true
        for hazard in hazards where name == nil || name == hazard.name {
            let count = max(10, hazard.count / scale)
            do {
                let holds = try hazard.run(count)
                Swift.print("\(count) \(hazard.name):", holds ? "fine" : "WRONG")
                if !holds { isFine = false }
            } catch {
                Swift.print("\(count) \(hazard.name): \(error)")
                isFine = false
            }
        }
        // So that what the loop keeps of its last run is not mistaken for something in use.
        try? onLoop {}
        return isFine
    }

    /// What `body` says on a loop of its own, as nothing else may look at what belongs to one.
    static func onLoop<T: Sendable>(_ body: @escaping @EventLoop () -> T) throws -> T {
        try EventLoop.run { body() }
    }
}
