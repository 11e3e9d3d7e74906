import Glibc
import LoopEvents
import Synchronization

/// Threads for blocking work, so that it does not block the loop.
///
/// They live until `shutdown`, whoever drops the pool before.
/// Source: Python's `ThreadPoolExecutor`.
public final class ThreadPool: @unchecked Sendable {
    // Safe to share: what threads touch is under `monitor`, or atomic; `slots`, `waiting` and
    // `lastNumber` belong to the loop.

    /// How many threads it has at most.
    public let size: Int
    /// Its name; its threads are called `NAME_0`, `NAME_1` …
    public let name: String

    /// The loop's books on a virtual clock: who has which thread, and who waits for one.
    var slots: [Work?]
    var waiting = WorkQueue()
    private var lastNumber = 0

    private let monitor = Monitor()
    private var queue = WorkQueue()
    private var directed: [Work?]
    private var threads: [pthread_t] = []
    private var idle = 0
    /// Set under `monitor`.
    private let isShutDown = Atomic(false)

    /// A pool of at most `size` threads, started as they are needed. Traps if `size` is below 1.
    public init(size: Int, name: String = "pool") {
        precondition(size > 0, "a thread pool needs at least one thread")
        self.size = size
        self.name = name
        slots = Array(repeating: nil, count: size)
        directed = Array(repeating: nil, count: size)
    }

    /// How many threads the default pool has: `min(32, cores + 4)`.
    ///
    /// On a virtual clock 8, as on a machine with four cores, so that a trace does not depend on
    /// the machine.
    @EventLoop
    public static var defaultSize: Int {
        core.clock == .virtual ? 8 : min(32, sysconf(Int32(_SC_NPROCESSORS_ONLN)) + 4)
    }

    /// Takes no more work and lets the threads end once the work they have is done.
    ///
    /// Work that is queued is done all the same, unless the run ends before: then what no thread
    /// has taken is dropped on a virtual clock. With `wait` the calling thread waits for the work
    /// that the threads have; on a real clock for the queued work as well.
    /// Source: Python's `Executor.shutdown`.
    public func shutdown(wait: Bool = true) {
        refuseWork()
        let running: [pthread_t] = monitor.locked {
            defer { threads = [] }
            return threads
        }
        for thread in running {
            if wait { pthread_join(thread, nil) } else { pthread_detach(thread) }
        }
    }

    var refusesWork: Bool { isShutDown.load(ordering: .relaxed) }

    /// A number for the next work, greater than any before.
    @EventLoop
    func newNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// Hands `work` to whichever thread is free first.
    func dispatch(_ work: Work, number: Int) {
        monitor.locked {
            queue.append(work, number: number)
            // Who is idle may have been called already, for what was queued before.
            if queue.count > idle, threads.count < size { addThread() }
        }
        monitor.signal()
    }

    /// Hands `work` to the thread numbered `slot`.
    func dispatch(_ work: Work, toThread slot: Int) {
        monitor.locked {
            directed[slot] = work
            if refusesWork {
                // It was queued before that. The slot's own thread has ended, or is about to.
                pthread_detach(startThread(number: slot))
            } else {
                while threads.count <= slot { addThread() }
                monitor.broadcast()
            }
        }
    }

    /// Drops the work of this number; false if a thread has taken it.
    @EventLoop
    func takeBack(_ number: Int) -> Bool {
        // Dropped without the lock: it may be the end of who owns this pool.
        let work = waiting.remove(number) ?? monitor.locked { queue.remove(number) }
        return work != nil
    }

    /// Takes no more work.
    func refuseWork() {
        monitor.locked {
            isShutDown.store(true, ordering: .relaxed)
            monitor.broadcast()
        }
    }

    private func addThread() {
        threads.append(startThread(number: threads.count))
    }

    private func startThread(number: Int) -> pthread_t {
        let context = Unmanaged.passRetained(WorkerContext(pool: self, number: number))
        var thread = pthread_t()
        let failure = pthread_create(
            &thread,
            nil,
            { raw in
                let context = Unmanaged<WorkerContext>.fromOpaque(raw!).takeRetainedValue()
                context.pool.serve(context.number)
                return nil
            },
            context.toOpaque()
        )
        precondition(failure == 0, "cannot start a thread for pool '\(name)' (error \(failure))")
        return thread
    }

    private func serve(_ number: Int) {
        while let work = next(for: number) { work.perform(thread: number) }
    }

    private func next(for number: Int) -> Work? {
        monitor.locked {
            while true {
                if let work = directed[number].take() { return work }
                if let work = queue.popFirst() { return work }
                if refusesWork { return nil }
                idle += 1
                monitor.wait()
                idle -= 1
            }
        }
    }
}

private final class WorkerContext: Sendable {
    let pool: ThreadPool
    let number: Int

    init(pool: ThreadPool, number: Int) {
        self.pool = pool
        self.number = number
    }
}
