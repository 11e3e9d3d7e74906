import LoopEvents

/// Tasks that are left together: when one fails, the others are cancelled, and all are waited for.
///
/// `withLoopTaskGroup` makes one and runs its body; a group that must be known before it runs can
/// be made first and then `run`, once.
/// Source: asyncio `TaskGroup`; R32.
@EventLoop
public final class LoopTaskGroup {
    private var parent: Strand?
    private var hasBodyEnded = false
    private var isAborting = false
    private var hasCancelledParent = false
    private var tasks: [UInt32: AnyFuture] = [:]
    private var errors: [any Error] = []
    /// An error that leaves the loop: thrown alone, before all others (R6).
    private var leaving: (any Error)?
    private var allEnded: Future<Void>?

    /// A group that takes tasks once it runs.
    public init() {}

    /// Runs `body`, then waits for the group's tasks, also for those they add meanwhile.
    ///
    /// Order: no pass is spent if no task is left; else the caller resumes two passes after the
    /// last one ends. When a task fails, on the next pass first the other tasks are cancelled, in
    /// the order they were created (asyncio leaves it open), and then the body.
    /// Errors: an `ErrorGroup` of what the tasks, and then the body, threw, cancellations left out;
    /// `SystemExit` and `InterruptedError` go alone and first.
    /// `CancelledError` if the caller was cancelled and no task failed. `LoopError.taskGroup` if it
    /// has run before.
    /// Cancellation: cancelling the caller cancels the tasks, which are waited for.
    @discardableResult
    public func run<Success>(
        line: UInt = #line,
        _ body: @EventLoop (LoopTaskGroup) async throws -> Success
    ) async throws -> Success {
        guard parent == nil else { throw problem("has already been entered") }
        guard let strand = core.current else { throw LoopError.noRunningLoop }
        parent = strand
        do {
            let value = try await body(self)
            try await leave(nil, strand, line)
            return value
        } catch let error where !hasBodyEnded {
            try await leave(error, strand, line)
            throw error
        }
    }

    /// Waits for the tasks after the body ended, having thrown `error`, if any; throws what the
    /// group throws instead.
    private func leave(_ error: (any Error)?, _ strand: Strand, _ line: UInt) async throws {
        hasBodyEnded = true
        if let error { noteLeaving(error) }
        var cancelled = error as? CancelledError
        if error != nil, !isAborting { abort() }
        // More than once, as the caller may be cancelled again while it waits.
        while !tasks.isEmpty {
            let ended = Future<Void>(role: .gather)
            allEnded = ended
            recordLinks(of: ended)
            do {
                try await ended.value(line: line)
            } catch let cancellation as CancelledError {
                if !isAborting {
                    cancelled = cancellation
                    abort()
                }
            }
            allEnded = nil
        }
        if let leaving { throw leaving }
        if hasCancelledParent, strand.uncancel() == 0 { cancelled = nil }
        if let cancelled, errors.isEmpty { throw cancelled }
        if let error, !(error is CancelledError) { errors.append(error) }
        guard !errors.isEmpty else { return }
        if strand.cancelRequests > 0 {
            // The errors go first; the caller's own cancellation stays asked for, and counted once.
            strand.uncancel()
            strand.cancel(nil)
        }
        throw ErrorGroup("unhandled errors in a TaskGroup", errors)
    }

    // MARK: Tasks

    /// Starts `body` as a task of the group.
    ///
    /// Order, `name` and `eager` as of the free function.
    /// Errors: `LoopError.taskGroup` if the group has not been entered, is finished, or is shutting
    /// down.
    /// Source: asyncio `TaskGroup.create_task`.
    @discardableResult
    public func createTask<Success>(
        name: String? = nil,
        eager: Bool? = nil,
        line: UInt = #line,
        _ body: @escaping @EventLoop () async throws -> Success
    ) throws -> LoopTask<Success> {
        try requireOpen()
        return adopt(AsyncLoop.createTask(name: name, eager: eager, line: line, body))
    }

    /// Starts `coroutine` as a task of the group; closes it if the group does not take it.
    ///
    /// Order, `name`, `eager`: as of the free function. Errors: as of the one that takes a body.
    @discardableResult
    public func createTask<Success>(
        _ coroutine: Coroutine<Success>,
        name: String? = nil,
        eager: Bool? = nil,
        line: UInt = #line
    ) throws -> LoopTask<Success> {
        do {
            try requireOpen()
        } catch {
            coroutine.close()
            throw error
        }
        return adopt(AsyncLoop.createTask(coroutine, name: name, eager: eager, line: line))
    }

    private func requireOpen() throws {
        if parent == nil { throw problem("has not been entered") }
        if hasBodyEnded, tasks.isEmpty { throw problem("is finished") }
        if isAborting { throw problem("is shutting down") }
    }

    private func adopt<Success>(_ task: LoopTask<Success>) -> LoopTask<Success> {
        if task.isDone {
            taskEnded(task)
        } else {
            tasks[task.id] = task
            allEnded?.recordLink(to: task)
            task.addCallback { self.taskEnded($0) }
        }
        return task
    }

    private func taskEnded(_ task: AnyFuture) {
        tasks[task.id] = nil
        if tasks.isEmpty, let allEnded, !allEnded.isDone { allEnded.finish(()) }
        guard !task.isCancelled, let error = task.failure else { return }
        task.markRetrieved()
        errors.append(error)
        noteLeaving(error)
        guard !isAborting, !hasCancelledParent else { return }
        abort()
        hasCancelledParent = true
        parent?.cancel(nil)
    }

    private func recordLinks(of ended: AnyFuture) {
        guard core.recorder != nil else { return }
        for (_, task) in tasks.sorted(by: { $0.key < $1.key }) { ended.recordLink(to: task) }
    }

    private func noteLeaving(_ error: any Error) {
        if error.leavesLoop, leaving == nil { leaving = error }
    }

    private func abort() {
        isAborting = true
        for (_, task) in tasks.sorted(by: { $0.key < $1.key }) { task.cancel() }
    }

    private func problem(_ what: String) -> LoopError {
        var parts = ["TaskGroup"]
        if !tasks.isEmpty { parts.append("tasks=\(tasks.count)") }
        if !errors.isEmpty { parts.append("errors=\(errors.count)") }
        if isAborting {
            parts.append("cancelling")
        } else if parent != nil {
            parts.append("entered")
        }
        return .taskGroup("TaskGroup <\(parts.joined(separator: " "))> \(what)")
    }
}

/// Runs `body` with a group for tasks, and waits for all of them before it returns.
///
/// Not named as in Swift, whose `withTaskGroup` makes children of another kind.
/// Errors: an `ErrorGroup` if a task failed; see `LoopTaskGroup.run`.
/// Source: asyncio `async with TaskGroup()`; R32.
@EventLoop @discardableResult
public func withLoopTaskGroup<Success>(
    line: UInt = #line,
    _ body: @EventLoop (LoopTaskGroup) async throws -> Success
) async throws -> Success {
    try await LoopTaskGroup().run(line: line, body)
}
