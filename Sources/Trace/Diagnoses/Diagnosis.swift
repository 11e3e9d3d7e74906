import LoopEvents

/// Something that a learner should know about a run, by a name that can be asked about.
///
/// The raw values are typed by people and printed in logs: they stay as they are.
public enum Diagnosis: String, CaseIterable, Sendable {
    /// One turn kept the loop's thread, and nothing else could run.
    case blockedLoop = "blocked-loop"
    /// Tasks wait for what can never come.
    case deadlock
    /// A coroutine was made and none of its code ran.
    case neverAwaited = "never-awaited"
    /// A task or future failed and nobody looked.
    case neverRetrieved = "never-retrieved"
    /// A task of Swift's own left the loop.
    case escape
    /// A task was cancelled.
    case cancelled
    /// A task was cancelled and went on.
    case cancelSwallowed = "cancel-swallowed"
    /// A callback threw.
    case callbackFailed = "callback-failed"
    /// A task still ran as the main task ended.
    case leftRunning = "left-running"
    /// The program threw an error that nobody caught.
    case uncaughtError = "uncaught-error"
    /// The program's process died.
    case crash
    /// The program left by itself before its end.
    case earlyExit = "early-exit"
    /// The program did not end in time.
    case timeLimit = "time-limit"
    /// The program did more than the record has room for.
    case eventLimit = "event-limit"
    /// The program printed too much.
    case outputLimit = "output-limit"
    /// The program wanted too much memory.
    case memoryLimit = "memory-limit"
    /// The program wrote too large a file.
    case fileLimit = "file-limit"
    /// The program started other processes and left them behind.
    case otherProcesses = "other-processes"
    /// Ctrl-C ended the program.
    case interrupted
    /// Something was written past the recorded `print`.
    case unattributedOutput = "unattributed-output"
    /// The end of the record makes no sense.
    case damagedRecord = "damaged-record"

    /// Where to read on: to stand at the end of a message.
    public var pointer: String { "explain \(rawValue) says more" }

    /// What the event says all by itself; nil for most. `cause` is its cause's kind.
    init?(_ event: LoopEvent, cause: EventKind?) {
        switch event.kind {
        case .loopBlocked: self = .blockedLoop
        case .deadlock: self = .deadlock
        case .neverAwaited: self = .neverAwaited
        case .neverRetrieved: self = .neverRetrieved
        case .escaped: self = .escape
        case .cancelSwallowed: self = .cancelSwallowed
        case .callbackFailed: self = .callbackFailed
        case .taskFinished where event.outcome == .cancelled: self = .cancelled
        case .cancelRequested where cause == .passBegan: self = .leftRunning
        case .interrupted: self = .interrupted
        default: return nil
        }
    }
}

extension Recording {
    /// What the record itself shows, each once, in the order in which it was first seen.
    ///
    /// How a program was stopped is not in its record: see the one who ran it.
    public var diagnoses: [Diagnosis] {
        var found: [Diagnosis] = []
        func add(_ diagnosis: Diagnosis) {
            if !found.contains(diagnosis) { found.append(diagnosis) }
        }
        for (index, event) in events.enumerated() {
            if let diagnosis = Diagnosis(event, cause: cause(of: index).map { events[$0].kind }) {
                add(diagnosis)
            }
        }
        if droppedEvents > 0 { add(.eventLimit) }
        if damagedEvents > 0 { add(.damagedRecord) }
        return found
    }
}
