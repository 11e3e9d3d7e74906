import AsyncLoop
import Glibc
import LoopEvents

/// What a program that ran on a loop of its own left behind.
public struct LoopRun<Success>: @unchecked Sendable {
    // Safe to send: built on the loop's thread, handed over once that has ended.

    /// What it returned or threw.
    public var result: Result<Success, any Error>
    /// What happened; keep it for as long as its buffer is read.
    public var recorder: Recorder

    /// What became of a program, and its record.
    public init(result: Result<Success, any Error>, recorder: Recorder) {
        self.result = result
        self.recorder = recorder
    }

    /// The record, to make a recording of.
    public var buffer: RecordBuffer { recorder.buffer }

    /// The events, in order.
    public var events: [LoopEvent] { (0..<buffer.eventCount).map { buffer[$0] } }

    /// The lines that the program printed.
    public var output: [String] {
        events.filter { $0.kind == .output }.map { buffer.string($0.text) }
    }
}

/// Runs `main` on a new loop, alone in the process, and returns its record.
public func runLoop<Success>(
    clock: LoopClock = .virtual,
    events: Int = 100_000,
    experiment: Experiment = Experiment(),
    line: UInt = #line,
    _ main: @escaping @EventLoop () async throws -> Success
) async -> LoopRun<Success> {
    await alone {
        let recorder = Recorder(events: events)
        return LoopRun(
            result: Result {
                try EventLoop.run(
                    clock: clock,
                    recorder: recorder,
                    experiment: experiment,
                    line: line,
                    main
                )
            },
            recorder: recorder
        )
    }
}

/// Runs `body` on a fresh thread, no other such body running.
///
/// Suites of several test targets share a process and the loop is one a process, so everybody
/// waits here for the one before. Waiting suspends and blocks no thread: Swift's own pool has as
/// few as two, and a bare `Task {}` on a loop goes on by way of it, so tests that blocked the pool
/// would wait for ever for the program they run.
public func alone<T>(_ body: @escaping () -> T) async -> T {
    let box: Box<T> = await withCheckedContinuation { continuation in
        queue.add { [body = Box(value: body)] in
            let result = Box(value: body.value())
            return { continuation.resume(returning: result) }
        }
    }
    return box.value
}

/// Carries a value from the thread that made it to the test that waits for it, and to nobody else.
private struct Box<T>: @unchecked Sendable {
    let value: T
}

private let queue = OneAtATime()

/// Runs jobs one after the other, each on a thread of its own.
private final class OneAtATime: @unchecked Sendable {
    // Safe to share: `jobs` and `isBusy` are read and written under `lock`.

    /// Does its work, and returns what is to be called once the next job may run.
    typealias Job = @Sendable () -> @Sendable () -> Void

    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private var jobs: [Job] = []
    private var isBusy = false

    init() { pthread_mutex_init(lock, nil) }

    func add(_ job: @escaping Job) {
        pthread_mutex_lock(lock)
        jobs.append(job)
        startNext()
        pthread_mutex_unlock(lock)
    }

    /// Starts the next job if none runs; the caller has the lock.
    private func startNext() {
        guard !isBusy, !jobs.isEmpty else { return }
        isBusy = true
        let work = Work(job: jobs.removeFirst(), queue: self)
        var thread = pthread_t()
        let failure = pthread_create(
            &thread,
            nil,
            { raw in
                let work = Unmanaged<Work>.fromOpaque(raw!).takeRetainedValue()
                let finish = work.job()
                work.queue.ended()
                finish()
                return nil
            },
            Unmanaged.passRetained(work).toOpaque()
        )
        precondition(failure == 0, "cannot start a thread for the loop")
        pthread_detach(thread)
    }

    private func ended() {
        pthread_mutex_lock(lock)
        isBusy = false
        startNext()
        pthread_mutex_unlock(lock)
    }

    private final class Work {
        let job: Job
        let queue: OneAtATime

        init(job: @escaping Job, queue: OneAtATime) {
            self.job = job
            self.queue = queue
        }
    }
}
