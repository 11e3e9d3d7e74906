import LoopEvents

/// Futures that are waited for again and again, until none is left.
///
/// `wait` looks at every future each time it is called, and gives a list of all that are left: to
/// wait for n futures one by one so takes n² steps, here as in asyncio. A set is told once of each
/// future and then of those that end: n waits take about as many steps as there are futures.
///
/// asyncio has nothing like it; where the order of ending is all that matters, `asCompleted` does
/// the same.
@EventLoop
public final class WaitSet<Item: AnyFuture> {
    private var items: [Item?]
    /// The places of those that have ended and were not given out.
    private var ended: [Int] = []
    private var hasFailure = false
    private var waiter: Future<Void>?

    /// How many are left: not given out by `wait` yet.
    public private(set) var count: Int

    /// A set of `futures`, each once.
    public init(_ futures: [Item]) {
        let distinct = core.distinct(futures)
        items = distinct
        count = distinct.count
        for (place, future) in distinct.enumerated() {
            future.addCallback { self.itemEnded($0, at: place) }
        }
    }

    /// Whether all were given out.
    public var isEmpty: Bool { count == 0 }

    /// Those that are left, in the order they were given in.
    public var left: [Item] { items.compactMap { $0 } }

    private func itemEnded(_ future: AnyFuture, at place: Int) {
        ended.append(place)
        if future.failure != nil { hasFailure = true }
        if let waiter, !waiter.isDone, isDecided { waiter.finish(()) }
    }

    private var returnWhen = ReturnWhen.firstCompleted

    private var isDecided: Bool {
        switch returnWhen {
        case .firstCompleted: !ended.isEmpty
        case .firstException: hasFailure || ended.count == count
        case .allCompleted: ended.count == count
        }
    }

    /// Waits until `returnWhen` holds for those that are left, takes the ones that have ended out
    /// of the set and returns them, in the order they were given in.
    ///
    /// Order: no suspension if enough have ended since the last call; else it resumes two passes
    /// after the deciding one ends, as `wait` does (R31).
    /// Units: `timeout` in seconds of loop time; nil for none. After it the list may be empty.
    /// Errors: none of the futures': look at each. `LoopError.nothingToWaitFor` if none is left,
    /// `LoopError.waitedForTwice` if another task waits for the set; `CancelledError`.
    /// Cancellation: ends the wait; the futures go on, and those that ended are given by the next.
    public func wait(
        timeout: Double? = nil,
        returnWhen: ReturnWhen = .firstCompleted,
        line: UInt = #line
    ) async throws -> [Item] {
        guard !isEmpty else { throw LoopError.nothingToWaitFor }
        guard waiter == nil else { throw LoopError.waitedForTwice }
        self.returnWhen = returnWhen
        if !isDecided {
            let waiter = Future<Void>(role: .wait)
            if core.isRecording { for item in left { waiter.recordLink(to: item) } }
            self.waiter = waiter
            defer { self.waiter = nil }
            try await waiter.waitToEnd(timeout: timeout, line: line)
        }
        return takeEnded()
    }

    private func takeEnded() -> [Item] {
        let places = ended.sorted()
        (ended, hasFailure) = ([], false)
        count -= places.count
        return places.compactMap { items[$0].take() }
    }
}
