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
    clock: LoopClock = .virtual, events: Int = 100_000, line: UInt = #line,
    _ main: @escaping @EventLoop () async throws -> Success
) -> LoopRun<Success> {
    alone {
        let recorder = Recorder(events: events)
        return LoopRun(
            result: Result {
                try EventLoop.run(clock: clock, recorder: recorder, line: line, main)
            },
            recorder: recorder)
    }
}

/// Runs `body` on a fresh thread, no other such body running.
///
/// Suites of several test targets share a process and the loop is one a process, so everybody
/// waits here for the one before. A fresh thread, as Swift's own pool must not be blocked.
public func alone<T>(_ body: @escaping () -> T) -> T {
    pthread_mutex_lock(oneAtATime.mutex)
    defer { pthread_mutex_unlock(oneAtATime.mutex) }
    var result: T?
    withoutActuallyEscaping({ result = body() }) { work in
        var thread = pthread_t()
        let context = Unmanaged.passRetained(Work(body: work))
        let failure = pthread_create(
            &thread, nil,
            { raw in
                Unmanaged<Work>.fromOpaque(raw!).takeRetainedValue().body()
                return nil
            }, context.toOpaque())
        precondition(failure == 0, "cannot start a thread for the loop")
        pthread_join(thread, nil)
    }
    return result!
}

private final class Work {
    let body: () -> Void
    init(body: @escaping () -> Void) { self.body = body }
}

private struct ProcessLock: @unchecked Sendable {
    // Safe to share: a pointer to a mutex that is never freed.
    let mutex: UnsafeMutablePointer<pthread_mutex_t>
}

private let oneAtATime: ProcessLock = {
    let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    return ProcessLock(mutex: mutex)
}()
