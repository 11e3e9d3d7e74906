import DemoRunner
import LessonFormat
import LoopEvents
import StyledText
import Trace

/// A run that is made again with something changed, and how to show it.
struct ChangeOrder: Equatable {
    /// What was changed, in words that stand after "With" or by themselves.
    var words: String
    /// The moment of the run before at which something is done; nil if a knob is set.
    var moment: Int?
}

/// A run that was changed, to go back to.
struct EarlierRun {
    var run: Session.LastRun
    /// The moment one was at.
    var stage: Stage?
}

/// Changing the last run and running it again.
extension Session {
    /// The last run again, up to the moment one is at, with something done there.
    mutating func whatIf(_ whatIf: WhatIf) throws(Misread) -> [Action] {
        guard hasRunHere else { return try runFirst(.whatIf(whatIf)) }
        guard let lastRun else { throw Misread(message: Self.nothingRun) }
        let recording = lastRun.run.recording
        try requireRepeatable(lastRun)
        let moment = position
        guard moment <= recording.lastChange else {
            throw Misread(
                message: "the run is over at this moment, and nothing can be changed any more; "
                    + "at \(recording.lastChange) is the last where it can, and step and stage go to "
                    + "others"
            )
        }
        let board = recording.board(after: moment)
        let deed: Intervention.Deed
        do throws(Unanswerable) {
            deed = try recording.deed(of: whatIf, on: board)
        } catch {
            throw Misread(message: error.description)
        }
        var order = again(lastRun)
        // What was done later belongs to a run that this one leaves.
        let done = recording.events[..<moment].count { $0.kind == .intervened }
        order.experiment.interventions = Array(lastRun.experiment.interventions.prefix(done))
        order.experiment.interventions.append(Intervention(after: moment, deed))
        order.change = ChangeOrder(words: whatIf.words, moment: moment)
        return [.run(order)]
    }

    /// The order of the last run, to be changed: with the code that was run, and not what the
    /// learner has made of it since.
    func again(_ lastRun: LastRun) -> DemoOrder {
        var order = DemoOrder(
            lesson: course.names[lastRun.place[0]],
            demo: lastRun.demo,
            program: lastRun.program,
            isCopy: lastRun.isCopy,
            guess: nil,
            advances: false
        )
        order.experiment = lastRun.experiment
        return order
    }

    /// On the machine's clock no run is like another.
    private func requireRepeatable(_ lastRun: LastRun) throws(Misread) {
        guard lastRun.run.recording.clock == .virtual else {
            throw Misread(
                message:
                    "\(lastRun.demo.name) runs on the machine's clock, on which no run is like "
                    + "another: it cannot be made again up to this moment, so there is no what-if; "
                    + "demos on the virtual clock have it"
            )
        }
    }

    // MARK: What came of it

    /// The run of `order`, a changed one, has ended.
    mutating func changed(_ run: DemoRun, _ order: DemoOrder, _ change: ChangeOrder) -> [Action] {
        guard let before = lastRun else { return [] }
        if run.ending == .interrupted { return [.refuse("you stopped it; nothing is changed")] }
        var stage: Stage?
        if let moment = change.moment {
            do throws(Misread) {
                stage = try self.stage(of: run, order, after: moment, before)
            } catch {
                return [.refuse(error.message)]
            }
        } else {
            settings[before.run.recording.title] = order.experiment.knobs
        }
        earlierRuns.append(EarlierRun(run: before, stage: self.stage))
        if earlierRuns.count > 20 { earlierRuns.removeFirst() }
        let (stops, followed) = (self.stage?.stops ?? [], self.stage?.followed)
        lastRun = LastRun(run, of: order, at: before.place)
        stage?.stops = stops
        stage?.followed = followed
        self.stage = stage
        return [
            .show(page.change(change, before.run, run) + page.ending(of: run, changed: true)),
            .show(page.set("undo goes back; stage, why and log are of the new run now.", .dim)),
        ]
    }

    /// The moment after the change in the new run.
    ///
    /// Errors: `Misread`, if the change could not be made.
    private func stage(
        of run: DemoRun,
        _ order: DemoOrder,
        after moment: Int,
        _ before: LastRun
    ) throws(Misread) -> Stage? {
        let (old, new) = (before.run.recording, run.recording)
        let common = RunParting.common(old, new)
        guard common >= moment else {
            throw Misread(
                message: "the demo does not run the same way twice: it went another way at event "
                    + "\(common), before this moment, so there is no what-if"
            )
        }
        let index = new.events.indices.filter { new.events[$0].kind == .intervened }
            .dropFirst(order.experiment.interventions.count - 1).first
        guard let index else {
            if common == new.events.count {
                throw Misread(message: "that changes nothing; the run stays as it is")
            }
            throw Misread(message: "the run ends before the loop's next turn; go back first")
        }
        let event = new.events[index]
        guard event.outcome == .result else {
            throw Misread(
                message:
                    "that cannot be done before the loop's next turn: \(new.sentence(at: index).text)"
            )
        }
        var stage = Stage(new, code: order.demo.code)
        stage.go(to: index)
        stage.forward()
        return stage
    }

    /// The run before the last change.
    mutating func undo() throws(Misread) -> [Action] {
        guard let earlier = earlierRuns.popLast() else {
            throw Misread(message: "nothing was changed; this is the run as it was made")
        }
        lastRun = earlier.run
        stage = earlier.stage
        settings[earlier.run.run.recording.title] = earlier.run.experiment.knobs
        let changes = page.changes(earlier.run)
        return [
            .show(
                page.set(
                    changes.isEmpty
                        ? "Back to the run of \(earlier.run.demo.name) with nothing changed."
                        : "Back to the run before."
                ) + changes
            )
        ]
    }
}

extension WhatIf {
    /// What the learner does, in a clause without its end.
    var words: String {
        switch self {
        case .cancel(let name): "you cancel \(name.quotable)"
        case .resolve(let name, ""): "you set \(name.quotable)"
        case .resolve(let name, let text): "you set \(name.quotable) to \(text.quotable)"
        case .fail(let name, let text): "you put the error \(text.quotable) into \(name.quotable)"
        case .delay(let name, let by):
            "you move the timer of \(name.quotable) by \(LoopTime.short(by)) s"
        }
    }
}
