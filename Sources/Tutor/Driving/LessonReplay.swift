import DemoRunner
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

    /// Shows all steps and runs all demos, or `demo` alone. Returns the exit code.
    ///
    /// With `outputOnly` it shows of each run what the demo printed, which is the same every time,
    /// and not what the loop did, which on the real clock is not.
    /// Errors: `Misread`, if the lesson has no such demo.
    public func show(demo: String?, rest: Rest, outputOnly: Bool) throws(Misread) -> Int32 {
        let actions = try Replay(course, index, on: screen.page).actions(demo: demo)
        var performer = Performer(on: screen)
        performer.rest = rest
        if case .seconds = rest { screen.pauses = false }
        _ = performer.perform(actions) { run, order in
            [
                outputOnly
                    ? .show(screen.page.output(of: run.recording))
                    : .play(screen.page.log(of: run.recording)),
                .show(screen.page.ending(of: run, order.demo)),
            ]
        }
        return performer.exitCode
    }

    /// Writes the records of all demos, or of `demo` alone, as JSON Lines. Returns the exit code.
    ///
    /// Errors: `Misread`, if the lesson has no such demo.
    public func writeJSON(demo: String?) throws(Misread) -> Int32 {
        let actions = try Replay(course, index, on: screen.page).actions(demo: demo)
        var performer = Performer(on: screen)
        let runs = actions.filter { if case .run = $0 { true } else { false } }
        _ = performer.perform(runs) { run, _ in
            screen.write(JSONLines(run.recording).text)
            return []
        }
        return performer.exitCode
    }
}
