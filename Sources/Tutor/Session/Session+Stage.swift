import DemoRunner
import StyledText
import Trace

/// Stepping through the last run.
extension Session {
    /// The full screen.
    mutating func openStage() throws(Misread) -> [Action] {
        guard let inspection = readyRun else { return try runFirst(.stage) }
        return [.open(inspection.opened())]
    }

    /// What there is to do and say once the stage was left.
    mutating func left(_ exit: StageExit) -> [Action] {
        guard var inspection = readyRun else { return [] }
        let lines = inspection.left(exit.stage, on: page)
        stage = inspection.stage
        guard let command = exit.asked else { return [.show(lines)] }
        return answer(command)
    }

    /// `count` steps forward, or back if it is negative.
    mutating func step(_ count: Int) throws(Misread) -> [Action] {
        guard var inspection = readyRun else { return try runFirst(.step(count)) }
        defer { stage = inspection.stage }
        return [.show(try inspection.step(count, on: page))]
    }

    /// The moment after `index` events.
    mutating func at(_ index: Int) throws(Misread) -> [Action] {
        guard var inspection = readyRun else { return try runFirst(.at(index)) }
        defer { stage = inspection.stage }
        return [.show(try inspection.at(index, on: page))]
    }

    /// All there is to see at the moment.
    mutating func board() throws(Misread) -> [Action] {
        guard var inspection = readyRun else { return try runFirst(.board) }
        defer { stage = inspection.stage }
        return [.show(inspection.board(on: page))]
    }

    /// Where the run says `phrase`, and where the lessons do.
    mutating func find(_ phrase: String) -> [Action] {
        let lessons = page.finds(phrase, in: course)
        // A run of another step is hardly what is meant.
        guard var inspection, lastRun?.place == [place.index, place.step] else {
            return [.show(lessons)]
        }
        guard let found = inspection.find(phrase, on: page) else {
            return [.show(page.set("The last run does not say it.") + lessons)]
        }
        stage = inspection.stage
        return [.show(found + [""] + page.briefly(phrase, in: course))]
    }

    /// Does what was asked for on the stage, and says there what came of it.
    private mutating func answer(_ command: Command) -> [Action] {
        do throws(Misread) {
            let actions = try perform(command)
            guard case .run(var order)? = actions.first, actions.count == 1 else {
                return staged(actions)
            }
            order.isForStage = true
            return [.run(order)]
        } catch {
            return staged([.refuse(error.message)])
        }
    }

    /// `actions`, what they say being said on the stage if `order` came from there.
    func staged(_ actions: [Action], _ order: DemoOrder? = nil) -> [Action] {
        guard order?.isForStage != false, let stage = readyRun?.opened() else { return actions }
        var notice = StageNotice()
        for action in actions {
            switch action {
            case .show(let lines): notice.lines += lines
            case .refuse(let message): notice.message = message
            default: break
            }
        }
        return [.open(stage, notice)]
    }

    // MARK: Which run

    /// The last run, at the moment that was gone to; nil if there is none.
    var inspection: Inspection? { lastRun.map { Inspection($0.run.recording, at: stage) } }

    /// Whether the last run is of the step one is at, or of another as that one has no demo.
    var hasRunHere: Bool {
        guard let lastRun else { return false }
        let hasDemo = place.parts.contains { $0.demo != nil }
        return !hasDemo || lastRun.place == [place.index, place.step]
    }

    /// The last run; nil if a demo is to be run first, as nothing was since the learner came to a
    /// step that has one.
    private var readyRun: Inspection? { hasRunHere ? inspection : nil }

    /// Runs the step's demo, and does `command` then.
    func runFirst(_ command: Command) throws(Misread) -> [Action] {
        var order = orderAsSet(try demo(named: nil))
        order.then = command
        order.advances = false
        return [.show(page.set("First \(order.demo.name) is run.", .dim))] + runs(order)
    }

    /// What a demo that was run for `command` is followed by.
    mutating func ended(_ run: DemoRun, then command: Command) -> [Action] {
        do throws(Misread) {
            guard !run.recording.events.isEmpty else {
                throw Misread(message: run.sentence ?? "the run left no record")
            }
            let ending = lastRun.map(ending) ?? []
            return [.show(ending)] + (try perform(command))
        } catch {
            return [.refuse(error.message)]
        }
    }
}
