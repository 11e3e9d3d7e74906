import LoopEvents

/// Which of the loop's two executors a job came through, and so how it must be run.
enum Facet: UInt8, Sendable {
    case serial
    case task
}

/// The loop as the executor of the `@EventLoop` actor.
///
/// Two objects over one queue: a class in both roles could not tell which role a job came for, and
/// the wrong way of running it costs hops.
final class SerialFacet: SerialExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        core.accept(UnownedJob(job), through: .serial)
    }

    func checkIsolated() {
        precondition(core.isLoopThread, "this must run on the event loop's thread")
    }
}

/// The loop as the preferred executor of its tasks.
///
/// A continuation resumes on its task's preferred executor; without one it would resume on the
/// global pool and its task would come back to the loop from another thread, at any time.
final class TaskFacet: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        core.accept(UnownedJob(job), through: .task)
    }
}

/// A job that Swift itself enqueued, with what is known of where it came from.
final class ForeignJob {
    let job: UnownedJob
    let facet: Facet
    /// The strand that was running when the job was enqueued; nil if it came from another thread, or
    /// from what ended with its task.
    let enqueuer: Strand?
    /// Its task, which may be gone before the job's turn comes.
    let enqueuerTask: AnyFuture?
    /// The event that made it ready.
    let cause: UInt32

    init(_ job: UnownedJob, through facet: Facet, enqueuer: Strand?, cause: UInt32) {
        self.job = job
        self.facet = facet
        enqueuerTask = enqueuer?.liveTask
        self.enqueuer = enqueuer?.status == .finished ? nil : enqueuer
        self.cause = cause
    }
}
