import LoopEvents

/// One entry of the ready queue: what the loop does when its turn comes.
enum ReadyEntry {
    /// Gives the thread to a task that was created or woken.
    case step(Strand)
    /// Runs a callback.
    case handle(Handle)
    /// Runs a job of Swift's own making: a child task's, or one that came from another thread.
    case job(ForeignJob)
}

/// First in, first out: one queue for everything (R3).
typealias ReadyQueue = Ring<ReadyEntry>
