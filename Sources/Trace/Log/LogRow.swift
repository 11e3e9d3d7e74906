import StyledText

/// One line of the log: what a learner is told of a stretch of events.
public struct LogRow: Equatable, Sendable {
    /// How a row is meant.
    public enum Tone: Sendable {
        /// Something happened.
        case plain
        /// The loop's own doing, less important.
        case quiet
        /// The program printed something.
        case output
        /// Take care.
        case warning
        /// Something failed.
        case bad
    }

    /// The events it tells of. The rows of a log cover all events, in order, without gaps.
    public let range: Range<Int>
    /// The one event of them that it is about.
    public let event: Int
    /// The loop's time, in nanoseconds.
    public let time: Int64
    /// The loop's pass.
    public let pass: Int
    /// The line of the code shown to the learner; nil if there is none to name.
    public let line: Int?
    /// The task it is about; 0 for none.
    public let task: Int
    /// Who did what it is about: a task's name, `callback` or `the loop`.
    public let actor: StyledLine
    /// How it is meant.
    public let tone: Tone
    /// What happened, and why.
    public let sentence: StyledLine
    /// What the program printed beyond the first line.
    public let more: [StyledLine]
    /// What to do about it, if something should be done.
    public let advice: String?
    /// What each lane shows, from the left.
    public let lanes: [Lane?]

    /// One lane of a row: a task and its mark.
    public struct Lane: Equatable, Sendable {
        /// The task's number.
        public let task: Int
        /// What is shown for it.
        public let mark: Mark
    }

    /// What a lane shows.
    public enum Mark: Character, Sendable, CaseIterable {
        /// The row's task got the thread.
        case resumes = "▶"
        /// The row's task did something.
        case acts = "●"
        /// The row's task began to wait.
        case pauses = "◌"
        /// The row's task became ready.
        case wakes = "○"
        /// The row's task ended.
        case ends = "✓"
        /// The row's task failed or was cancelled.
        case fails = "✗"
        /// Another task, which has the thread.
        case running = "┃"
        /// Another task, which is ready.
        case ready = ":"
        /// Another task, which waits.
        case waiting = "·"
    }
}
