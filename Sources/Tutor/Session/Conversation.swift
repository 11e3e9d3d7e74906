import DemoRunner
import StyledText
import Trace

/// Somebody's talk with the program at a prompt: a line of input in, what is to be done out.
///
/// It reads and writes nothing and runs nothing: its owner performs the actions, in order, and
/// reports what came of them.
protocol Conversation {
    /// What text is set on; its owner changes it when the window does.
    var page: Page { get set }
    /// How fast logs are played back.
    var speed: Speed { get }
    /// What the prompt shows.
    var prompt: StyledLine { get }
    /// The run that is talked about; nil if there is none yet.
    var recording: Recording? { get }

    /// What `line`, as typed, asks for.
    mutating func respond(to line: String) -> [Action]
    /// Ctrl-C at the prompt.
    mutating func giveUp() -> [Action]
    /// A demo that was to be run has ended.
    mutating func ended(_ run: DemoRun, of order: DemoOrder) -> [Action]
    /// The stage was left.
    mutating func left(_ exit: StageExit) -> [Action]
    /// The editor was left.
    mutating func edited(_ order: EditOrder, _ outcome: EditOutcome) -> [Action]
    /// These are the learner's copies of demos, as they stand now.
    mutating func take(_ copies: OwnCopies)
}

extension Conversation {
    /// Where there is no code to edit.
    mutating func edited(_ order: EditOrder, _ outcome: EditOutcome) -> [Action] { [] }
    /// Where there are no demos.
    mutating func take(_ copies: OwnCopies) {}
}

extension Session: Conversation {
    var recording: Recording? { lastRun?.run.recording }

    mutating func take(_ copies: OwnCopies) { self.copies = copies }
}
