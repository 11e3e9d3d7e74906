import Glibc
import LoopEvents
import Synchronization

/// The one loop of the process.
let core = LoopCore()

/// The loop's state and its turn.
///
/// Owns the ready queue, the timers, the clock and the record. It knows nothing of futures beyond
/// what suspending and waking a strand takes; `+Executors` adds the thread pools' side and
/// `Selector` the file descriptors'.
@EventLoop
final class LoopCore {
    nonisolated let serialFacet = SerialFacet()
    nonisolated let taskFacet = TaskFacet()
    nonisolated let inbox = Inbox()
    private nonisolated let loopThread = Atomic<UInt>(0)

    var ready = ReadyQueue()
    var timers = TimerHeap()
    var clock = LoopClock.virtual
    var pass: UInt32 = 0
    var isRunning = false
    var stopping = false
    /// What makes the loop leave its pass at once (R6).
    var leaving: (any Error)?
    var virtualNow: Int64 = 0
    private var realStart: Int64 = 0
    private var lastReading: Int64 = 0

    // The next three are touched by `accept`, which Swift calls from wherever it enqueues a job.
    // Safe: it looks at them only after it has made sure that it is on the loop's thread.

    /// The task that is being created, whose first job is about to be enqueued.
    private nonisolated(unsafe) var beingCreated: Unmanaged<Strand>?
    /// Whether a strand is being resumed: its job, about to be enqueued, runs in the same turn.
    private nonisolated(unsafe) var isHandingOff = false
    private nonisolated(unsafe) var handed: (job: UnownedJob, facet: Facet)?

    /// The strand that holds the thread; nil in a callback, and in a foreign job not yet known.
    ///
    /// Unretained: a task lives until it has ended, and then it holds the thread no more.
    unowned(unsafe) var running: Strand?
    var foreign: ForeignJob?
    /// The tasks that wait for something that is not the loop's, by the number Swift gave them.
    var outside: [String: Strand] = [:]
    var foreignStrands: [String: Strand] = [:]

    /// The event that whatever happens now is due to.
    var cause = LoopEvent.noCause
    var recorder: Recorder?
    private var buffer: RecordBuffer?
    /// Whether events are written down.
    var isRecording: Bool { buffer != nil }
    private(set) var lastPass = LoopEvent.noCause

    var lastTask: UInt32 = 0
    private(set) var lastObject: UInt32 = 0
    /// The last walk over a list of futures, each of which notes that it was there.
    var lastWalk: UInt32 = 0
    /// Which of the process's loops this is, so that a future of an earlier one is known (R16).
    private(set) var number: UInt16 = 0
    var unfinished = UnfinishedStrands()

    /// The task `run` was given, while Ctrl-C cancels it, and how often Ctrl-C was pressed.
    var mainTask: AnyFuture?
    var interrupts = 0
    /// Whether tasks take their first step as they are created (R17).
    var startsTasksEagerly = false
    var executors = ExecutorState()
    nonisolated let selector = Selector()
    var registry = Registry()
    /// Generators that were started and have not ended, by number.
    var generators: [UInt32: any OpenGenerator] = [:]
    var exceptionHandler: (@EventLoop (LoopProblem) -> Void)?
    /// What is different in this run from the program as it stands.
    var experiment = Experiment()
    var interventionsLeft: ArraySlice<Intervention> = []
    /// How many events there are when something is next done from outside; the greatest number for
    /// never.
    var nextIntervention = Int.max
    /// The futures that may be completed from outside, by number.
    var resolvable: [UInt32: WeakFuture] = [:]
    /// A turn, or a pass of shorter ones, this long is reported as blocking the loop (R39).
    var slowTurn = LoopCore.usualSlowTurn
    static nonisolated let usualSlowTurn: Int64 = 100_000_000
    /// What the turns of this pass took that were reported.
    private var reportedInPass: Int64 = 0

    nonisolated init() {}

    // MARK: Life

    /// Whether the calling thread is the one a loop is running on.
    nonisolated var isLoopThread: Bool {
        loopThread.load(ordering: .relaxed) == UInt(pthread_self())
    }

    /// Takes the calling thread for a new loop. Traps if a loop is running already.
    nonisolated func takeThread() {
        precondition(
            loopThread.compareExchange(
                expected: 0,
                desired: UInt(pthread_self()),
                ordering: .acquiringAndReleasing
            ).exchanged,
            "an event loop is running already: one runs at a time in a process"
        )
    }

    func open(
        clock: LoopClock,
        recorder: Recorder?,
        experiment: Experiment = Experiment()
    ) {
        self.clock = clock
        self.recorder = recorder
        buffer = recorder?.buffer
        number &+= 1
        ready = ReadyQueue()
        timers = TimerHeap()
        // A task that outlived an earlier loop may still have jobs here; they have no loop to run
        // on, and running them on this one would mix two programs.
        inbox.open()
        executors = ExecutorState()
        registry = Registry()
        generators = [:]
        exceptionHandler = nil
        (pass, lastTask, lastObject, virtualNow, lastReading) = (0, 0, 0, 0, 0)
        unfinished = UnfinishedStrands()
        (running, foreign) = (nil, nil)
        outside.removeAll()
        foreignStrands.removeAll()
        realStart = LoopClock.monotonic()
        (isRunning, stopping, leaving) = (false, false, nil)
        (mainTask, interrupts, startsTasksEagerly) = (nil, 0, false)
        slowTurn = LoopCore.usualSlowTurn
        begin(experiment)
        cause = LoopEvent.noCause
        cause = record(.loopStarted) { _ in }
        lastPass = cause
    }

    func close() {
        record(.loopClosed) { $0.cause = self.lastPass }
        ready = ReadyQueue()
        timers = TimerHeap()
        executors.abandonAll()
        selector.close()
        (isRunning, running) = (false, nil)
        generators = [:]
        recorder = nil
        buffer = nil
        inbox.close()
        loopThread.store(0, ordering: .releasing)
    }

    // MARK: Time

    var now: Int64 {
        switch clock {
        case .virtual: virtualNow
        case .real: LoopClock.monotonic() - realStart
        }
    }

    /// Lets `nanoseconds` pass while the loop can do nothing else.
    func spend(_ nanoseconds: Int64) {
        switch clock {
        case .virtual: virtualNow += nanoseconds
        case .real: LoopClock.blockThread(nanoseconds)
        }
    }

    // MARK: Ids

    func newTaskID() -> UInt32 {
        lastTask += 1
        return lastTask
    }

    func newObjectID() -> UInt32 {
        lastObject += 1
        return lastObject
    }

    // MARK: Recording

    /// Writes one event, due to `cause` unless `fill` says otherwise.
    ///
    /// With no recorder it costs one branch.
    @inline(__always) @discardableResult
    func record(_ kind: EventKind, _ fill: (inout LoopEvent) -> Void) -> UInt32 {
        guard let buffer else { return LoopEvent.noCause }
        let strand = current
        var event = LoopEvent(kind)
        event.time = clock == .virtual ? virtualNow : lastReading
        event.pass = pass
        event.cause = kind.isRoot ? LoopEvent.noCause : cause
        if let strand { event.task = strand.id }
        fill(&event)
        return buffer.append(event)
    }

    /// The number of `text` in the record's string table.
    func intern(_ text: String) -> UInt32 {
        recorder?.intern(text) ?? 0
    }

    // MARK: Jobs from Swift

    /// Takes a job that Swift wants run on the loop, on the thread that enqueued it.
    nonisolated func accept(_ job: UnownedJob, through facet: Facet) {
        if !isLoopThread {
            inbox.put(.job(job, facet))
        } else if isHandingOff {
            isHandingOff = false
            handed = (job, facet)
        } else if let strand = beingCreated {
            beingCreated = nil
            strand.takeUnretainedValue().firstJob = (job, facet)
        } else {
            EventLoop.assumeOnLoop { self.queueForeign(job, through: facet) }
        }
    }

    private func queueForeign(_ job: UnownedJob, through facet: Facet) {
        ready.append(.job(ForeignJob(job, through: facet, enqueuer: current, cause: cause)))
    }

    /// Says that the task of `strand` was created, and keeps the next job that Swift enqueues, the
    /// first of the Swift task that is about to be made, as what the strand runs first.
    func announce(_ strand: Strand, line: UInt32) {
        strand.readyEvent = record(.taskCreated) {
            ($0.task, $0.other) = (strand.id, $0.task)
            $0.subject = strand.futureID
            if let name = strand.givenName { $0.text = self.intern(name) }
            $0.line = line
        }
        unfinished.add(strand)
        beingCreated = Unmanaged.passUnretained(strand)
    }

    /// Queues the first step of `strand`, whose Swift task has been made (R14); takes it at once if
    /// it is `eager` and the loop is running (R17).
    func start(_ strand: Strand, eager: Bool) {
        precondition(strand.hasFirstJob, "Swift did not enqueue the task's first job")
        if eager, isRunning {
            stepInside(strand)
        } else {
            ready.append(.step(Unmanaged.passUnretained(strand)))
        }
    }

    /// Keeps the first job of the Swift task that `start` makes as what `strand` runs next.
    func expectFirstJob(of strand: Strand, _ start: () -> Void) {
        beingCreated = Unmanaged.passUnretained(strand)
        start()
        precondition(strand.hasFirstJob, "Swift did not enqueue the task's first job")
    }

    /// Takes the first step of an eager strand inside the step, or callback, that creates it.
    ///
    /// Swift, too, runs one task's job inside another's for `Task.immediate`. What holds the thread
    /// is put back as if nothing had been run in between.
    private func stepInside(_ strand: Strand) {
        let before = (running: current, cause: cause, turnTask: turnTask)
        step(strand)
        (running, cause, turnTask) = before
        // The outer job was told apart already; what it goes on to do is not another's.
        foreign = nil
    }

    private func run(_ job: UnownedJob, _ facet: Facet) {
        switch facet {
        case .task:
            job.runSynchronously(
                isolatedTo: serialFacet.asUnownedSerialExecutor(),
                taskExecutor: taskFacet.asUnownedTaskExecutor()
            )
        case .serial:
            job.runSynchronously(on: serialFacet.asUnownedSerialExecutor())
        }
    }

    // MARK: The turn

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
    private func run(_ entry: ReadyEntry) {
        guard isRecording else { return giveTurn(to: entry) }
        let began = lastReading
        giveTurn(to: entry)
        noteBlocking(since: began)
        cause = LoopEvent.noCause
    }

    @inline(__always)
    private func giveTurn(to entry: ReadyEntry) {
        switch entry {
        case .step(let strand): step(strand.takeUnretainedValue())
        case .handle(let handle): run(handle)
        case .job(let job): run(job)
        }
    }

    /// Says so if a turn that began at `began` was long (R39). Only a record has use for it.
    private func noteBlocking(since began: Int64) {
        guard buffer != nil else { return }
        let spent = readClock() - began
        guard spent >= slowTurn else { return }
        reportedInPass += spent
        record(.loopBlocked) {
            $0.task = self.turnTask
            $0.cause = self.cause
            $0.value = spent
        }
    }

    /// Says so if the turns of a pass that were short each were long together: nobody who became
    /// ready meanwhile, no timer and no descriptor got a turn before the last of them (R39).
    private func noteBlockedPass(since began: Int64) {
        let spent = lastReading - began - reportedInPass
        reportedInPass = 0
        guard spent >= slowTurn else { return }
        record(.loopBlocked) {
            $0.task = 0
            $0.cause = self.lastPass
            $0.value = spent
        }
    }

    /// Reads the clock for what is recorded next; without a record nobody asks for it.
    ///
    /// Once a poll, once a turn, at its end, and once a line of output, not once an event: on a real
    /// clock a reading costs more than writing the event does.
    @discardableResult
    func readClock() -> Int64 {
        guard buffer != nil else { return 0 }
        lastReading = now
        return lastReading
    }

    /// The task of the turn that has just ended, for what is said about it afterwards.
    var turnTask: UInt32 = 0

    @inline(__always)
    private func step(_ strand: Strand) {
        running = strand
        turnTask = strand.id
        strand.status = .running
        strand.waitingOn = nil
        cause = record(.taskStepped) {
            $0.cause = strand.readyEvent
        }
        if let first = strand.firstJob.take() {
            run(first.job, first.facet)
        } else if let continuation = strand.continuation.take() {
            resume(continuation)
        }
        if strand.isSwitching { runSwitches(strand) }
        if strand.status == .running { leftLoop(strand) }
        running = nil
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
    private func runSwitches(_ strand: Strand) {
        while true {
            if let first = strand.firstJob.take() {
                run(first.job, first.facet)
            } else if let next = strand.switchingTo.take() {
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
        guard case .job(let job, let facet) = inbox.waitForJob() else { return }
        noteEscape()
        run(job, facet)
    }

    func noteEscape() {
        let event = record(.escaped) { _ in }
        if event != LoopEvent.noCause { cause = event }
    }

    /// After a step: a strand that neither ended nor waits on the loop waits outside it.
    private func leftLoop(_ strand: Strand) {
        strand.status = .outside
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
            runSwitches(strand)
            if strand.status == .running { leftLoop(strand) }
        }
        foreign = nil
        running = nil
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
            record(.callbackFailed) {
                $0.subject = handle.id
                $0.text = self.intern("\(error)")
            }
            if error.leavesLoop { return leaving = error }
            report(LoopProblem(message: "Exception in callback", error: error, handle: handle))
        }
    }
}
