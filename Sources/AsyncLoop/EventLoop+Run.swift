import LoopEvents

extension EventLoop {
    /// Runs `main` on a new loop to its end, closes the loop, and returns what `main` returned.
    ///
    /// Blocks the calling thread, which becomes the loop's. At the end, as asyncio's `run` does
    /// (R37): the tasks that are left are cancelled and awaited, their errors reported, and the
    /// default pool's threads ended.
    ///
    /// - `clock`: virtual time, or the machine's.
    /// - `recorder`: where events go; nil records nothing.
    ///
    /// Errors: what `main` throws; `DeadlockError` if tasks wait for what can never come;
    /// `InterruptedError` after Ctrl-C. Traps if a loop is running in the process already.
    /// Source: asyncio `run`.
    public nonisolated static func run<Success>(
        clock: LoopClock = .virtual, recorder: Recorder? = nil, name: String = "main",
        line: UInt = #line, _ main: @escaping @EventLoop () async throws -> Success
    ) throws -> Success {
        core.takeThread()
        return try assumeOnLoop {
            core.open(clock: clock, recorder: recorder)
            defer { core.close() }
            return try core.runToEnd(name: name, line: line, main)
        }
    }
}

extension EventLoop {
    /// Does what Ctrl-C does: cancels the main task on the next pass. From any thread.
    ///
    /// Source: asyncio's runner and SIGINT; R38.
    public nonisolated static func interrupt() {
        core.inbox.put(.interrupt)
    }
}

/// Thrown by `EventLoop.run` when Ctrl-C cancelled the main task. Source: `KeyboardInterrupt`; R38.
public struct InterruptedError: Error, CustomStringConvertible, Equatable {
    /// `KeyboardInterrupt`, the name it has in Python.
    public var description: String { "KeyboardInterrupt" }
}

extension LoopCore {
    func runToEnd<Success>(
        name: String, line: UInt, _ main: @escaping @EventLoop () async throws -> Success
    ) throws -> Success {
        let task = LoopTask(name: name, line: line, body: main)
        mainTask = task
        cause = LoopEvent.noCause
        defer {
            mainTask = nil
            reportNeglected()
        }
        do {
            try runUntilDone(task)
        } catch {
            shutDownDefaultPool()
            throw error
        }
        try shutDown()
        if interrupted, task.isCancelled, task.uncancel() == 0 { throw InterruptedError() }
        return try task.result()
    }

    /// Runs passes until `future` is done, and the pass after it (asyncio's stop is a callback).
    func runUntilDone(_ future: AnyFuture) throws {
        future.addCallback { _ in self.stopping = true }
        try runForever()
    }

    /// Runs passes until one ends with `stopping` set: a `stop` before the first still runs one
    /// (R7).
    func runForever() throws {
        defer { stopping = false }
        repeat { try runPass() } while !stopping
    }

    /// Cancels what is left, waits for it, reports its errors, ends the default pool (R37).
    private func shutDown() throws {
        let left = strands().filter { !$0.isChild }.compactMap(\.task)
        if !left.isEmpty {
            cause = lastPass
            for task in left { task.cancel() }
            let all = Remaining(left)
            try runUntilDone(all)
            for task in left {
                guard let error = task.failure, !task.isCancelled else { continue }
                report(
                    LoopProblem(
                        message: "unhandled exception during EventLoop.run shutdown",
                        error: error, name: task.name))
            }
        }
        shutDownDefaultPool()
    }

    /// Ctrl-C: cancels the main task, as asyncio's runner does (R38).
    func interrupt() {
        let root = record(.interrupted) { $0.task = 0 }
        interrupted = true
        cause = root
        mainTask?.cancel()
        cause = LoopEvent.noCause
    }
}

/// Done when all of the tasks that were left are, however they ended.
private final class Remaining: Future<Void> {
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
