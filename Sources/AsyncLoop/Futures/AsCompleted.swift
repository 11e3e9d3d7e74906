import LoopEvents

/// Gives `futures` one by one, each when it is done.
///
/// `for try await` over it gives the futures themselves; `items()` gives something to await for
/// each. Leaving the loop and going on with the same object continues.
/// Order: of completion; those that are done already come first. The caller resumes two passes
/// after the end of the one it gets (R31).
/// Units: `timeout` in seconds of loop time for all of them together; nil for none.
/// Errors: at the timeout `TimeoutError`, by `items()` once for each that is left; nothing is
/// cancelled. The futures' own errors are theirs: look at each.
/// Source: asyncio `as_completed`.
@EventLoop
public func asCompleted<Item: Future<Success>, Success>(
    _ futures: [Item],
    timeout: Double? = nil,
    line: UInt = #line
) -> Completions<Item, Success> {
    Completions(futures, timeout: timeout, line: line)
}

/// Starts `coroutines` as tasks and gives these one by one, each when it is done.
///
/// They start in argument order on the next pass. Order, units, errors: as of the one that takes
/// futures.
@EventLoop
public func asCompleted<Success>(
    _ coroutines: [Coroutine<Success>],
    timeout: Double? = nil,
    line: UInt = #line
) -> Completions<LoopTask<Success>, Success> {
    Completions(
        coroutines.map { createTask($0, line: line) },
        timeout: timeout,
        line: line
    )
}

/// Futures in the order in which they end; see `asCompleted`.
@EventLoop
public final class Completions<Item: Future<Success>, Success> {
    /// Those not done yet, each with its callback.
    private var watched: [UInt32: (future: Item, callback: DoneCallback)] = [:]
    /// Those done and not taken yet, from `taken` on; nil for one the timeout came before.
    private var ended: [Item?] = []
    private var taken = 0
    /// How many have not been promised to anybody.
    private var left: Int
    /// Who waits for the next, from `woken` on.
    private var waiters: [Future<Void>] = []
    private var woken = 0
    private var timer: TimerHandle?

    init(_ futures: [Item], timeout: Double?, line: UInt) {
        left = 0
        for future in futures where watched[future.id] == nil {
            let callback = future.addCallback { _ in self.itemEnded(future) }
            watched[future.id] = (future, callback)
        }
        left = watched.count
        guard let timeout, left > 0 else { return }
        let deadline = core.deadline(in: LoopClock.nanoseconds(timeout))
        timer = core.arm(at: deadline, line: UInt32(line)) { self.timeOut() }
    }

    private func itemEnded(_ future: Item) {
        // A callback that was queued when the timeout came finds itself forgotten.
        guard watched.removeValue(forKey: future.id) != nil else { return }
        put(future)
        if watched.isEmpty { timer?.cancel() }
    }

    private func timeOut() {
        for (_, callback) in watched.values {
            callback.remove()
            put(nil)
        }
        watched = [:]
    }

    private func put(_ item: Item?) {
        ended.append(item)
        wakeOne()
    }

    private func wakeOne() {
        while woken < waiters.count {
            let waiter = waiters[woken]
            woken += 1
            if !waiter.isDone { return waiter.finish(()) }
        }
    }

    /// Waits for the next one that ends; nil when all have been given.
    ///
    /// Errors: `TimeoutError` if the timeout comes first; `CancelledError`.
    /// Cancellation: ends the wait; nothing is cancelled, but the wait counts as one that was
    /// given.
    public func next(line: UInt = #line) async throws -> Item? {
        guard promiseOne() else { return nil }
        return try await takeOne(line: line)
    }

    fileprivate func promiseOne() -> Bool {
        guard left > 0 else { return false }
        left -= 1
        return true
    }

    fileprivate func takeOne(line: UInt) async throws -> Item {
        while taken == ended.count {
            let waiter = Future<Void>(role: .wait)
            waiters.append(waiter)
            do {
                try await waiter.value(line: line)
            } catch {
                // Woken and cancelled in one pass: what it was woken for is another's.
                if taken < ended.count { wakeOne() }
                throw error
            }
        }
        defer { taken += 1 }
        guard let item = ended[taken].take() else { throw TimeoutError() }
        return item
    }

    /// One thing to await for each future: its `value()` is the result of the one that ends next.
    ///
    /// Errors, thrown by that `value()`: what the future ended with; `TimeoutError` if the timeout
    /// comes first; `CancelledError`.
    /// Source: asyncio `as_completed` in a plain `for`.
    public func items(line: UInt = #line) -> Items { Items(completions: self, line: line) }

    /// What `items()` gives.
    @EventLoop
    public struct Items: @EventLoop Sequence, @EventLoop IteratorProtocol {
        let completions: Completions
        let line: UInt

        /// The next thing to await; nil when there is one for each future.
        public mutating func next() -> Coroutine<Success>? {
            guard completions.promiseOne() else { return nil }
            let (completions, line) = (completions, line)
            return Coroutine("next of asCompleted", line: line) {
                try await completions.takeOne(line: line).result()
            }
        }
    }
}

extension Completions: @EventLoop AsyncSequence {
    /// Goes on where the last iterator stopped.
    @EventLoop
    public struct AsyncIterator: @EventLoop AsyncIteratorProtocol {
        let completions: Completions

        /// Waits for the next one that ends; nil when all have been given.
        ///
        /// Errors: as of `Completions.next`.
        public mutating func next() async throws -> Item? { try await completions.next() }
    }

    /// An iterator over those not given yet.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(completions: self) }
}
