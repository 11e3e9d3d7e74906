import LoopEvents

/// The turn: one pass, and what each entry of the ready queue does in it.
extension LoopCore {
    /// One pass: poll, queue what came in, run what was ready at that moment (R1, R2).
    ///
    /// Throws `DeadlockError` if nothing is ready and nothing can make anything ready.
    func runPass() throws {
        if nextIntervention != .max { intervene() }
        pass &+= 1
        // Before anything is said of when work ends, its threads must have ended it.
        if clock == .virtual { executors.waitForThreads() }
        lastPass = record(.passBegan) {
            $0.task = 0
            $0.cause = self.lastPass
            $0.value = Int64(self.ready.count)
            $0.detail = self.pollTimeout
        }
        // A change before the clock jumps, or before nothing can ever happen, is what the pass was
        // waiting for.
        if nextIntervention != .max, ready.isEmpty, intervene() { return }
        // With work at hand, nothing watched and nothing come in, there is nothing to poll for.
        if clock == .virtual || ready.isEmpty || selector.isWatching || inbox.hasItems {
            try poll()
            if isRecording { readClock() }
        }
        let began = lastReading
        if !timers.isEmpty { fireTimers() }
        var left = ready.count
        while left > 0 {
            if nextIntervention != .max { intervene() }
            run(ready.removeFirst())
            left -= 1
            if leaving != nil { break }
        }
        if isRecording { noteBlockedPass(since: began) }
        if let error = leaving.take() { throw error }
    }

    @inline(__always)
    private func run(_ entry: consuming ReadyEntry) {
        guard isRecording else { return giveTurn(to: entry) }
        let began = lastReading
        giveTurn(to: entry)
        noteBlocking(since: began)
        cause = LoopEvent.noCause
    }

    @inline(__always)
    private func giveTurn(to entry: consuming ReadyEntry) {
        switch consume entry {
        case .step(let strand): step(strand)
        case .handle(let handle): run(handle)
        case .job(let job): run(job)
        }
    }

    @inline(__always)
    func step(_ strand: consuming Strand) {
        running = consume strand
        runningTask = running!.id
        turnTask = runningTask
        running!.status = .running
        running!.waitingOn = nil
        cause = record(.taskStepped) {
            $0.cause = self.running!.readyEvent
        }
        if let continuation = running!.continuation.take() {
            resume(continuation)
        } else if let first = running!.firstJob.take() {
            run(first.job, first.facet)
        }
        if switchingTo != nil || running!.hasFirstJob { runSwitches() }
        if running!.status == .running { leftLoop() }
        running = nil
        runningTask = 0
    }

    @inline(__always)
    private func resume(_ continuation: UnsafeContinuation<Void, Never>) {
        isHandingOff = true
        continuation.resume()
        isHandingOff = false
        if let (job, facet) = handed.take() {
            run(job, facet)
        } else {
            runReturningJob()
        }
    }

    /// Runs what the strand changed to as it suspended, a generator's body or who asked it, as part
    /// of the same step.
    private func runSwitches() {
        while let strand = running {
            if let first = strand.firstJob.take() {
                run(first.job, first.facet)
            } else if let next = switchingTo.take() {
                resume(next)
            } else {
                return
            }
        }
    }

    /// Runs the job of a strand that resumes by way of the global pool.
    ///
    /// A bare `Task {}` has no executor preference: its continuation resumes on the pool, whose
    /// thread hands the job back. It is on its way, so the loop waits for it rather than letting
    /// the order depend on another thread.
    private func runReturningJob() {
        let number = running!.swiftNumber
        guard case .job(let job, let facet) = inbox.waitForJob(of: number) else { return }
        noteEscape()
        run(job, facet)
    }

    func noteEscape() {
        let event = record(.escaped) { _ in }
        if event != LoopEvent.noCause { cause = event }
    }

    /// After a step: a strand that neither ended nor waits on the loop waits outside it.
    private func leftLoop() {
        guard let strand = running else { return }
        strand.status = .outside
        strand.leave()
        if let task = strand.swiftTask { outside[task.description] = strand }
        record(.taskSuspended) {
            $0.role = .outside
            $0.value = -1
        }
    }

    private func run(_ job: ForeignJob) {
        foreign = job
        cause = job.cause
        turnTask = 0
        run(job.job, job.facet)
        if let strand = running {
            runSwitches()
            if strand.status == .running { leftLoop() }
        }
        foreign = nil
        running = nil
        runningTask = 0
    }

    private func run(_ handle: Handle) {
        guard let body = handle.body.take() else { return }
        turnTask = 0
        cause = record(.handleRan) {
            $0.subject = handle.id
            $0.cause = handle.readyEvent
            $0.line = handle.line
        }
        do {
            try body()
        } catch {
            let text = intern(error)
            record(.callbackFailed) {
                $0.subject = handle.id
                $0.text = text
            }
            if error.leavesLoop { return leaving = error }
            report(LoopProblem(message: "Exception in callback", error: error, handle: handle))
        }
    }
}
