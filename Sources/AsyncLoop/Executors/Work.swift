import Glibc
import LoopEvents

/// One job in a thread pool: the function, and what the loop needs to know when it ends.
final class Work: @unchecked Sendable {
    // Safe to share: `body`, `spent`, `lines` and `thread` are the worker's until it says that it
    // has ended, by the latch or in the inbox; the rest belongs to the loop.
    let id: UInt32
    let pool: ThreadPool
    let line: UInt32
    private let body: @Sendable () -> Void
    /// Called on the loop when the job has come back.
    let finish: @EventLoop () -> Void
    /// On a virtual clock, what the loop waits at until the thread has ended it.
    private let ended: Latch?

    // The worker's, then the loop's.
    private(set) var spent: Int64 = 0
    private(set) var lines: [(text: String, line: UInt32, noNewline: Bool)] = []
    private(set) var thread = 0

    // The loop's.
    var offloaded = LoopEvent.noCause
    var begin: Int64 = 0
    var slot = 0

    init(
        id: UInt32,
        pool: ThreadPool,
        line: UInt32,
        isVirtual: Bool,
        body: @escaping @Sendable () -> Void,
        finish: @escaping @EventLoop () -> Void
    ) {
        self.id = id
        self.pool = pool
        self.line = line
        ended = isVirtual ? Latch() : nil
        self.body = body
        self.finish = finish
    }

    /// When it ends on a virtual clock; known once the thread has really ended it.
    var end: Int64 { begin + spent }

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

    func perform(thread: Int) {
        self.thread = thread
        pthread_setspecific(Self.currentKey, Unmanaged.passUnretained(self).toOpaque())
        body()
        pthread_setspecific(Self.currentKey, nil)
        if let ended { ended.open() } else { core.inbox.put(.work(self)) }
    }

    /// Lets `nanoseconds` pass in the job: on paper on a virtual clock, else for real.
    func block(_ nanoseconds: Int64) {
        if ended != nil { spent += nanoseconds } else { LoopClock.blockThread(nanoseconds) }
    }

    /// Keeps what the job printed until it ends.
    func print(_ text: String, line: UInt32, noNewline: Bool) {
        lines.append((text, line, noNewline))
    }

    /// The name of the thread that performs it.
    var threadName: String { "\(pool.name)_\(thread)" }

    // MARK: On the loop

    /// Waits until the thread has really ended it; for work on a virtual clock.
    func waitForThread() {
        ended?.wait()
    }
}
