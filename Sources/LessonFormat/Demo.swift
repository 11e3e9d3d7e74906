/// A program of a lesson, run as it stands.
public struct Demo: Sendable, Hashable {
    /// What its time is made of.
    public enum Clock: String, Sendable, CaseIterable {
        /// Counted: a sleep costs nothing.
        case virtual
        /// The machine's.
        case real
    }

    /// How its run must end for the lesson to be right.
    public enum Expectation: String, Sendable, CaseIterable {
        /// `main` returns.
        case success
        /// `main` throws.
        case error
        /// Tasks wait for what can never come.
        case deadlock
        /// The process ends by a trap or a signal.
        case crash
        /// It runs until the time limit ends it.
        case timeout
    }

    /// Its name, unique in the lesson: words of `a`–`z` and `0`–`9` joined by `-`.
    public var name: String
    /// The body of its `main`, each line ended.
    public var code: String
    /// The file's line of the code's first line, from 1.
    public var firstLine: Int
    /// What its time is made of.
    public var clock: Clock
    /// How its run must end.
    public var expectation: Expectation
    /// Whether it may start tasks of Swift's own, `async let` and groups, whose passes differ
    /// between debug and release.
    public var isStructured: Bool
    /// What is said of its run, in order.
    public var claims: [Claim]
    /// What the learner is asked before its trace is shown.
    public var question: Question?

    /// Its code's number of lines.
    public var lineCount: Int { code.utf8.count { $0 == UInt8(ascii: "\n") } }
}

/// What a learner is asked before a demo's trace is shown.
public struct Question: Sendable, Hashable {
    /// One of the answers to choose from.
    public struct Option: Sendable, Hashable {
        /// What the learner reads.
        public var text: [Paragraph]
        /// What it says of the demo's run: the option is right if that holds.
        public var claim: Claim
    }

    /// The question itself.
    public var text: [Paragraph]
    /// The answers, at least two, in order.
    public var options: [Option]
    /// The file's line of the fence that opens it, from 1.
    public var line: Int
}
