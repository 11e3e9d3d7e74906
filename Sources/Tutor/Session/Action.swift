import DemoRunner
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
    /// Have the learner change a copy of a demo, and tell `Session.edited` what came of it.
    case edit(EditOrder)
    /// Take the learner's copy of this lesson's demo out of use, and keep it as a backup.
    case discard(lesson: String, demo: String)
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
    /// Which program has a demo's code in it.
    enum Program: Equatable {
        /// This one.
        case builtIn
        /// None yet: it is compiled, and `file` is what messages call the file of its code.
        case compiled(file: String)
    }

    /// The lesson's name.
    var lesson: String
    /// The demo itself, with the code that is run.
    var demo: Demo
    /// What runs it.
    var program = Program.builtIn
    /// Whether the code is the learner's own.
    var isCopy = false
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

    /// The order with the learner's own code in place of the lesson's.
    func with(copy code: String) -> DemoOrder {
        var order = self
        order.demo.code = code
        order.demo.firstLine = 1
        order.program = .compiled(file: "\(demo.name).swift")
        order.isCopy = true
        return order
    }

    /// What the run that ended so is held against.
    ///
    /// The learner's own code may do what the lesson's does, or else run to its end.
    func expectation(of ending: DemoRun.Ending) -> Demo.Expectation {
        isCopy && !ending.meets(demo.expectation) ? .success : demo.expectation
    }
}
