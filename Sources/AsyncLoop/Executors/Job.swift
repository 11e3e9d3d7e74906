import LoopEvents

/// A job with a function and the future of its result.
final class Job<Success: Sendable>: Work, @unchecked Sendable {
    // Safe to share: the worker takes `body` and writes `value` and `error` before it says that it
    // has ended, and the loop reads them after it has heard so.
    //
    // A worker may hold a job for a moment after the loop has gone on with its result. So a job
    // that has ended holds nothing: who closes a file with its last user sees it closed.
    private var body: (@Sendable () throws -> Success)?
    private var future: JobFuture<Success>?
    private var value = ValueSlot()
    private var hasValue = false
    private var error: (any Error)?

    @EventLoop
    init(
        _ body: @escaping @Sendable () throws -> Success,
        for future: JobFuture<Success>,
        pool: ThreadPool,
        line: UInt32
    ) {
        self.body = body
        self.future = future
        // A job and its future share a number, so that a record tells whose result it is.
        super.init(id: future.id, pool: pool, line: line)
    }

    deinit { dropResult() }

    override func run() {
        guard let body = body.take() else { return }
        do {
            value.fill(with: try body())
            hasValue = true
        } catch {
            self.error = error
        }
    }

    override func finish() {
        guard let future = future.take() else { return }
        future.queued = nil
        if future.isDone {
            // Cancelled: nobody waits for the result.
        } else if hasValue {
            future.finish(value.value(as: Success.self))
        } else {
            future.complete(.error, error: error)
        }
        dropResult()
    }

    private func dropResult() {
        if hasValue { value.empty(of: Success.self) }
        (hasValue, error) = (false, nil)
    }
}

/// The future of a job: cancelling it takes the job back if no thread has it yet.
final class JobFuture<Success>: Future<Success> {
    /// The pool it was given to, and its number there; nil once it has come back.
    var queued: (pool: ThreadPool, number: Int)?

    override func cancel(_ message: String? = nil) -> Bool {
        guard super.cancel(message) else { return false }
        if let (pool, number) = queued.take(), pool.takeBack(number) {
            core.executors.noteReturn(to: pool)
        }
        return true
    }
}
