import DemoRunner
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
    /// The exit code of what was performed: 1 if a demo ended in another way than its author
    /// expects, 130 if Ctrl-C ended one or what was shown, 64 if something was asked that cannot be done. The first
    /// of these counts.
    private(set) var exitCode: Int32 = 0

    private var remaining: ArraySlice<Action> = []
    /// Lines that follow each other are one text to page through.
    private var text: [StyledLine] = []

    init(on screen: Screen, keepingProgressIn progressFile: ProgressFile? = nil) {
        self.screen = screen
        self.progressFile = progressFile
    }

    /// Performs `actions` in order, and those that come of them through `ended`, and through `left`
    /// with the way the stage was left.
    ///
    /// Returns false if the program is to be left.
    mutating func perform(
        _ actions: [Action],
        ended: (DemoRun, DemoOrder) -> [Action],
        left: (StageExit) -> [Action] = { _ in [] }
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

    private mutating func complain(_ message: String) {
        showText()
        screen.complain(message)
    }

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
            var run = try DemoRunner.run(
                DemoRequest(
                    lesson: order.lesson,
                    demo: order.demo.name,
                    firstLine: order.demo.firstLine,
                    clock: order.demo.clock == .real ? .real : .virtual,
                    experiment: order.experiment
                )
            )
            run.recording.code = order.demo.code
            guard exitCode == 0 else { return run }
            if run.ending == .interrupted { exitCode = 130 }
            // Of a run that was changed nothing is expected.
            if order.experiment.isEmpty, !run.ending.meets(order.demo.expectation) { exitCode = 1 }
            return run
        } catch {
            screen.complain("\(error)")
            exitCode = 1
            return nil
        }
    }
}
