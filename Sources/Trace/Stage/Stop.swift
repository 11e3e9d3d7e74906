import LoopEvents

/// Something in a run to stop at: a breakpoint.
public enum Stop: Hashable, Sendable {
    /// Whatever happens to the task with this number.
    case task(Int)
    /// Whatever happens on this line of the code shown to the learner.
    case line(Int)
    /// Events of these kinds, under this word.
    case kind(String, [EventKind])

    /// The words for kinds of events, in the order in which they are offered.
    public static let words: [(word: String, kinds: [EventKind])] = [
        ("created", [.taskCreated]),
        ("starts", [.taskStepped]),
        ("waits", [.taskSuspended]),
        ("ready", [.taskWoken]),
        ("ends", [.taskFinished]),
        ("cancel", [.cancelRequested, .cancelDelivered, .cancelSwallowed]),
        ("output", [.output]),
        ("timer", [.timerFired]),
        ("future", [.futureCompleted]),
        ("callback", [.handleRan]),
        ("thread", [.workOffloaded, .workStarted, .workReturned]),
        ("file", [.fdWatched, .fdReady, .fdUnwatched]),
        ("pass", [.passBegan]),
        ("you", [.intervened]),
        (
            "trouble",
            [
                .deadlock, .loopBlocked, .escaped, .neverAwaited, .neverRetrieved, .callbackFailed,
            ]
        ),
    ]

    /// The stop that `text` names in `recording`: a line's number, a task's name, or a word for a
    /// kind of event or the beginning of one. Returns nil if it names nothing.
    public init?(_ text: String, in recording: Recording) {
        let number = Int(text.hasPrefix("line ") ? String(text.dropFirst(5)) : text)
        if let number, number > 0 {
            self = .line(number)
        } else if let task = recording.task(named: text) {
            self = .task(task)
        } else {
            let begun = Self.words.filter { $0.word.hasPrefix(text.lowercased()) }
            guard !text.isEmpty, let found = begun.first else { return nil }
            self = .kind(found.word, found.kinds)
        }
    }

    /// Whether `event` of `recording` is one to stop at.
    public func holds(_ event: LoopEvent, in recording: Recording) -> Bool {
        switch self {
        case .task(let id): Int(event.task) == id || Int(event.other) == id
        case .line(let number): recording.line(of: event) == number
        case .kind(_, let kinds): kinds.contains(event.kind)
        }
    }

    /// What it is called: `B`, `line 6`, `output`.
    public func name(in recording: Recording) -> String {
        switch self {
        case .task(let id): Phrases.clean(recording.taskName(id))
        case .line(let number): "line \(number)"
        case .kind(let word, _): word
        }
    }
}

extension Recording {
    /// The number of the task called `name`; of several the first; nil if there is none.
    public func task(named name: String) -> Int? {
        tasks.first { $0.name == name }?.id
            ?? tasks.first { $0.name.lowercased() == name.lowercased() }?.id
    }
}
