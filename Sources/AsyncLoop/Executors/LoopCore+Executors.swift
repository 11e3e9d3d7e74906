import LoopEvents

extension LoopCore {
    /// Hands `work` to its pool. On a virtual clock it gets the lowest free thread, or waits for
    /// one.
    ///
    /// Returns the number by which the pool's `takeBack` knows it.
    func offload(_ work: Work) -> Int {
        let number = work.pool.newNumber()
        executors.noteDeparture(to: work.pool)
        work.offloaded = record(.workOffloaded) {
            $0.subject = work.id
            $0.line = work.line
            $0.text = self.intern(work.pool.name)
        }
        switch clock {
        case .real:
            work.pool.dispatch(work, number: number)
        case .virtual:
            if let slot = work.pool.slots.firstIndex(where: { $0 == nil }) {
                start(work, slot: slot, at: now)
            } else {
                work.pool.waiting.append(work, number: number)
            }
        }
        return number
    }

    private func start(_ work: Work, slot: Int, at time: Int64) {
        work.slot = slot
        work.begin = time
        work.pool.slots[slot] = work
        record(.workStarted) {
            $0.task = 0
            $0.subject = work.id
            $0.cause = work.offloaded
            $0.value = Int64(slot)
            $0.detail = time
            $0.text = self.intern(work.pool.name)
        }
        executors.add(work)
        work.pool.dispatch(work, toThread: slot)
    }

    /// Queues the end of all work whose virtual end has come, giving its thread to who waits.
    func deliverVirtualWork() {
        while let work = executors.popEnded(by: now) {
            work.pool.slots[work.slot] = nil
            deliver(work)
            if let next = work.pool.waiting.popFirst() {
                start(next, slot: work.slot, at: work.end)
            }
        }
    }

    /// Queues the completion of work that a thread has ended: the awaiter resumes one pass after
    /// the handle has run (R35).
    func deliver(_ work: Work) {
        // A pool may outlive the loop that gave it work.
        guard work.loopNumber == number else { return }
        executors.noteReturn(to: work.pool)
        let returned = record(.workReturned) {
            $0.task = 0
            $0.subject = work.id
            $0.value = Int64(work.thread)
            $0.detail = work.spent
            $0.text = self.intern(work.pool.name)
        }
        for line in work.lines {
            write(line.text, noNewline: line.noNewline) {
                $0.task = 0
                $0.subject = work.id
                $0.cause = returned
                $0.line = line.line
            }
        }
        let handle = Handle(id: newObjectID(), line: work.line, body: work.finish)
        handle.readyEvent = record(.handleScheduled) {
            $0.task = 0
            $0.subject = handle.id
            $0.cause = returned
            $0.line = work.line
        }
        ready.append(.handle(handle))
    }
}

extension EventLoop {
    /// Runs `body` on a thread of `pool` (nil: the default one) and gives a future of its result.
    ///
    /// Order: several jobs start in the order they were submitted; the awaiter resumes one pass
    /// after the loop has taken the result in (R35).
    /// Errors: `LoopError.poolShutDown` if the pool takes no more work; the future's are what
    /// `body` throws. `body` sees the defaults of task-local values; `toThread` takes them along.
    /// Cancellation: cancelling the future ends the wait; a job that no thread has taken yet is
    /// dropped, one that runs goes on running (R35).
    /// Source: asyncio `loop.run_in_executor`.
    @EventLoop
    public static func runInExecutor<Success: Sendable>(
        _ pool: ThreadPool? = nil,
        line: UInt = #line,
        _ body: @escaping @Sendable () throws -> Success
    ) throws -> Future<Success> {
        let pool = pool ?? core.defaultPool()
        guard !pool.refusesWork else { throw LoopError.poolShutDown(pool.name) }
        let future = JobFuture<Success>(role: .executor)
        let job = Job(body, for: future, pool: pool, line: UInt32(line))
        // By number: the job holds its future, which must not hold the job.
        future.queued = (pool, core.offload(job))
        return future
    }
}

extension LoopCore {
    fileprivate func defaultPool() -> ThreadPool {
        if let pool = executors.defaultPool { return pool }
        let pool = ThreadPool(size: ThreadPool.defaultSize, name: "default")
        executors.defaultPool = pool
        return pool
    }

    /// Runs passes until the work that the default pool has is done: it may call the loop, print
    /// something, and be interrupted.
    ///
    /// Source: asyncio `loop.shutdown_default_executor`; R37.
    func finishDefaultPool() throws {
        guard executors.defaultPending > 0 else { return }
        executors.defaultPool?.refuseWork()
        while executors.defaultPending > 0 { try runPass() }
        // For whoever is told of the last one's end.
        if !ready.isEmpty { try runPass() }
    }

    /// Ends the default pool's threads. On the real clock they are not waited for while they have
    /// work: somebody has left the loop that waited for it, or closed it without.
    func endDefaultPool() {
        executors.defaultPool?.shutdown(wait: executors.defaultPending == 0 || clock == .virtual)
        executors.defaultPool = nil
    }
}

/// Keeps the loop's thread busy for `seconds`: nothing else can run.
///
/// Units: seconds; negative counts as zero. On a virtual clock the time passes on paper only.
/// Source: Python's `time.sleep` on the loop's thread.
@EventLoop
public func busy(_ seconds: Double) {
    core.spend(LoopClock.nanoseconds(seconds))
}

/// Blocks the calling thread for `seconds`, as a blocking call would: for jobs in a thread pool.
///
/// Units: seconds; negative counts as zero. On a virtual clock the time passes on paper only. On
/// the loop's own thread it is `busy`; on one that is neither the loop's nor a pool's it is real
/// time.
/// Source: Python's `time.sleep` in a thread.
public func block(_ seconds: Double) {
    let nanoseconds = LoopClock.nanoseconds(seconds)
    if let work = Work.current {
        work.block(nanoseconds)
    } else if core.isLoopThread {
        EventLoop.assumeOnLoop { core.spend(nanoseconds) }
    } else {
        LoopClock.blockThread(nanoseconds)
    }
}

/// The name of the calling thread: `loop`, `POOL_N`, or `outside`.
///
/// Source: Python's `threading.current_thread().name`.
public func threadName() -> String {
    if let work = Work.current { return work.threadName }
    return core.isLoopThread ? "loop" : "outside"
}
