import Glibc
import Synchronization

/// Ctrl-C while `EventLoop.run` has the process's main thread (R38).
///
/// A signal handler may do next to nothing: this one adds to a pipe what a thread, that does
/// nothing but read it, tells the loop. The thread lives as long as the process.
struct InterruptSignal: ~Copyable {
    private static let writeEnd = Atomic<Int32>(-1)
    /// How many signals came that the loop has not taken in.
    private static let untaken = Atomic<Int>(0)
    /// Which run a signal is for: one that comes as a run ends is not the next one's.
    private static let run = Atomic<UInt8>(0)

    private let before: sigaction

    /// Takes SIGINT, if asyncio's runner would: on the main thread, and if nobody else has. Else
    /// nil.
    init?() {
        guard Self.isMainThread, Self.isDefault, Self.startsListening else { return nil }
        Self.run.add(1, ordering: .relaxed)
        Self.untaken.store(0, ordering: .relaxed)
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
        Self.run.add(1, ordering: .relaxed)
    }

    /// The loop has taken in what came so far.
    static func taken() {
        untaken.store(0, ordering: .relaxed)
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
        if untaken.add(1, ordering: .relaxed).newValue > 2 {
            signal(SIGINT, SIG_DFL)
            raise(SIGINT)
        } else {
            var run = run.load(ordering: .relaxed)
            _ = write(writeEnd.load(ordering: .relaxed), &run, 1)
        }
        errno = error
    }

    /// Whether the thread listens; it is started at the first call.
    private static let startsListening: Bool = {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        writeEnd.store(ends[1], ordering: .relaxed)
        // Signals are for the other threads.
        var (all, mask) = (sigset_t(), sigset_t())
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &mask)
        defer { pthread_sigmask(SIG_SETMASK, &mask, nil) }
        var thread = pthread_t()
        return pthread_create(
            &thread,
            nil,
            { readEnd in
                InterruptSignal.listen(Int32(Int(bitPattern: readEnd)))
                return nil
            },
            UnsafeMutableRawPointer(bitPattern: Int(ends[0]))
        ) == 0
    }()

    private static func listen(_ readEnd: Int32) {
        var run: UInt8 = 0
        while true {
            switch read(readEnd, &run, 1) {
            case 1: if run == Self.run.load(ordering: .relaxed) { EventLoop.interrupt() }
            case -1 where errno == EINTR: continue
            default: return
            }
        }
    }
}
