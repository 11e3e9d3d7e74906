import LoopEvents

/// Waits until `descriptor` can be read without blocking, or is at its end or in error.
///
/// Try the read first: if there is data it costs no turn (R34a), and only if it would block wait
/// here and try again.
///
/// Order: the caller resumes one pass after the one whose poll found it ready; the watch ends in
/// that one.
/// Errors: `CancelledError`; `LoopError.descriptor` if somebody watches it for reading already, if
/// somebody takes the watch away, or for what `addReader` throws it.
/// Cancellation: ends the watch.
/// Source: what asyncio's `loop.sock_recv` does while there is nothing to read.
@EventLoop
public func readable(_ descriptor: Int32, line: UInt = #line) async throws {
    try await readiness(of: descriptor, .reading, line: line).value(line: line)
}

/// Waits until `descriptor` can be written to without blocking, or is in error.
///
/// Order, errors, cancellation: as of `readable`.
/// Source: what asyncio's `loop.sock_sendall` does while the other end is full.
@EventLoop
public func writable(_ descriptor: Int32, line: UInt = #line) async throws {
    try await readiness(of: descriptor, .writing, line: line).value(line: line)
}

@EventLoop
private func readiness(
    of descriptor: Int32,
    _ side: Readiness,
    line: UInt
) throws -> DescriptorFuture {
    guard core.current != nil else { throw LoopError.noRunningLoop }
    guard core.selector.handle(for: descriptor, side) == nil else {
        throw LoopError.descriptor(descriptor, "is watched by another already")
    }
    let future = DescriptorFuture(descriptor, side)
    try future.watch(line: UInt32(line))
    return future
}

/// A wait for a file descriptor: it is watched for as long as this is pending.
package final class DescriptorFuture: Future<Void> {
    private let descriptor: Int32
    private let side: Readiness

    init(_ descriptor: Int32, _ side: Readiness) {
        self.descriptor = descriptor
        self.side = side
        super.init(role: .fd)
    }

    /// A wait until there is room to write, which a writer that was added to the loop ends.
    package convenience init(writer descriptor: Int32) {
        self.init(descriptor, [])
    }

    override var waitDetail: Int64 {
        Int64(descriptor) << 2 | Int64((side.isEmpty ? .writing : side).rawValue)
    }

    func watch(line: UInt32) throws {
        let handle = ReadinessHandle(line: line) {
            guard !self.isDone else { return }
            self.finish(())
            core.unwatch(self.descriptor, self.side)
        }
        handle.future = self
        try core.watch(descriptor, side, handle)
    }

    package override func cancel(_ message: String? = nil) -> Bool {
        guard super.cancel(message) else { return false }
        // By now the watch on another loop may be another's.
        if !side.isEmpty, loopNumber == core.number { core.unwatch(descriptor, side) }
        return true
    }

    /// Somebody else took the watch away; nothing could ever end the wait.
    func lost() {
        guard !isDone else { return }
        complete(
            .error,
            error: LoopError.descriptor(descriptor, "is watched by another now, or by nobody")
        )
    }
}
