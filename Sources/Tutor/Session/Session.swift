import DemoRunner
import LessonFormat
import LoopEvents
import StyledText
import Trace

/// A learner's walk through the lessons: a line of input in, what is to be done out.
///
/// It owns where the learner is and decides what comes next. It reads and writes nothing and runs
/// nothing: its owner performs the actions, in order, and reports ended demos back.
struct Session {
    /// What text is set on; its owner changes it when the window does.
    var page: Page
    /// How fast logs are played back.
    var speed = Speed.normal

    let course: Course
    var progress: Progress
    var place: Place
    /// The run that `log` shows again, and that is stepped through.
    var lastRun: LastRun? {
        didSet {
            stage = nil
            if let oldValue { runBefore = oldValue }
        }
    }
    /// The run before that one, for `compare`.
    var runBefore: LastRun?
    /// The moment of the last run that was gone to; nil if none was.
    var stage: Stage?
    /// The runs that the last run was changed from, the latest last.
    var earlierRuns: [EarlierRun] = []
    /// The knobs that are set, by the titles of the demos' runs.
    var settings: [String: [String: KnobValue]] = [:]
    /// Whether it has been said what a log's marks mean.
    var hasSeenLegend = false
    /// The learner's own copies of demos, as they stand; its owner looks before every line.
    var copies = OwnCopies()
    /// What a y would make forgotten; nil when nothing was asked.
    var confirming: Reset?

    /// What is to be forgotten.
    enum Reset: Equatable {
        case lesson(String)
        case everything
        /// The copy of a demo, in the folder of the lesson's copies.
        case copy(lesson: String, demo: String)
    }

    /// A run that has ended, and what was run.
    struct LastRun {
        var demo: Demo
        var run: DemoRun
        /// Where the learner was: the lesson's place in the course and the step's in the lesson.
        var place: [Int]
        /// What was different from the demo as it stands.
        var experiment: Experiment
        /// What ran it.
        var program: DemoOrder.Program
        /// Whether it was the learner's own code.
        var isCopy: Bool

        /// The run that came of `order`.
        init(_ run: DemoRun, of order: DemoOrder, at place: [Int]) {
            demo = order.demo
            self.run = run
            self.place = place
            experiment = order.experiment
            program = order.program
            isCopy = order.isCopy
        }
    }

    /// How many events of the last run have happened at the moment that was gone to; all of them
    /// if none was.
    var position: Int { stage?.index ?? lastRun?.run.recording.events.count ?? 0 }

    /// A session that goes on where `progress` says.
    init(_ course: Course, progress: Progress, page: Page) {
        self.course = course
        self.progress = progress
        self.page = page
        let index = progress.lesson.flatMap { course.names.firstIndex(of: $0) } ?? 0
        let lesson = course.lesson(at: index)
        place = Place(lesson, at: index, step: progress.lessons[lesson.name]?.step ?? 1)
    }

    /// What the prompt shows: the lesson and how far one is in it.
    var prompt: StyledLine {
        if confirming != nil { return "y/n> " }
        return StyledLine(
            "\(place.lesson.name) \(place.step + 1)/\(place.lesson.steps.count)",
            .strong
        )
            + "> "
    }

    /// Greets and shows where the learner is.
    mutating func begin() -> [Action] {
        if let file = course.file { return [.show(page.welcome(to: file))] + show() }
        return [.show(page.welcome(back: progress.lesson != nil))] + show()
    }

    /// What `line`, as typed, asks for.
    mutating func respond(to line: String) -> [Action] {
        if let reset = confirming { return confirmed(reset, line) }
        do throws(Misread) {
            return try perform(Command.read(line))
        } catch {
            return [.refuse(error.message)]
        }
    }

    mutating func perform(_ command: Command) throws(Misread) -> [Action] {
        switch command {
        case .next: goOn(guess: nil)
        case .answer(let number): try answer(number)
        case .back: back()
        case .skip: nextStep()
        case .goto(let number): try goto(number)
        case .list: list()
        case .open(let name, let step): try open(name, step: step)
        case .run(let name): try run(name)
        case .edit(let name): try edit(name)
        case .diff(let name): try diff(name)
        case .log: try log()
        case .stage: try openStage()
        case .step(let count): try step(count)
        case .at(let index): try at(index)
        case .board: try board()
        case .why(let question): try why(question)
        case .whyNot(let task): try whyNot(task)
        case .explain(let code): try explain(code)
        case .lanes(let scale): try lanes(scale)
        case .compare(let demos): try compare(demos)
        case .knobs: try knobs()
        case .set(let knob, let value): try set(knob, to: value)
        case .unset(let knob): try unset(knob)
        case .whatIf(let change): try whatIf(change)
        case .undo: try undo()
        case .code: try blocks("Swift", page.swift(of: place, in: course, copies: copies[copyName]))
        case .python: try blocks("Python", page.python(of: place))
        case .hint: try blocks("hint", page.hints(of: place))
        case .notes: try blocks("notes", page.notes(of: place))
        case .replay(let name, let demo): try replay(name, demo)
        case .export(let format, let file): try export(format, to: file)
        case .find(let phrase): find(phrase)
        case .reset(let name): try reset(name)
        case .speed(let speed): set(speed)
        case .help(let name): try help(name)
        case .quit: [.leave]
        }
    }

    private func blocks(_ what: String, _ lines: [StyledLine]) throws(Misread) -> [Action] {
        if lines.isEmpty { throw Misread(message: "this step has no \(what)") }
        return [.show(lines)]
    }

    private func replay(_ name: String?, _ demo: String?) throws(Misread) -> [Action] {
        let index = try name.map { name throws(Misread) in try course.index(of: name) }
        return try Replay(course, index ?? place.index, on: page).actions(demo: demo)
    }

    private mutating func set(_ speed: Speed?) -> [Action] {
        if let speed { self.speed = speed }
        return [.show(page.speed(self.speed))]
    }

    private func help(_ name: String?) throws(Misread) -> [Action] {
        guard let name else { return [.show(page.help())] }
        return [.show(page.help(for: try CommandTable.entry(name)))]
    }
}
