import LoopEvents

/// Holds tasks up until a fixed number of them have come, then lets all of them go on.
///
/// It can be used again as soon as the last one has left.
/// Source: asyncio `Barrier`.
@EventLoop
public final class Barrier {
    private enum State {
        case filling
        case draining
        case resetting
        case broken
    }

    /// How many tasks it waits for. Source: asyncio `Barrier.parties`.
    public nonisolated let parties: Int
    private let condition: Condition
    private var state = State.filling
    /// How many tasks are inside, waiting or leaving.
    private var inside = 0

    /// A barrier for `parties` tasks. `name` is shown in traces. Traps if `parties` is below 1.
    public nonisolated init(parties: Int, name: String? = nil) {
        precondition(parties > 0, "a barrier needs at least one party; it has \(parties)")
        self.parties = parties
        condition = Condition(role: .event, name: name)
    }

    /// How many tasks wait for the others. Source: asyncio `Barrier.n_waiting`.
    public var waitingCount: Int { state == .filling ? inside : 0 }

    /// Whether it was aborted. Source: asyncio `Barrier.broken`.
    public var isBroken: Bool { state == .broken }

    /// Waits until `parties` tasks have come, and gives this one's number, from 0, by arrival.
    ///
    /// Order: the last to come goes on at once, the others one pass later in order of arrival. A
    /// task that comes while they leave waits for the next round.
    /// Errors: `BrokenBarrierError` if it was aborted, or is while this task waits, or is reset;
    /// `CancelledError`.
    /// Cancellation: the task no longer counts; the others go on waiting.
    /// Source: asyncio `Barrier.wait`.
    @discardableResult
    public func wait(line: UInt = #line) async throws -> Int {
        try await condition.withLock(line: line) {
            try await self.waitForRound(line: line)
            let index = self.inside
            self.inside += 1
            return try await ending(with: self.leave) {
                if index + 1 == self.parties {
                    self.state = .draining
                    try self.condition.notifyAll()
                } else {
                    try await self.waitForOthers(line: line)
                }
                return index
            }
        }
    }

    private func waitForRound(line: UInt) async throws {
        try await condition.waitFor(line: line) {
            self.state != .draining && self.state != .resetting
        }
        if state == .broken { throw BrokenBarrierError(reason: "Barrier aborted") }
    }

    private func waitForOthers(line: UInt) async throws {
        try await condition.waitFor(line: line) { self.state != .filling }
        if state != .draining {
            throw BrokenBarrierError(reason: "Abort or reset of barrier")
        }
    }

    private func leave() throws {
        inside -= 1
        guard inside == 0 else { return }
        if state != .broken { state = .filling }
        try condition.notifyAll()
    }

    /// Begins again: those who wait get `BrokenBarrierError`, and the barrier is as new.
    ///
    /// Errors: `CancelledError`.
    /// Source: asyncio `Barrier.reset`.
    public func reset(line: UInt = #line) async throws {
        try await condition.withLock(line: line) {
            self.state = self.inside > 0 ? .resetting : .filling
            try self.condition.notifyAll()
        }
    }

    /// Breaks it: those who wait, and all who come, get `BrokenBarrierError`.
    ///
    /// Errors: `CancelledError`.
    /// Source: asyncio `Barrier.abort`.
    public func abort(line: UInt = #line) async throws {
        try await condition.withLock(line: line) {
            self.state = .broken
            try self.condition.notifyAll()
        }
    }
}
