import StyledText
import Trace

/// What the stage says as it opens.
struct StageNotice {
    /// What is told before the moment is shown; nothing if there are no lines.
    var lines: [StyledLine] = []
    /// What stands below the moment; nil for nothing.
    var message: String?
}

/// How the stage was left.
struct StageExit {
    /// The moment, with the stops that were set.
    var stage: Stage
    /// What was asked for that needs another run; nil if it was left for good.
    var asked: Command?
}
