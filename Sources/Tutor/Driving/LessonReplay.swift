import DemoRunner
import LoopEvents
import StyledText
import Trace

/// `loopwalk replay`: a lesson from start to end, and nothing kept of it.
public struct LessonReplay {
    private let screen: Screen
    private let course: Course
    private let index: Int

    /// What happens between two steps.
    public enum Rest: Equatable, Sendable {
        /// Nothing.
        case none
        /// Waits for a key.
        case untilKey
        /// Waits so many seconds.
        case seconds(Double)
    }

    /// A replay of the lesson `name` of `course` on `screen`.
    ///
    /// Errors: `Misread`, if there is no such lesson.
    public init(_ name: String, of course: Course, on screen: Screen) throws(Misread) {
        self.course = course
        self.screen = screen
        index = try course.index(of: name)
    }

    /// Whether its demos ask for the database that their user has chosen.
    public var usesDatabase: Bool {
        course.lesson(at: index).demos.contains { $0.code.contains("databaseURL(") }
    }

    /// Shows all steps and runs all demos, or `demo` alone, with its knobs as `settings`, each
    /// `KNOB=VALUE`, has them. Returns the exit code.
    ///
    /// With `outputOnly` it shows of each run what the demo printed, which is the same every time,
    /// and not what the loop did, which on the real clock is not.
    /// Errors: `Misread`, if the lesson has no such demo, or that no such knob.
    public func show(
        demo: String?,
        settings: [String] = [],
        rest: Rest,
        outputOnly: Bool
    ) throws(Misread) -> Int32 {
        let knobs = try knobs(settings, of: demo)
        let actions = try Replay(course, index, on: screen.page).actions(demo: demo, knobs: knobs)
        var performer = Performer(on: screen)
        performer.rest = rest
        if case .seconds = rest { screen.pauses = false }
        _ = performer.perform(actions) { run, order in
            [
                outputOnly
                    ? .show(screen.page.output(of: run.recording))
                    : .play(screen.page.log(of: run.recording)),
                .show(
                    order.experiment.isEmpty
                        ? screen.page.ending(of: run, order.demo)
                        : screen.page.ending(of: run, changed: true)
                ),
            ]
        }
        return performer.exitCode
    }

    /// Writes the records of all demos, or of `demo` alone with its knobs as `settings` has them, as
    /// JSON Lines. Returns the exit code.
    ///
    /// Errors: `Misread`, if the lesson has no such demo, or that no such knob.
    public func writeJSON(demo: String?, settings: [String] = []) throws(Misread) -> Int32 {
        let knobs = try knobs(settings, of: demo)
        let actions = try Replay(course, index, on: screen.page).actions(demo: demo, knobs: knobs)
        var performer = Performer(on: screen)
        let runs = actions.filter { if case .run = $0 { true } else { false } }
        _ = performer.perform(runs) { run, _ in
            screen.write(JSONLines(run.recording).text)
            return []
        }
        return performer.exitCode
    }

    /// The knobs that `settings` set, of those that a run of `demo` as it stands reads.
    private func knobs(
        _ settings: [String],
        of demo: String?
    ) throws(Misread) -> [String: KnobValue] {
        guard !settings.isEmpty else { return [:] }
        guard let demo else {
            throw Misread(message: "--set changes one demo: name it after the lesson")
        }
        let actions = try Replay(course, index, on: screen.page).actions(demo: demo)
        var found: [Knob] = []
        var performer = Performer(on: screen)
        let runs = actions.filter { if case .run = $0 { true } else { false } }
        _ = performer.perform(runs) { run, _ in
            found = run.recording.knobs
            return []
        }
        var knobs: [String: KnobValue] = [:]
        for setting in settings {
            guard let sign = setting.firstIndex(of: "=") else {
                throw Misread(message: "--set takes KNOB=VALUE, not '\(setting.quotable)'")
            }
            let knob = try found.knob(named: String(setting[..<sign]), of: demo)
            knobs[knob.name] = try knob.setting(String(setting[setting.index(after: sign)...]))
        }
        return knobs
    }
}
