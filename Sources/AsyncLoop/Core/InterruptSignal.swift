import Glibc
import Synchronization

/// Ctrl-C while `EventLoop.run` has the process's main thread (R38).
///
/// A signal handler may do next to nothing: this one counts, and wakes the loop. No thread listens
/// for it, as asyncio has none: a C library that knows of one thread only spares itself the cost of
/// locks that others might want, up to a third of what a task costs.
struct InterruptSignal: ~Copyable {
    /// How many signals came that the loop has not taken in.
    private static let untaken = Atomic<Int>(0)
    private static let loopThread = Atomic<UInt>(0)

    private let before: sigaction

    /// Takes SIGINT, if asyncio's runner would: on the main thread, and if nobody else has. Else
    /// nil.
    init?() {
        guard Self.isMainThread, Self.isDefault else { return nil }
        Self.untaken.store(0, ordering: .relaxed)
        Self.loopThread.store(UInt(pthread_self()), ordering: .relaxed)
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in InterruptSignal.came() }
        action.sa_flags = SA_RESTART
        var before = sigaction()
        sigaction(SIGINT, &action, &before)
        self.before = before
    }

    /// Gives SIGINT back.
    deinit {
        var before = before
        sigaction(SIGINT, &before, nil)
        // One that came as this run ended is not the next one's.
        Self.untaken.store(0, ordering: .relaxed)
    }

    /// How many signals have come since it was last asked.
    static func takeAll() -> Int {
        untaken.exchange(0, ordering: .relaxed)
    }

    /// The main thread's number is the process's. Swift's Glibc module leaves `gettid` out.
    private static var isMainThread: Bool {
        typealias Number = @convention(c) () -> pid_t
        return libraryFunction("gettid", as: Number.self)?() == getpid()
    }

    private static var isDefault: Bool {
        var now = sigaction()
        sigaction(SIGINT, nil, &now)
        return now.sa_flags & Int32(SA_SIGINFO) == 0
            && unsafeBitCast(now.__sigaction_handler.sa_handler, to: Int.self) == 0  // SIG_DFL
    }

    /// The handler. A third signal while the loop has taken in neither of two, since a step does
    /// not give the thread back, ends the process as without a handler.
    private static func came() {
        let error = errno
        let loopThread = pthread_t(loopThread.load(ordering: .relaxed))
        if pthread_equal(pthread_self(), loopThread) == 0 {
            pthread_kill(loopThread, SIGINT)
        } else if untaken.add(1, ordering: .relaxed).newValue > 2 {
            signal(SIGINT, SIG_DFL)
            raise(SIGINT)
        } else {
            core.inbox.wakeFromHandler()
        }
        errno = error
    }
}
