/// What there is to read about a diagnosis.
public struct Explanation: Equatable, Sendable {
    /// The diagnosis in a few words, for a list.
    public let title: String
    /// What it means: paragraphs.
    public let meaning: [String]
    /// The smallest program that shows it; empty where a program makes it no clearer.
    public let swift: String
    /// The like in Python, or nothing.
    public let python: String
    /// How to mend it: paragraphs.
    public let mending: [String]
}

extension Diagnosis {
    /// What it means, and how to mend it.
    public var explanation: Explanation {
        switch self {
        case .blockedLoop, .deadlock, .neverAwaited, .neverRetrieved, .escape, .cancelled,
            .cancelSwallowed, .callbackFailed, .leftRunning:
            explanationOfTasks
        default: explanationOfEnding
        }
    }
}
