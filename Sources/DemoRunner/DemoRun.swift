import LoopEvents
import Trace

/// A demo to run, and how.
public struct DemoRequest: Sendable {
    /// The program that hosts it: the running one, unless told otherwise.
    public var executable: String
    /// The lesson's name.
    public var lesson: String
    /// The demo's name.
    public var demo: String
    /// The line of the lesson's file that its code begins on.
    public var firstLine: Int
    /// What its time is made of.
    public var clock: Recording.Clock
    /// What is to be different from the program as it stands.
    public var experiment: Experiment
    /// How much it may use.
    public var limits: DemoLimits
    /// What the compiler calls the file of its code, if that is known line by line, so that a crash
    /// can be placed.
    public var codeFile: String?

    /// Asks for `demo` of `lesson`, within the usual limits of its clock unless told otherwise.
    public init(
        lesson: String,
        demo: String,
        firstLine: Int = 1,
        clock: Recording.Clock = .virtual,
        experiment: Experiment = Experiment(),
        limits: DemoLimits? = nil,
        executable: String = "/proc/self/exe",
        codeFile: String? = nil
    ) {
        self.lesson = lesson
        self.demo = demo
        self.firstLine = firstLine
        self.clock = clock
        self.experiment = experiment
        self.limits = limits ?? (clock == .real ? DemoLimits(seconds: 30) : DemoLimits())
        self.executable = executable
        self.codeFile = codeFile
    }
}

/// What came of running a demo.
public struct DemoRun: Sendable {
    /// Everything that was recorded, up to the end or the stop.
    public var recording: Recording
    /// How it ended.
    public var ending: Ending
    /// What it wrote past the recorded `print`, as it came, less the runtime's account of a crash;
    /// not made safe for a terminal.
    public var unattributed: String
    /// The line of its code, from 1, that it crashed at; nil if it did not, or that is not known.
    public var crashLine: Int?
    /// How many processes it had started and left behind; they were ended with it.
    public var processesLeft = 0

    /// A run that left `recording` and wrote `unattributed` past it.
    public init(recording: Recording, ending: Ending, unattributed: String) {
        self.recording = recording
        self.ending = ending
        self.unattributed = unattributed
    }

    /// How a demo ended.
    public enum Ending: Equatable, Sendable {
        /// Its code ran to the end.
        case finished
        /// Its code threw this error.
        case failed(String)
        /// These tasks wait for what can never come.
        case deadlocked([String])
        /// It died of this signal, with these words of Swift's runtime (empty if it had none).
        case crashed(signal: Int32, message: String)
        /// It left by itself with this code, before its end.
        case exited(code: Int32)
        /// It was stopped at a limit.
        case hitLimit(DemoLimit)
        /// The user pressed Ctrl-C.
        case interrupted
    }
}

/// A demo could not be started at all.
public struct DemoStartError: Error, CustomStringConvertible, Equatable {
    /// What could not be done, with the system's reason.
    public var description: String
}
