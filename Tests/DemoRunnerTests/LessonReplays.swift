import BuildProducts
import DemoRunner
import Foundation
import LessonBook
import LessonFormat
import LoopEvents
import PageSupport
import Testing
import Trace

/// The lessons' demos, run again and again by the tutor's own program.
@Suite(.serialized) struct LessonReplays {
    private static let release = "\(releaseProducts)/loopwalk"

    /// A run of each demo: most of what is asked here is asked of the same ones.
    private static let runs = Result { try recordings(of: "\(buildProducts)/loopwalk") }

    private static func recordings(
        of executable: String,
        where isMeant: (Demo) -> Bool = { _ in true }
    ) throws -> [Recording] {
        try lessonBook.flatMap { lesson in
            let demos = try Lesson(source: lesson.source, path: lesson.path).demos
            return try demos.filter { $0.clock == .virtual && isMeant($0) }.map { demo in
                try DemoRunner.run(
                    DemoRequest(lesson: lesson.name, demo: demo.name, executable: executable)
                ).recording
            }
        }
    }

    private func records(
        of executable: String,
        where isMeant: (Demo) -> Bool = { _ in true }
    ) throws -> [String] {
        try Self.recordings(of: executable, where: isMeant).map { JSONLines($0).text }
    }

    @Test func `every event of every demo has a legal cause, every chain a root`() throws {
        for recording in try Self.runs.get() {
            #expect(!recording.events.isEmpty, "\(recording.title)")
            for (index, event) in recording.events.enumerated() {
                guard let cause = recording.cause(of: index) else {
                    #expect(event.kind.isRoot, "\(recording.title): \(event.sequence)")
                    continue
                }
                // A cause is earlier than what it causes, so a chain of legal ones has an end, and
                // only a root has no cause.
                #expect(cause < index, "\(recording.title): \(event.sequence)")
                #expect(
                    event.kind.legalCauses.contains(recording.events[cause].kind),
                    "\(recording.title): \(event.sequence)"
                )
            }
        }
    }

    @Test func `every demo's record, written, read and written again, is the same to the byte`()
        throws
    {
        for recording in try Self.runs.get() {
            let text = JSONLines(recording).text
            var reader = RecordReader()
            reader.take(Array(text.utf8))
            let file = try reader.finish()
            #expect(file.notes.isEmpty, "\(recording.title)")
            #expect(file.recordings.map { JSONLines($0).text } == [text], "\(recording.title)")
            #expect(
                file.recordings.map { Log($0).plain } == [Log(recording).plain],
                "\(recording.title)"
            )
        }
    }

    @Test(.enabled(if: canRun(PageScript.node != nil), "node is not there"))
    func `every demo's page shows the board at every moment, forward and back`() throws {
        let recordings = try Self.runs.get()
        var page = ""
        ExportFormat.html.write(recordings) { page += $0 }
        let runs = try PageScript.facts(of: page)
        #expect(runs.count == recordings.count)
        for (run, recording) in zip(runs, recordings) {
            #expect(run.facts == recording.facts, "\(recording.title)")
        }
    }

    @Test func `of every hop in every demo a rule says how many passes it takes`() throws {
        for recording in try Self.runs.get() {
            let why = Why(recording)
            for index in recording.events.indices {
                let chain = why.chain(of: index)
                let root = recording.events[chain.rootEvent].kind
                #expect(root.isRoot, "\(recording.title): \(index)")
                for hop in chain.hops {
                    // Also a task that Swift itself resumes, as after an `async let`.
                    let effect = recording.events[hop.effect]
                    let wakeup =
                        recording.events.indices.contains(Int(effect.cause))
                        ? recording.events[Int(effect.cause)] : effect
                    let isSwifts =
                        recording.task(Int(effect.task))?.isSwifts == true
                        || effect.role == .outside || wakeup.role == .outside
                    #expect(
                        hop.rule == nil ? isSwifts : hop.rule?.passes == hop.passes,
                        "\(recording.title): \(index)"
                    )
                }
            }
        }
    }

    @Test func `every wakeup by a timer in every demo leads back to that timer`() throws {
        for recording in try Self.runs.get() {
            let why = Why(recording)
            for (index, event) in recording.events.enumerated() where event.kind == .taskWoken {
                guard event.role == .sleep, event.cause < index else { continue }
                guard recording.events[Int(event.cause)].outcome == .result else { continue }
                guard case .timer(let handle, let task, let armed?) = why.root(ofWakeup: index)
                else {
                    Issue.record("\(recording.title): \(index)")
                    continue
                }
                #expect(task == Int(event.task))
                #expect(recording.events[armed].subject == UInt32(handle))
                #expect(recording.events[armed].value <= event.time)
            }
        }
    }

    @Test func `every demo leaves the same record at every replay`() throws {
        let first = try Self.runs.get().map { JSONLines($0).text }
        #expect(first.count > 40)
        for _ in 1..<10 {
            #expect(try records(of: "\(buildProducts)/loopwalk") == first)
        }
    }

    @Test func `every moment of every demo is the same however it was reached`() throws {
        for recording in try Self.runs.get() {
            let count = recording.events.count
            var stage = Stage(recording)
            var moments: [[String]] = []
            var board = Board()
            for index in 0...count {
                stage.go(to: index)
                #expect(stage.board == board, "\(recording.title): \(index)")
                moments.append(stage.plain.map(\.text))
                if index < count { board.apply(recording.events[index]) }
            }
            // Backward, then here and there: seven has no divisor in common with most counts.
            let jumps = (0...count).map { $0 * 7 % (count + 1) }
            for index in (0...count).reversed() + jumps {
                stage.go(to: index)
                #expect(stage.board.index == index)
                #expect(stage.plain.map(\.text) == moments[index], "\(recording.title): \(index)")
            }
            let rows = Log(recording).rows.filter { !$0.range.isEmpty }
            stage.go(to: 0)
            for row in rows {
                let moved = stage.forward()
                #expect(moved && stage.index == row.range.upperBound)
                #expect(stage.board == recording.board(after: stage.index))
            }
            for row in rows.reversed() {
                let moved = stage.back()
                #expect(moved && stage.index == row.range.lowerBound)
                #expect(stage.board == recording.board(after: stage.index))
            }
        }
    }

    @Test(
        .enabled(
            if: canRun(isReleased("loopwalk")),
            "the release build of loopwalk is not there"
        )
    )
    func `debug and release leave the same record of every demo`() throws {
        #expect(
            try records(of: "\(buildProducts)/loopwalk") { !$0.isStructured }
                == records(of: Self.release) { !$0.isStructured }
        )
    }

    // Swift's own child tasks take other passes in a release build.
    @Test(
        .enabled(
            if: canRun(isReleased("loopwalk")),
            "the release build of loopwalk is not there"
        )
    )
    func `debug and release print the same at the same times in demos of Swift's own tasks`()
        throws
    {
        func lines(of executable: String) throws -> [[String]] {
            try Self.recordings(of: executable) { $0.isStructured }.map { recording in
                recording.output.map { "\(recording.events[$0.event].time) \($0.text)" }
            }
        }
        let debug = try lines(of: "\(buildProducts)/loopwalk")
        #expect(!debug.isEmpty)
        #expect(try debug == lines(of: Self.release))
    }
}
