import Glibc
import LoopEvents

/// One job in a thread pool: what the loop needs to know of it, whatever its function gives.
class Work: @unchecked Sendable {
    // Safe to share: `spent`, `lines` and `thread`, and what `run` does, are the worker's until it
    // says that it has ended, by the latch or in the inbox; the rest belongs to the loop.
    final let id: UInt32
    final let pool: ThreadPool
    final let line: UInt32
    /// On a virtual clock, what the loop waits at until the thread has ended it.
    private final let ended: Latch?

    // The worker's, then the loop's.
    private(set) final var spent: Int64 = 0
    private(set) final var lines: [(text: String, line: UInt32, noNewline: Bool)] = []
    private(set) final var thread = 0

    // The loop's.
    /// The loop that it came from.
    final let loopNumber: UInt16
    final var offloaded = LoopEvent.noCause
    final var begin: Int64 = 0
    final var slot = 0

    @EventLoop
    init(id: UInt32, pool: ThreadPool, line: UInt32) {
        self.id = id
        loopNumber = core.number
        self.pool = pool
        self.line = line
        ended = core.clock == .virtual ? Latch() : nil
    }

    /// Calls the function, on the worker's thread.
    func run() {}

    /// Called on the loop when the job has come back.
    @EventLoop
    func finish() {}

    /// When it ends on a virtual clock; known once the thread has really ended it.
    final var end: Int64 { min(begin + spent, LoopClock.end) }

    // MARK: On the worker's thread

    /// The job the calling thread is performing, if it is a pool's thread.
    static var current: Work? {
        pthread_getspecific(currentKey).map { Unmanaged<Work>.fromOpaque($0).takeUnretainedValue() }
    }

    private static let currentKey: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    final func perform(thread: Int) {
        self.thread = thread
        pthread_setspecific(Self.currentKey, Unmanaged.passUnretained(self).toOpaque())
        run()
        pthread_setspecific(Self.currentKey, nil)
        if let ended { ended.open() } else { core.inbox.put(.work(self)) }
    }

    /// Lets `nanoseconds` pass in the job: on paper on a virtual clock, else for real.
    final func block(_ nanoseconds: Int64) {
        guard ended != nil else { return LoopClock.blockThread(nanoseconds) }
        spent = min(spent + nanoseconds, LoopClock.end)
    }

    /// Keeps what the job printed until it ends.
    final func print(_ text: String, line: UInt32, noNewline: Bool) {
        lines.append((text, line, noNewline))
    }

    /// The name of the thread that performs it.
    final var threadName: String { "\(pool.name)_\(thread)" }

    // MARK: On the loop

    /// Waits until the thread has really ended it; for work on a virtual clock.
    final func waitForThread() {
        ended?.wait()
    }
}
