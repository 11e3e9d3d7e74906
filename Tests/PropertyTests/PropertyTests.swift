import Glibc
import LoopEvents
import LoopSupport
import Testing

@testable import Trace

/// Random programs, each a function of its seed: what holds for all of them.
///
/// `LOOPWALK_SEED=n swift test --filter PropertyTests` runs program n alone and prints it;
/// `LOOPWALK_SEEDS=n` runs the first n, for builds in which each takes long.
@Suite(.serialized) struct PropertyTests {
    static let count: UInt64 = 4_000

    static var seeds: [UInt64] {
        if let seed = number("LOOPWALK_SEED") { return [seed] }
        return Array(1...max(1, number("LOOPWALK_SEEDS") ?? count))
    }

    private static func number(_ variable: String) -> UInt64? {
        getenv(variable).flatMap { UInt64(String(cString: $0)) }
    }

    @Test func `random programs keep the loop's rules, and a replay is the same`() async {
        let isAlone = Self.seeds.count == 1
        let failures = await alone {
            var failures: [String] = []
            for seed in Self.seeds {
                let program = ProgramGenerator.program(seed)
                let broken = Self.violations(in: program)
                if isAlone {
                    Swift.print(program)
                    for line in ProgramRun(program).notes.lines { Swift.print("    " + line) }
                }
                guard !broken.isEmpty else { continue }
                failures.append(
                    """
                    LOOPWALK_SEED=\(seed) breaks rules:
                    \(broken.prefix(10).map { "  " + $0 }.joined(separator: "\n"))
                    \(program)
                    """
                )
                // A fault that breaks one program breaks many; three are enough to look at.
                if failures.count == 3 { break }
            }
            return failures
        }
        for failure in failures { Issue.record(Comment(rawValue: failure)) }
    }

    /// Runs `program` twice and says what rule either run, or the two together, broke.
    static func violations(in program: RandomProgram) -> [String] {
        let run = ProgramRun(program)
        var broken = run.notes.broken + RecordInvariants.violations(of: run.events)
        if run.buffer.droppedEvents > 0 { broken.append("the record is full") }
        broken += endViolations(run)
        if CPython.printed(run.notes.lines, seed: program.seed) == false {
            broken.append("CPython printed something else (see CPython.swift)")
        }
        broken += boardViolations(run, seed: program.seed)
        broken += fileViolations(run)
        broken += whyViolations(run)
        // It takes two runs more.
        if program.seed % 4 == 0 { broken += WhatIfs.violations(in: program, run) }

        let replay = ProgramRun(program)
        if run.events != replay.events || run.texts != replay.texts {
            let parting = zip(run.events, replay.events).enumerated().first { $1.0 != $1.1 }
            broken.append("the replay parts from the run at event \(parting?.offset ?? -1)")
        }
        return broken
    }

    /// Every task ends or is reported, and who is reported waits for what will not come.
    private static func endViolations(_ run: ProgramRun) -> [String] {
        let names = Recording(run.buffer).tasks.filter { $0.finished == nil }.map(\.name)
        var broken: [String] = []
        let reported = run.deadlocked ?? run.abandoned
        if names != reported {
            broken.append("\(names) never ended, and \(reported) were reported")
        }
        // Only after a deadlock is nobody on the way to what waits.
        if run.deadlocked != nil { broken += run.notes.lostWakeups }
        return broken
    }

    /// A moment is the same whether it was jumped to, or come to from before or after it; and the
    /// rows found near by are those of the whole log.
    private static func viewViolations(
        _ recording: Recording,
        _ random: inout SplitMix
    ) -> [String] {
        var broken: [String] = []
        let count = recording.events.count
        let timeline = Timeline(
            recording,
            spacing: 1 + random.below(60),
            room: random.below(3_000)
        )
        var stage = Stage(recording)
        for _ in 0..<4 {
            let index = random.below(count + 1)
            let board = recording.board(after: index)
            if timeline.board(at: index) != board { broken.append("the timeline at \(index)") }
            stage.go(to: index)
            let (scene, reached) = (stage.scene, stage.board == board)
            if stage.forward() {
                _ = stage.back()
                stage.go(to: index)
            }
            if !reached || stage.scene != scene || stage.board != board {
                broken.append("the stage at \(index) depends on how it was reached")
            }
        }
        // The log of every program would take as long as running it.
        guard random.below(8) == 0 else { return broken }
        let finder = RowFinder(teller: LogTeller(recording))
        for row in Log(recording).rows where !row.range.isEmpty {
            for index in [row.range.lowerBound, row.range.upperBound - 1] {
                let found = finder.row(holding: index)
                if found.range != row.range { broken.append("the row of event \(index)") }
            }
        }
        return broken
    }

    /// A record comes back from its file as it was.
    private static func fileViolations(_ run: ProgramRun) -> [String] {
        let text = JSONLines(Recording(run.buffer)).text
        var reader = RecordReader()
        reader.take(Array(text.utf8))
        do {
            let file = try reader.finish()
            if !file.notes.isEmpty { return ["its file is found wanting: \(file.notes)"] }
            return file.recordings.map { JSONLines($0).text } == [text]
                ? [] : ["its file is another once it was read"]
        } catch {
            return ["its file cannot be read: \(error)"]
        }
    }

    /// A board is the same whether its events were folded in one by one or from the start.
    private static func boardViolations(_ run: ProgramRun, seed: UInt64) -> [String] {
        let recording = Recording(run.buffer)
        var broken: [String] = []
        if recording.damagedEvents > 0 { broken.append("the record is damaged") }
        var random = SplitMix(seed: seed &+ 1)
        let looks = Set((0..<3).map { _ in random.below(recording.events.count + 1) })
        var board = Board()
        for index in 0...recording.events.count {
            if looks.contains(index), board != recording.board(after: index) {
                broken.append("the board after \(index) events depends on how it was reached")
            }
            if index < recording.events.count { board.apply(recording.events[index]) }
        }
        broken += viewViolations(recording, &random)
        let reported = (run.deadlocked ?? run.abandoned).count
        if board.unfinished.count != reported || board.isDeadlocked != (run.deadlocked != nil) {
            broken.append("the last board shows \(board.unfinished) unfinished")
        }
        return broken
    }

    /// Every chain of causes ends in a root, and every hop takes the passes its rule says.
    static func whyViolations(_ run: ProgramRun) -> [String] {
        let recording = Recording(run.buffer)
        let why = Why(recording)
        var seen: Set<Int> = []
        var broken: [String] = []
        for (index, event) in recording.events.enumerated() {
            guard [.taskStepped, .taskWoken, .handleRan].contains(event.kind) else { continue }
            let chain = why.chain(of: index)
            let root = recording.events[chain.rootEvent].kind
            if !root.isRoot { broken.append("event \(index) has no root") }
            for hop in chain.hops where seen.insert(hop.effect).inserted {
                if let rule = hop.rule, rule.passes == hop.passes { continue }
                let rule = hop.rule.map { "\($0.rule.rawValue): \($0.passes ?? -1)" } ?? "no rule"
                broken.append("event \(hop.effect) came +\(hop.passes), but \(rule)")
            }
        }
        return broken
    }
}
