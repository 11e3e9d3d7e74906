import AsyncLoop
import LoopEvents

/// What a run of a program says of itself, beside its record.
///
/// Kept outside the loop, as a program that ends in a deadlock leaves nothing else.
final class Notes: @unchecked Sendable {
    // Safe to send: used by the thread that runs the loop, then by the test that waited for it.

    /// How often each kind of statement was begun.
    var reached: [RandomProgram.Operation: Int] = [:]
    /// What was seen that must not be.
    var broken: [String] = []
    /// Who was still pending when the loop closed, as it reported.
    var abandoned: [String] = []
    /// What happened, a line each: when, to whom, and how it ended.
    var lines: [String] = []
    /// Whether the main task has ended: what is left is cancelled then.
    var isEnding = false
    /// Who waits for what is shared, and who has it, now.
    var lockWaiters = Array(repeating: 0, count: RandomProgram.locks)
    var lockHolders = Array(repeating: 0, count: RandomProgram.locks)
    var placeWaiters = 0
    var placeHolders = 0
    var eventWaiters = Array(repeating: 0, count: RandomProgram.events)
    var eventsSet = Array(repeating: false, count: RandomProgram.events)
    var getters = 0
    var putters = 0
    var itemsPut = 0
    var itemsGot = 0
    var lastItem = -1

    /// What somebody still waits for although it is there.
    var lostWakeups: [String] {
        var lost: [String] = []
        for number in 0..<RandomProgram.locks where lockWaiters[number] > 0 {
            if lockHolders[number] == 0 { lost.append("lock\(number) is open and waited for") }
        }
        for number in 0..<RandomProgram.events where eventWaiters[number] > 0 {
            if eventsSet[number] { lost.append("event\(number) is set and waited for") }
        }
        if placeWaiters > 0, placeHolders < RandomProgram.places {
            lost.append("the semaphore has a place and is waited for")
        }
        let items = itemsPut - itemsGot
        if getters > 0, items > 0 { lost.append("the queue has an item and is waited for") }
        if putters > 0, items < RandomProgram.queueSize {
            lost.append("the queue has a place and is waited for")
        }
        return lost
    }
}

/// One run of a random program: what it printed into the record, and how it ended.
struct ProgramRun {
    var events: [LoopEvent]
    var texts: [String]
    var buffer: RecordBuffer
    /// The tasks named by `DeadlockError`; nil if the run ended otherwise.
    var deadlocked: [String]?
    /// The tasks that never ended, as the exception handler was told.
    var abandoned: [String] { notes.abandoned }
    var notes: Notes
    private let recorder: Recorder

    /// Runs `program` on a virtual clock, on the calling thread, which must be alone (`alone`); with
    /// an `experiment`, changed.
    init(_ program: RandomProgram, _ experiment: Experiment = Experiment()) {
        let recorder = Recorder(events: 20_000, stringBytes: 1 << 16)
        let notes = Notes()
        let pool = ThreadPool(size: RandomProgram.threads)
        defer { pool.shutdown() }
        do {
            try EventLoop.run(recorder: recorder, experiment: experiment) {
                EventLoop.setExceptionHandler { problem in
                    if let error = problem.error, problem.message.hasSuffix("shutdown") {
                        notes.lines.append(
                            "shutdown \(problem.name ?? "-") \(RandomProgram.kind(of: error))"
                        )
                    }
                    guard problem.message.hasSuffix("it is pending") else { return }
                    notes.abandoned.append(problem.name ?? "")
                }
                try await ProgramWorld(notes: notes, pool: pool).run(program)
            }
        } catch let error as DeadlockError {
            deadlocked = error.pending
            notes.lines.append("deadlock " + error.pending.joined(separator: " "))
        } catch {
            // How the main task ends is in the record like every other's end.
        }
        let buffer = recorder.buffer
        events = (0..<buffer.eventCount).map { buffer[$0] }
        texts = events.map { buffer.string($0.text) }
        self.buffer = buffer
        self.recorder = recorder
        self.notes = notes
    }
}
