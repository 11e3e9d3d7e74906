import LoopEvents

/// The jobs that Swift enqueues, and whose they are: a new task's first, a woken task's, another's.
extension LoopCore {
    /// Takes a job that Swift wants run on the loop, on the thread that enqueued it.
    nonisolated func accept(_ job: UnownedJob, through facet: Facet) {
        if !isLoopThread {
            inbox.put(.job(job, facet))
        } else if isHandingOff {
            isHandingOff = false
            handed = (job, facet)
        } else {
            EventLoop.assumeOnLoop { self.queueForeign(job, through: facet) }
        }
    }

    private func queueForeign(_ job: UnownedJob, through facet: Facet) {
        ready.append(.job(ForeignJob(job, through: facet, enqueuer: current, cause: cause)))
    }

    /// Says that the task of `strand` was created; the next job that Swift enqueues is its first.
    func announce(_ strand: Strand, line: UInt32) {
        strand.readyEvent = record(.taskCreated) {
            ($0.task, $0.other) = (strand.id, $0.task)
            $0.subject = strand.futureID
            if let name = strand.task?.givenName { $0.text = self.intern(name) }
            $0.line = line
        }
        unfinished.add(strand)
        isHandingOff = true
    }

    /// Queues the first step of `strand`, whose Swift task has been made (R14); takes it at once if
    /// it is `eager` and the loop is running (R17).
    func start(_ strand: Strand, eager: Bool) {
        strand.firstJob = takeFirstJob()
        if eager, isRunning {
            stepInside(strand)
        } else {
            ready.append(.step(strand))
        }
    }

    /// Keeps the first job of the Swift task that `start` makes as what `strand` runs next.
    func expectFirstJob(of strand: Strand, _ start: () -> Void) {
        isHandingOff = true
        start()
        strand.firstJob = takeFirstJob()
    }

    private func takeFirstJob() -> (job: UnownedJob, facet: Facet) {
        guard let first = handed.take() else {
            fatalError("Swift did not enqueue the task's first job")
        }
        return first
    }

    /// Takes the first step of an eager strand inside the step, or callback, that creates it.
    ///
    /// Swift, too, runs one task's job inside another's for `Task.immediate`. What holds the thread
    /// is put back as if nothing had been run in between.
    private func stepInside(_ strand: Strand) {
        let before = (running: current, task: runningTask, cause: cause, turnTask: turnTask)
        step(strand)
        (running, runningTask, cause, turnTask) = before
        // The outer job was told apart already; what it goes on to do is not another's.
        foreign = nil
    }

    @inline(__always)
    func run(_ job: UnownedJob, _ facet: Facet) {
        switch facet {
        case .task: job.runSynchronously(isolatedTo: serialExecutor, taskExecutor: taskExecutor)
        case .serial: job.runSynchronously(on: serialExecutor)
        }
    }
}
