import LoopEvents

extension EventLoop {
    /// Runs `main` on a new loop to its end, closes the loop, and returns what `main` returned.
    ///
    /// Blocks the calling thread, which becomes the loop's. At the end, as asyncio's `run` does
    /// (R37): the tasks that are left are cancelled and awaited, their errors reported, then the
    /// generators that are left are closed, and the default pool's threads ended.
    ///
    /// On the process's main thread, unless the program handles SIGINT itself, Ctrl-C does what
    /// `interrupt` does until the run has ended (R38). A third, while a step that does not give the
    /// thread back keeps two waiting, ends the process.
    ///
    /// - `clock`: virtual time, or the machine's.
    /// - `recorder`: where events go; nil records nothing.
    /// - `experiment`: what is different from the program as it stands; what is done from outside
    ///   is done at moments of the record, so without a recorder it is not.
    /// - `name`: the main task's, which is shown in traces.
    ///
    /// Errors: what `main` throws; on the virtual clock `DeadlockError` if tasks wait for what can
    /// never come, which are then left as they are; `InterruptedError` after Ctrl-C; `SystemExit`
    /// from whatever threw it; `LoopError.stoppedEarly` if `EventLoop.stop` is called before `main`
    /// has ended. Traps if a loop is open in the process already.
    /// Source: asyncio `run`; R37, R38.
    public nonisolated static func run<Success>(
        clock: LoopClock = .virtual,
        recorder: Recorder? = nil,
        experiment: Experiment = Experiment(),
        name: String = "main",
        line: UInt = #line,
        _ main: @escaping @EventLoop () async throws -> Success
    ) throws -> Success {
        core.takeThread()
        return try assumeOnLoop {
            core.open(clock: clock, recorder: recorder, experiment: experiment)
            defer { core.close() }
            let signal = InterruptSignal()
            defer { extendLifetime(signal) }
            return try core.runToEnd(name: name, line: line, main)
        }
    }
}

extension EventLoop {
    /// Does what Ctrl-C does: cancels the main task on the next pass. From any thread.
    ///
    /// If the main task ends by it, `run` throws `InterruptedError`; a main task that catches the
    /// cancellation and returns is not interrupted. The second time, or when the main task has
    /// ended, or on a `ManualLoop`, the next pass throws `InterruptedError` out of the run at once.
    /// A step that never gives the thread back is not interrupted by either. Does nothing if no
    /// loop is open.
    /// Source: asyncio's runner and SIGINT; R38.
    public nonisolated static func interrupt() {
        core.inbox.put(.interrupt)
    }
}

/// Thrown by a callback or a task to leave the loop at once, whatever else is ready.
///
/// What is ready stays so for the next run of a `ManualLoop`; `EventLoop.run` cancels what is left
/// and throws it on. It does not end the process: who catches it may.
/// Source: Python's `SystemExit`; R6.
public struct SystemExit: Error, CustomStringConvertible, Equatable {
    /// The exit code meant for the process.
    public var code: Int32

    /// An exit with `code`.
    public init(_ code: Int32 = 0) {
        self.code = code
    }

    /// `SystemExit`, with its code.
    public var description: String { "SystemExit: \(code)" }
}

extension Error {
    /// Whether the loop stops for it rather than reporting it (R6).
    var leavesLoop: Bool { self is SystemExit || self is InterruptedError }
}

/// Thrown by `EventLoop.run` when Ctrl-C cancelled the main task, and out of a run that Ctrl-C ends
/// at once.
///
/// Source: Python's `KeyboardInterrupt`; R38.
public struct InterruptedError: Error, CustomStringConvertible, Equatable {
    /// An interruption.
    public init() {}

    /// `KeyboardInterrupt`, the name it has in Python.
    public var description: String { "KeyboardInterrupt" }
}

extension LoopCore {
    func runToEnd<Success>(
        name: String,
        line: UInt,
        _ main: @escaping @EventLoop () async throws -> Success
    ) throws -> Success {
        let task = createTask(name: name, eager: false, line: line, main)
        cause = LoopEvent.noCause
        defer {
            mainTask = nil
            endDefaultPool()
            reportNeglected()
        }
        mainTask = task
        do {
            try runUntilDone(task)
        } catch let deadlock as DeadlockError {
            throw deadlock
        } catch {
            mainTask = nil
            if error.leavesLoop { task.markRetrieved() }
            try shutDown()
            throw error
        }
        // From here on Ctrl-C has nothing to cancel: it ends the run at once.
        mainTask = nil
        try shutDown()
        if interrupts > 0, task.isCancelled, task.uncancel() == 0 { throw InterruptedError() }
        return try task.result()
    }

    /// Runs passes until `future` is done, and the pass after it (asyncio's stop is a callback).
    ///
    /// Errors: `LoopError.stoppedEarly` if something else stops the loop first.
    func runUntilDone(_ future: AnyFuture) throws {
        // What leaves the loop leaves its callback queued, which must not stop the next run.
        waits += 1
        let wait = waits
        let callback = future.addCallback { _ in if self.waits == wait { self.stopping = true } }
        defer {
            callback.remove()
            waits += 1
        }
        try runForever()
        guard future.isDone else { throw LoopError.stoppedEarly }
    }

    /// Runs passes until one ends with `stopping` set: a `stop` before the first still runs one
    /// (R7).
    func runForever() throws {
        guard !isRunning else { throw LoopError.alreadyRunning }
        isRunning = true
        defer { (isRunning, stopping) = (false, false) }
        // What was done between two runs kept no loop busy.
        readClock()
        repeat { try runPass() } while !stopping
    }

    /// Cancels what is left, waits for it, reports its errors, then closes what generators are open
    /// (R37), then waits for the work that the default pool has.
    private func shutDown() throws {
        try cancelAll()
        try closeGenerators()
        try finishDefaultPool()
        reportAbandoned()
    }

    /// Cancels each of `tasks`, once.
    ///
    /// A cancellation goes down to what the task awaits. For a chain of n tasks the n of them would
    /// take n²/2 steps, so whoever has been asked is not asked again.
    private func askToEnd(_ tasks: [AnyFuture]) {
        registry.askedAtEnd = []
        for task in tasks {
            guard let strand = task.strandToCancel, registry.isAskedFirst(strand) else { continue }
            task.cancel()
        }
        registry.askedAtEnd = nil
    }

    private func cancelAll() throws {
        let left = unfinished.all.compactMap(\.task)
        guard !left.isEmpty else { return }
        cause = lastPass
        askToEnd(left)
        cause = LoopEvent.noCause
        try runUntilDone(Remaining(left))
        for task in left {
            guard let error = task.failure, !task.isCancelled else { continue }
            task.markRetrieved()
            report(
                LoopProblem(
                    message: "unhandled exception during EventLoop.run shutdown",
                    error: error,
                    name: task.name
                )
            )
        }
    }

    /// Ctrl-C: cancels the main task the first time, as asyncio's runner does (R38). Returns false
    /// if the run is to end instead.
    func interrupt() -> Bool {
        let root = record(.interrupted) { $0.task = 0 }
        interrupts += 1
        guard interrupts == 1, let mainTask, !mainTask.isDone else { return false }
        cause = root
        mainTask.cancel()
        cause = LoopEvent.noCause
        return true
    }
}

/// Done when all of the tasks that were left are, however they ended.
final class Remaining: Future<Void> {
    init(_ tasks: [AnyFuture]) {
        super.init(role: .gather)
        var left = tasks.count
        for task in tasks {
            task.addCallback { _ in
                left -= 1
                if left == 0 { self.finish(()) }
            }
        }
    }
}
