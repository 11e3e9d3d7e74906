import LoopEvents
import Trace

/// What holds for a random program that is run again with something done to it at a moment.
enum WhatIfs {
    /// Does one thing at a random moment of `run`, and one that changes nothing.
    static func violations(in program: RandomProgram, _ run: ProgramRun) -> [String] {
        var random = SplitMix(seed: program.seed &+ 2)
        let moment = random.below(run.events.count + 1)
        let before = Recording(run.buffer)
        let board = before.board(after: moment)
        var broken = idleViolations(in: program, run, board)
        for deed in deeds(on: board, of: before, &random) {
            broken += violations(in: program, run, Intervention(after: moment, deed))
        }
        return broken
    }

    /// A cancellation and a move, of whoever is there, or a completion.
    private static func deeds(
        on board: Board,
        of recording: Recording,
        _ random: inout SplitMix
    ) -> [Intervention.Deed] {
        var all: [Intervention.Deed] = board.unfinished.map { .cancelTask(UInt32($0)) }
        for timer in board.timers.keys.sorted() {
            all.append(
                .delay(timer: UInt32(timer), task: 0, by: Int64(random.below(3_000)) * 1_000_000)
            )
        }
        for event in recording.events[..<board.index] where event.kind == .futureCreated {
            all.append(
                random.below(2) == 0 ? .resolve(event.subject, "") : .fail(event.subject, "no")
            )
        }
        return all.isEmpty ? [] : [all[random.below(all.count)]]
    }

    /// What comes after the end, and a move by nothing, leave the record as it was.
    private static func idleViolations(
        in program: RandomProgram,
        _ run: ProgramRun,
        _ board: Board
    ) -> [String] {
        var idle = [Intervention(after: run.events.count, .cancelTask(1))]
        if let timer = board.timers.keys.min() {
            idle.insert(
                Intervention(after: board.index, .delay(timer: UInt32(timer), task: 0, by: 0)),
                at: 0
            )
        }
        let again = ProgramRun(program, Experiment(interventions: idle))
        return again.events == run.events && again.texts == run.texts
            ? [] : ["what changes nothing changed the record"]
    }

    private static func violations(
        in program: RandomProgram,
        _ run: ProgramRun,
        _ intervention: Intervention
    ) -> [String] {
        let changed = ProgramRun(program, Experiment(interventions: [intervention]))
        let name = "\(intervention.deed) after \(intervention.moment)"
        var broken: [String] = []
        let recording = Recording(changed.buffer)
        let common = RunParting.common(Recording(run.buffer), recording)
        if common < intervention.moment { broken.append("\(name): the runs part at \(common)") }
        if let done = changed.events.firstIndex(where: { $0.kind == .intervened }) {
            if done != common { broken.append("\(name): done at \(done), parted at \(common)") }
        } else if common != changed.events.count {
            broken.append("\(name): not done, and yet another run")
        }
        if recording.damagedEvents > 0 { broken.append("\(name): the record is damaged") }
        for event in changed.events where event.cause != LoopEvent.noCause {
            let cause = changed.events[Int(event.cause)].kind
            if !event.kind.legalCauses.contains(cause) {
                broken.append("\(name): \(event.kind) by \(cause)")
            }
        }
        broken += PropertyTests.whyViolations(changed).map { "\(name): \($0)" }
        // Words are found for all of it.
        _ = Log(recording)
        return broken
    }
}
