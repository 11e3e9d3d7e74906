import DemoRunner
import StyledText
import Trace

/// Stepping through the last run.
extension Session {
    /// The full screen.
    mutating func openStage() throws(Misread) -> [Action] {
        guard var stage = readyStage else { return try runFirst(.stage) }
        if stage.index == 0 { stage.forward() }
        return [.open(stage)]
    }

    /// What there is to say once the stage was left at `index`.
    mutating func left(at index: Int) -> [Action] {
        guard var stage = readyStage else { return [] }
        stage.go(to: index)
        self.stage = stage
        let place = "You left the stage at event \(stage.index) of \(stage.count); "
        return [.show(page.set(place + "stage, step and board go on from there.", .dim))]
    }

    /// `count` steps forward, or back if it is negative.
    mutating func step(_ count: Int) throws(Misread) -> [Action] {
        guard var stage = readyStage else {
            return try runFirst(.step(count))
        }
        // Back from where nobody has been is back from the end.
        if self.stage == nil, count < 0 { stage.go(to: stage.count) }
        let start = stage.index
        for _ in 0..<min(count.magnitude, UInt(stage.count)) {
            guard count > 0 ? stage.forward() : stage.back() else { break }
        }
        self.stage = stage
        guard stage.index != start || count == 0 else {
            throw Misread(
                message: count > 0
                    ? "this is the end of the run; step -1 goes back, at 0 to its beginning"
                    : "this is the beginning of the run; step goes on"
            )
        }
        return try board()
    }

    /// The moment after `index` events.
    mutating func at(_ index: Int) throws(Misread) -> [Action] {
        guard var stage = readyStage else { return try runFirst(.at(index)) }
        guard (0...stage.count).contains(index) else {
            throw Misread(message: "the run has \(stage.count) events, and no moment \(index)")
        }
        stage.go(to: index)
        self.stage = stage
        return try board()
    }

    /// All there is to see at the moment.
    mutating func board() throws(Misread) -> [Action] {
        guard var stage = readyStage else { return try runFirst(.board) }
        // A run that nobody has stepped through is over.
        if self.stage == nil { stage.go(to: stage.count) }
        self.stage = stage
        return [.show(page.sentences(stage))]
    }

    /// Where the run says `phrase`, and where the lessons do.
    mutating func find(_ phrase: String) -> [Action] {
        let lessons = page.finds(phrase, in: course)
        // A run of another step is hardly what is meant.
        guard let lastRun, lastRun.place == [place.index, place.step] else {
            return [.show(lessons)]
        }
        var stage = stage ?? Stage(lastRun.run.recording, code: lastRun.demo.code)
        guard stage.find(phrase) else {
            return [.show(page.set("The last run does not say it.") + lessons)]
        }
        self.stage = stage
        return [.show(page.sentences(stage) + [""] + page.briefly(phrase, in: course))]
    }

    // MARK: Which run

    /// The stage of the last run; nil if a demo is to be run first, as nothing was since the
    /// learner came to a step that has one.
    private var readyStage: Stage? {
        guard let lastRun else { return nil }
        let hasDemo = place.parts.contains { $0.demo != nil }
        if hasDemo, lastRun.place != [place.index, place.step] { return nil }
        return stage ?? Stage(lastRun.run.recording, code: lastRun.demo.code)
    }

    /// Runs the step's demo, and does `command` then.
    private func runFirst(_ command: Command) throws(Misread) -> [Action] {
        guard case .run(var order)? = try run(nil).first else { return [] }
        order.then = command
        order.advances = false
        return [.show(page.set("First \(order.demo.name) is run.", .dim)), .run(order)]
    }

    /// What a demo that was run for `command` is followed by.
    mutating func ended(_ run: DemoRun, then command: Command) -> [Action] {
        do throws(Misread) {
            guard !run.recording.events.isEmpty else {
                throw Misread(message: run.ending.sentence ?? "the run left no record")
            }
            let ending = lastRun.map { page.ending(of: run, $0.demo) } ?? []
            return [.show(ending)] + (try perform(command))
        } catch {
            return [.refuse(error.message)]
        }
    }
}
