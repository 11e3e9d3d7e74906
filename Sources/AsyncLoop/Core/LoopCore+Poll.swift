import LoopEvents

/// What a pass does before it runs anything: look at what has come in, wait if nothing is ready.
extension LoopCore {
    /// How long the poll may wait: 0 if anything is ready, −1 for ever, else nanoseconds.
    var pollTimeout: Int64 {
        if !ready.isEmpty || stopping { return 0 }
        guard let deadline = nextDeadline() else { return -1 }
        let now = now
        if deadline <= now { return 0 }
        // To wake up costs many times what a timer does. On the real clock those that are due close
        // together share one wakeup; asyncio, whose poll counts in milliseconds, does the same with
        // up to twice as long.
        let wakeup = clock == .real ? timers.nextWakeup(slack: 500_000) : nil
        return (wakeup ?? deadline) - now
    }

    private func nextDeadline() -> Int64? {
        let timer = timers.nextDeadline()
        guard let end = executors.nextEnd else { return timer }
        return min(timer ?? end, end)
    }

    func poll() throws {
        switch clock {
        case .virtual: try pollVirtual()
        case .real: try pollReal()
        }
    }

    private func pollVirtual() throws {
        try drainInbox()
        if ready.isEmpty, !stopping {
            if let deadline = nextDeadline() {
                virtualNow = max(virtualNow, deadline)
            } else if !outside.isEmpty {
                inbox.wait(until: nil)
                try drainInbox()
            } else {
                throw deadlock()
            }
        }
        self.deliverVirtualWork()
    }

    private func pollReal() throws {
        let timeout = pollTimeout
        if selector.isWatching { return try pollDescriptors(timeout) }
        if timeout != 0 {
            inbox.wait(until: timeout < 0 ? nil : LoopClock.monotonic() + timeout)
        }
        try drainInbox()
    }

    /// Takes in what other threads left; throws if Ctrl-C among it is to end the run.
    func drainInbox() throws {
        guard inbox.hasItems else { return }
        // First: a signal that comes from here on says again that there is something.
        inbox.takeAll(into: &arrivals)
        defer { arrivals.removeAll(keepingCapacity: true) }
        var interruption: InterruptedError?
        for _ in 0..<InterruptSignal.takeAll() where !interrupt() {
            interruption = InterruptedError()
        }
        for item in arrivals {
            switch item {
            case .job(let job, let facet):
                noteEscape()
                ready.append(.job(ForeignJob(job, through: facet, enqueuer: nil, cause: cause)))
                cause = LoopEvent.noCause
            case .call(let body, let line):
                cause = record(.calledFromThread) { $0.line = line }
                _ = callSoon(line: line, body)
                cause = LoopEvent.noCause
            case .work(let work):
                self.deliver(work)
            case .interrupt:
                if !self.interrupt() { interruption = InterruptedError() }
            }
        }
        if let interruption { throw interruption }
    }

    private func deadlock() -> DeadlockError {
        let pending = unfinished.all
        record(.deadlock) {
            $0.task = 0
            $0.cause = self.lastPass
            $0.value = Int64(pending.count)
        }
        return DeadlockError(pending: pending.map(\.name))
    }

    func fireTimers() {
        let now = now
        while let timer = timers.popDue(now) {
            timer.hasFired = true
            timer.readyEvent = record(.timerFired) {
                $0.task = 0
                $0.subject = timer.id
                $0.value = timer.deadline
                $0.line = timer.line
            }
            ready.append(.handle(timer))
        }
    }
}
