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
    nonisolated let taskFacet = TaskFacet()
    /// The two facets as Swift wants them for each job, made once.
    nonisolated let serialExecutor: UnownedSerialExecutor
    nonisolated let taskExecutor: UnownedTaskExecutor
    private nonisolated let serialFacet = SerialFacet()
    nonisolated let inbox = Inbox()
    private nonisolated let loopThread = Atomic<UInt>(0)

    var ready = ReadyQueue()
    /// What has been taken from the inbox and not yet been dealt with.
    var arrivals: [Inbox.Item] = []
    var timers = TimerHeap()
    var clock = LoopClock.virtual
    var pass: UInt32 = 0
    var isRunning = false
    var stopping = false
    /// What makes the loop leave its pass at once (R6).
    var leaving: (any Error)?
    var virtualNow: Int64 = 0
    private var realStart: Int64 = 0
    var lastReading: Int64 = 0

    // The next two are touched by `accept`, which Swift calls from wherever it enqueues a job.
    // Safe: it looks at them only after it has made sure that it is on the loop's thread.

    /// Whether a job that Swift is about to enqueue is awaited: the first of a task that is being
    /// made, or that of a strand that is being resumed, which runs in the same turn.
    nonisolated(unsafe) var isHandingOff = false
    nonisolated(unsafe) var handed: (job: UnownedJob, facet: Facet)?

    /// The strand that holds the thread; nil in a callback, and in a foreign job not yet known.
    ///
    /// Looked at in place, in the loop's inner paths: to keep it in a variable counts a reference,
    /// which costs as much as all else that is done with it.
    var running: Strand?
    /// The number of its task, for every event; 0 for none.
    var runningTask: UInt32 = 0
    /// What goes on in the same step, once the job that runs has suspended: a generator's body, or
    /// who asked it.
    var switchingTo: UnsafeContinuation<Void, Never>?
    var foreign: ForeignJob?
    /// The tasks that wait for something that is not the loop's, by the number Swift gave them.
    var outside: [String: Strand] = [:]
    var foreignStrands: [String: ChildStrand] = [:]

    /// The event that whatever happens now is due to.
    var cause = LoopEvent.noCause
    var recorder: Recorder?
    var buffer: RecordBuffer?
    /// Whether events are written down.
    var isRecording: Bool { buffer != nil }
    var lastPass = LoopEvent.noCause

    var lastTask: UInt32 = 0
    private(set) var lastObject: UInt32 = 0
    /// The last walk over a list of futures, each of which notes that it was there.
    var lastWalk: UInt32 = 0
    /// How often a run's wait for a future has begun or ended.
    var waits = 0
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
    var reportedInPass: Int64 = 0
    /// The task of the turn that has just ended, for what is said about it afterwards.
    var turnTask: UInt32 = 0

    nonisolated init() {
        serialExecutor = serialFacet.asUnownedSerialExecutor()
        taskExecutor = taskFacet.asUnownedTaskExecutor()
    }

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
        inbox.open()
        executors = ExecutorState()
        registry = Registry()
        generators = [:]
        exceptionHandler = nil
        (pass, lastTask, lastObject, virtualNow, lastReading) = (0, 0, 0, 0, 0)
        unfinished = UnfinishedStrands()
        (running, runningTask, foreign, switchingTo) = (nil, 0, nil, nil)
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
        // Who is dropped with them may still call the loop.
        var left = ReadyQueue()
        var armed = TimerHeap()
        swap(&ready, &left)
        swap(&timers, &armed)
        executors.abandonAll()
        selector.close()
        (isRunning, running, runningTask) = (false, nil, 0)
        outside.removeAll()
        foreignStrands.removeAll()
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

    /// The moment `nanoseconds` from now, up to the clock's end.
    @inline(__always)
    func deadline(in nanoseconds: Int64) -> Int64 { min(now + nanoseconds, LoopClock.end) }

    /// Lets `nanoseconds` pass while the loop can do nothing else.
    func spend(_ nanoseconds: Int64) {
        switch clock {
        case .virtual: virtualNow = deadline(in: nanoseconds)
        case .real: LoopClock.blockThread(nanoseconds)
        }
    }

    // MARK: Ids

    func newTaskID() -> UInt32 {
        Self.advance(&lastTask)
        return lastTask
    }

    func newObjectID() -> UInt32 {
        Self.advance(&lastObject)
        return lastObject
    }

    /// Numbers begin again after 2³², long after what had the same number is gone; 0 is nothing's.
    @inline(__always)
    static func advance(_ number: inout UInt32) {
        number &+= 1
        if number == 0 { number = 1 }
    }

    // MARK: Recording

    /// Writes one event, due to `cause` unless `fill` says otherwise.
    ///
    /// With no recorder it costs one branch. `fill` must run no code of the program's, which might
    /// print, and so record, itself.
    @inline(__always) @discardableResult
    func record(_ kind: EventKind, _ fill: (inout LoopEvent) -> Void) -> UInt32 {
        guard let buffer else { return LoopEvent.noCause }
        if foreign != nil { identifyRunning() }
        return buffer.append {
            $0 = LoopEvent(kind)
            $0.time = self.clock == .virtual ? self.virtualNow : self.lastReading
            $0.pass = self.pass
            $0.cause = kind.isRoot ? LoopEvent.noCause : self.cause
            $0.task = self.runningTask
            fill(&$0)
        }
    }

    /// The number of `text` in the record's string table.
    func intern(_ text: String) -> UInt32 {
        recorder?.intern(text) ?? 0
    }

    /// The number of what `error` says in the record's string table.
    func intern(_ error: (any Error)?) -> UInt32 {
        guard let recorder, let error else { return 0 }
        return recorder.intern("\(error)")
    }
}
