/// Callbacks for file descriptors: sockets, pipes, terminals, whatever can be waited for.
///
/// On the real clock only: data comes in real time, which a virtual clock would have to wait for
/// without knowing how long, or else call a timeout on what was about to come. Remove what you
/// watch before you close it; a descriptor that is closed while it is watched is never ready again,
/// and the loop goes on waiting for it.
extension EventLoop {
    /// Calls `body` on every pass on which `descriptor` can be read without blocking, or is at its
    /// end or in error.
    ///
    /// Order: level-triggered, so it is called pass after pass until all is read; the callbacks of
    /// descriptors come after what other threads sent and before timers (R1), of one descriptor the
    /// reader's before the writer's (R34a).
    /// Replaces the reader that was there, whose call is cancelled if it is queued (R34a). A task
    /// that waits in `readable` gets `LoopError.descriptor`.
    /// Errors: `LoopError.descriptor` if it cannot be watched (not open, a plain file) or the loop
    /// runs on the virtual clock; what `body` throws goes to the exception handler.
    /// It sees the defaults of task-local values.
    /// Source: asyncio `loop.add_reader`.
    @EventLoop
    public static func addReader(
        _ descriptor: Int32,
        line: UInt = #line,
        _ body: @escaping @EventLoop () throws -> Void
    ) throws {
        try add(.reading, descriptor, line, body)
    }

    /// Calls `body` on every pass on which `descriptor` can be written to without blocking, or is
    /// in error.
    ///
    /// Order, errors: as of `addReader`.
    /// Source: asyncio `loop.add_writer`.
    @EventLoop
    public static func addWriter(
        _ descriptor: Int32,
        line: UInt = #line,
        _ body: @escaping @EventLoop () throws -> Void
    ) throws {
        try add(.writing, descriptor, line, body)
    }

    /// Stops calling the reader of `descriptor`, also if its call is queued already.
    ///
    /// Returns whether there was one. A task that waits in `readable` gets `LoopError.descriptor`.
    /// Source: asyncio `loop.remove_reader`.
    @EventLoop @discardableResult
    public static func removeReader(_ descriptor: Int32) -> Bool {
        core.unwatch(descriptor, .reading)
    }

    /// Stops calling the writer of `descriptor`, also if its call is queued already.
    ///
    /// Returns whether there was one. A task that waits in `writable` gets `LoopError.descriptor`.
    /// Source: asyncio `loop.remove_writer`.
    @EventLoop @discardableResult
    public static func removeWriter(_ descriptor: Int32) -> Bool {
        core.unwatch(descriptor, .writing)
    }

    @EventLoop
    private static func add(
        _ side: Readiness,
        _ descriptor: Int32,
        _ line: UInt,
        _ body: @escaping @EventLoop () throws -> Void
    ) throws {
        try core.watch(descriptor, side, ReadinessHandle(line: UInt32(line), callback: body))
    }
}
