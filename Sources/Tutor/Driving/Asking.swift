import StyledText
import Trace

/// `loopwalk explain`: what a diagnosis means, with no prompt around it.
public struct DiagnosisPage {
    private let screen: Screen

    /// Explains on `screen`.
    public init(on screen: Screen) { self.screen = screen }

    /// Explains the diagnosis, or the rule of the loop, called `code`; without one it lists the
    /// diagnoses.
    ///
    /// Errors: `Misread`, if there is neither.
    public func show(_ code: String?) throws(Misread) {
        var performer = Performer(on: screen)
        let lines =
            if let code {
                try screen.page.explanation(named: code)
            } else {
                screen.page.diagnoses([])
            }
        _ = performer.perform([.show(lines)]) { _, _ in [] }
    }
}

/// `loopwalk compare`: two demos of a lesson on one scale.
public struct DemoComparison {
    private let screen: Screen
    private let course: Course
    private let index: Int

    /// Compares demos of the lesson `name` of `course` on `screen`.
    ///
    /// Errors: `Misread`, if there is no such lesson.
    public init(_ name: String, of course: Course, on screen: Screen) throws(Misread) {
        self.screen = screen
        self.course = course
        index = try course.index(of: name)
    }

    /// Runs both demos and shows them above each other. Returns the exit code.
    ///
    /// Errors: `Misread`, if the lesson has no such demo.
    public func show(_ first: String, _ second: String) throws(Misread) -> Int32 {
        let replay = Replay(course, index, on: screen.page)
        var orders: [Action] = []
        for name in [first, second] {
            let actions = try replay.actions(demo: name)
            orders += actions.filter { if case .run = $0 { true } else { false } }
        }
        var performer = Performer(on: screen)
        var before: (name: String, recording: Recording)?
        _ = performer.perform(orders) { run, order in
            guard let first = before else {
                before = (order.demo.name, run.recording)
                return []
            }
            return [
                .show(
                    screen.page.comparison(
                        first.recording,
                        named: first.name,
                        run.recording,
                        named: order.demo.name
                    )
                )
            ]
        }
        return performer.exitCode
    }
}
