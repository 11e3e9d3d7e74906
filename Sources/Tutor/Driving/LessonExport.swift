import StyledText
import Trace

/// `loopwalk export`: a lesson's demos, run and written down.
public struct LessonExport {
    private let screen: Screen
    private let course: Course
    private let index: Int

    /// An export from the lesson `name` of `course`; what is to be said goes to `screen`.
    ///
    /// Errors: `Misread`, if there is no such lesson.
    public init(_ name: String, of course: Course, on screen: Screen) throws(Misread) {
        self.course = course
        self.screen = screen
        index = try course.index(of: name)
    }

    /// Runs all demos, or `demo` alone, and writes them to `path`, `-` for standard output.
    ///
    /// Returns the exit code: 1 if a demo did not end as its lesson says, or the file cannot be
    /// written; a file that is there is replaced only if `replacing`.
    /// Errors: `Misread`, if there is no such demo, or the format cannot hold all of them.
    public func run(
        demo: String?,
        as format: ExportFormat,
        to path: String,
        replacing: Bool
    ) throws(Misread) -> Int32 {
        let actions = try Replay(course, index, on: screen.page).actions(demo: demo)
        let runs = actions.filter { if case .run = $0 { true } else { false } }
        try check(runs.count, fitInto: format)
        var performer = Performer(on: screen)
        var recordings: [Recording] = []
        _ = performer.perform(runs) { run, _ in
            recordings.append(run.recording)
            return []
        }
        // Ctrl-C asks for an end, and not for half of what was asked.
        guard !recordings.isEmpty, performer.exitCode != 130 else { return performer.exitCode }
        return screen.write(recordings, as: format, to: path, replacing: replacing)
            ? performer.exitCode : 1
    }

    private func check(_ count: Int, fitInto format: ExportFormat) throws(Misread) {
        guard let most = format.mostRuns, count > most else { return }
        let lesson = course.lesson(at: index)
        throw Misread(
            message: "\(format.rawValue) shows one demo, and \(lesson.name) has \(count); name one "
                + "of \(lesson.demos.map(\.name).alternatives)"
        )
    }
}
