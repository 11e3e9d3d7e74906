import LessonFormat
import LoopEvents
import StyledText
import Trace

/// Something for the owner of a session to do; a session itself only decides.
enum Action {
    /// Show these lines, already fitted to the page; a page at a time on a terminal.
    case show([StyledLine])
    /// Show these lines too, and show them last: what can be done next.
    case close([StyledLine])
    /// Show this row by row, at this speed or else the one that was asked for; at once in a pipe.
    case play(Playback, at: Speed? = nil)
    /// Open the stage, where there is a terminal for it, with something to say first, and tell
    /// `Session.left` where and how it was left.
    case open(Stage, StageNotice = StageNotice())
    /// Say this on standard error.
    case complain(String)
    /// Say this there too: what was typed cannot be done.
    case refuse(String)
    /// Run a demo and hand the result to `Session.ended`.
    case run(DemoOrder)
    /// Write this run in this format to the file at `path`, `-` for standard output.
    case export(Recording, ExportFormat, path: String)
    /// A step of a replay is over: wait for a key or a while, if that was asked for.
    case breathe
    /// Keep this in the progress file.
    case keep(Progress)
    /// Leave the program.
    case leave
}

/// A demo that is to be run, and why.
struct DemoOrder: Equatable {
    /// The lesson's name.
    var lesson: String
    /// The demo itself.
    var demo: Demo
    /// The option that the learner chose, from 0; nil for none.
    var guess: Int?
    /// Whether it is the demo that waited in the step, so that the walk goes on after it.
    var advances: Bool
    /// What is to be done once it has ended, in place of showing its log.
    var then: Command?
    /// The demos of this lesson that are still to be run before the last two are compared; nil if
    /// this one is run to be looked at.
    var comparing: [Demo]?
    /// What is to be different from the demo as it stands.
    var experiment = Experiment()
    /// How it is to be shown if it is the last run, changed.
    var change: ChangeOrder?
    /// Whether what is to be said of it is to be said on the stage, from which it was asked for.
    var isForStage = false
}
