import DemoCompiler
import DemoRunner
import Platform
import StyledText
import Trace

/// Does what a session or a replay decides: shows, plays, runs, keeps.
struct Performer {
    /// Where it shows things.
    let screen: Screen
    /// How fast logs are played.
    var speed = Speed.normal
    /// What happens between two steps of a replay.
    var rest = LessonReplay.Rest.none
    /// Where progress is kept; nil for nowhere.
    var progressFile: ProgressFile?
    /// Where the learner's copies of demos are kept.
    let copies: CopyFolder
    /// What makes programs of demos that are not built in.
    private var build = DemoBuild.ofThisUser
    /// The exit code of what was performed: 1 if a demo ended in another way than its author
    /// expects, 130 if Ctrl-C ended one or what was shown, 64 if something was asked that cannot be done. The first
    /// of these counts.
    private(set) var exitCode: Int32 = 0

    private var remaining: ArraySlice<Action> = []
    /// Lines that follow each other are one text to page through.
    private var text: [StyledLine] = []

    init(
        on screen: Screen,
        keepingProgressIn progressFile: ProgressFile? = nil,
        copiesIn copies: CopyFolder = CopyFolder(in: nil)
    ) {
        self.screen = screen
        self.progressFile = progressFile
        self.copies = copies
    }

    /// Performs `actions` in order, and those that come of them through `ended`, and through `left`
    /// with the way the stage was left, and `edited` with what came of editing.
    ///
    /// Returns false if the program is to be left.
    mutating func perform(
        _ actions: [Action],
        ended: (DemoRun, DemoOrder) -> [Action],
        left: (StageExit) -> [Action] = { _ in [] },
        edited: (EditOrder, EditOutcome) -> [Action] = { _, _ in [] }
    ) -> Bool {
        remaining = actions[...]
        var leaves = false
        while let action = remaining.popFirst() {
            switch action {
            case .show(let lines): text += lines
            case .close(let footer): showText(footer: footer)
            case .keep(let progress): keep(progress)
            case .complain(let message): complain(message)
            case .refuse(let message):
                complain(message)
                if exitCode == 0 { exitCode = 64 }
            case .play(let playback, let ownSpeed):
                showText()
                goOn(if: screen.play(playback, at: ownSpeed ?? speed))
            case .open(let stage, let notice):
                showText()
                guard let exit = screen.perform(stage, notice) else { break }
                remaining = left(exit) + remaining
            case .run(let order):
                showText()
                guard let run = run(order) else { break }
                goOn(if: run.ending != .interrupted)
                remaining = ended(run, order) + remaining
            case .edit(let order):
                showText()
                screen.flush()
                remaining = edited(order, edit(order)) + remaining
            case .discard(let lesson, let demo): discard(lesson, demo)
            case .export(let recording, let format, let path):
                showText()
                export(recording, format, path)
            case .breathe:
                showText()
                if !remaining.isEmpty { goOn(if: screen.rest(rest)) }
            case .leave: leaves = true
            }
        }
        showText()
        screen.flush()
        return !leaves
    }

    private mutating func export(_ recording: Recording, _ format: ExportFormat, _ path: String) {
        do throws(ExportTrouble) {
            let bytes = try ExportFile(format, style: screen.textStyle).write(
                [recording],
                to: path,
                replacing: false,
                on: screen
            )
            guard path != "-" else { return }
            text.append(StyledLine("Wrote \(path.quotable), \((bytes + 999) / 1000) kB."))
        } catch {
            complain(error.isThere ? "\(error.message); name another file" : error.message)
            if exitCode == 0 { exitCode = 1 }
        }
    }

    private mutating func showText(footer: [StyledLine] = []) {
        goOn(if: screen.show(text, footer: footer))
        text = []
    }

    mutating func complain(_ message: String) {
        showText()
        screen.complain(message)
    }

    mutating func tell(_ message: String) { text += screen.page.set(message) }

    private mutating func keep(_ progress: Progress) {
        progressFile?.save(progress)
        for trouble in progressFile?.takeTroubles() ?? [] { complain(trouble) }
    }

    /// Who has had enough of one text goes on with the next, but leaves a replay altogether.
    private mutating func goOn(if hasNotLeft: Bool) {
        let isReplay = remaining.contains { if case .breathe = $0 { true } else { false } }
        if hasNotLeft { return }
        if screen.wasInterrupted { exitCode = 130 }
        if isReplay { remaining = [] }
    }

    private mutating func run(_ order: DemoOrder) -> DemoRun? {
        screen.flush()
        do {
            guard let request = request(for: order) else { return nil }
            var run = try DemoRunner.run(request)
            run.recording.code = order.demo.code
            guard exitCode == 0 else { return run }
            if run.ending == .interrupted { exitCode = 130 }
            // Of a run that was changed nothing is expected.
            if order.experiment.isEmpty, !run.ending.meets(order.expectation(of: run.ending)) {
                exitCode = 1
            }
            return run
        } catch {
            screen.complain("\(error)")
            exitCode = 1
            return nil
        }
    }

    /// What starts the demo of `order`, compiled if need be; nil if it cannot be, which is said.
    private mutating func request(for order: DemoOrder) -> DemoRequest? {
        var request = DemoRequest(
            lesson: order.lesson,
            demo: order.demo.name,
            firstLine: order.demo.firstLine,
            clock: order.demo.clock == .real ? .real : .virtual,
            experiment: order.experiment
        )
        guard case .compiled(let file) = order.program else { return request }
        do throws(BuildFailure) {
            let program = try build.program(running: order.demo, file: file)
            request.executable = program.path
            request.codeFile = file
            text += screen.page.warnings(program.warnings, on: order.demo)
            showText()
            screen.flush()
            return request
        } catch {
            text += screen.page.failure(error, of: order)
            if exitCode == 0 { exitCode = error == .interrupted ? 130 : 1 }
            return nil
        }
    }
}
