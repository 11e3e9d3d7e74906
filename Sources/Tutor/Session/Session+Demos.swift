import DemoRunner
import LessonFormat
import StyledText

/// Running demos, answering their questions, looking at their runs.
extension Session {
    /// The answer `number`, from 1, to the question that is open.
    mutating func answer(_ number: Int) throws(Misread) -> [Action] {
        guard let question = place.waiting?.question else {
            throw Misread(message: "no question is open; goto \(number) goes to step \(number)")
        }
        guard question.options.indices.contains(number - 1) else {
            throw Misread(
                message:
                    "the answers are 1 to \(question.options.count); Return goes on without one"
            )
        }
        return goOn(guess: number - 1)
    }

    /// The demo `name` of this lesson; without a name the step's one.
    func run(_ name: String?) throws(Misread) -> [Action] {
        runs(orderAsSet(try demo(named: name)))
    }

    /// The demo with its knobs as the learner set them; the walk goes on only with one that stands
    /// as the lesson has it.
    func orderAsSet(_ demo: Demo) -> DemoOrder {
        var order = order(demo)
        order.experiment.knobs = settings(of: demo.name, in: order.lesson)
        if !order.experiment.isEmpty { order.advances = false }
        return order
    }

    /// The last run, as it was shown.
    func log() throws(Misread) -> [Action] {
        guard let lastRun else { throw Misread(message: Self.nothingRun) }
        return [
            .show(page.changes(lastRun)),
            .play(page.log(of: lastRun.run.recording), at: .instant),
            .show(ending(of: lastRun)),
        ]
    }

    /// What is to be shown and done now that the demo of `order` has ended.
    mutating func ended(_ run: DemoRun, of order: DemoOrder) -> [Action] {
        if let change = order.change {
            let actions = changed(run, order, change)
            return staged(actions, order)
        }
        var order = order
        order.demo.expectation = order.expectation(of: run.ending)
        let ran = LastRun(run, of: order, at: [place.index, place.step])
        lastRun = ran
        earlierRuns = []
        if let rest = order.comparing { return goOnComparing(rest, after: run) }
        if let command = order.then { return ended(run, then: command) }
        var actions: [Action] = []
        if order.advances, let question = order.demo.question {
            actions.append(.show(page.grade(question, guess: order.guess, run.recording)))
        }
        if order.advances, !hasSeenLegend {
            hasSeenLegend = true
            actions.append(.show(page.legend()))
        }
        actions.append(.show(page.changes(ran)))
        actions.append(.play(page.log(of: run.recording)))
        actions.append(.show(ending(of: ran)))
        guard order.advances else { return actions }
        // A demo that was stopped by hand may be wanted again.
        if run.ending != .interrupted { place.demoRan() }
        return actions + settle()
    }
}

extension Session {
    /// How a run ended; of one that was changed nothing is expected.
    func ending(of ran: LastRun) -> [StyledLine] {
        ran.experiment.isEmpty
            ? page.ending(of: ran.run, ran.demo) : page.ending(of: ran.run, changed: true)
    }
}

/// What to say when `lesson` has no demo of that name.
func unknownDemo(_ name: String, in lesson: Lesson) -> String {
    let names = lesson.demos.map(\.name)
    let near = Nearness.suggestions(for: name, among: names)
    return "\(lesson.name) has no demo '\(name.quotable)'; "
        + (near.isEmpty
            ? "its demos are \(names.joined(separator: ", "))"
            : "did you mean \(near.alternatives)?")
}
