import LoopEvents
import Testing

@testable import Trace

extension LoopSuites {
    @Suite struct StageTests {
        @Test(arguments: Programs.all)
        func `a timeline's board is the fold's, wherever its checkpoints are`(
            _ program: Program
        ) async {
            let recording = await program.run()
            for (spacing, room) in [(1, 1_000_000), (3, 1_000_000), (8, 40), (16_384, 1)] {
                let timeline = Timeline(recording, spacing: spacing, room: room)
                for index in 0...recording.events.count {
                    #expect(timeline.board(at: index) == recording.board(after: index))
                }
            }
            let timeline = Timeline(recording)
            #expect(timeline.board(at: -1) == Board())
            #expect(timeline.board(at: .max) == timeline.board(at: recording.events.count))
        }

        @Test(arguments: Programs.all)
        func `steps forward and back are the log's rows`(_ program: Program) async {
            let recording = await program.run()
            let rows = Log(recording).rows.filter { !$0.range.isEmpty }
            var stage = Stage(recording)
            for row in rows {
                let moved = stage.forward()
                #expect(moved)
                #expect(stage.index == row.range.upperBound)
                #expect(stage.scene.event == row.event && stage.scene.line == row.line)
                #expect(
                    stage.scene.task == row.task && stage.scene.advice == nil || row.tone != .plain
                )
                if row.tone != .output { #expect(stage.scene.sentence == row.sentence) }
            }
            let isBeyond = stage.forward()
            #expect(!isBeyond)
            for row in rows.reversed() {
                #expect(stage.index == row.range.upperBound)
                let moved = stage.back()
                #expect(moved)
            }
            let isBefore = stage.back()
            #expect(stage.index == 0 && !isBefore)
        }

        @Test(arguments: Programs.all)
        func `a moment is the same however it was reached`(_ program: Program) async {
            let recording = await program.run()
            var walker = Stage(recording)
            let moments = (0...recording.events.count).map { index in
                walker.go(to: index)
                return Moment(walker)
            }
            for index in recording.events.indices.reversed() {
                walker.go(to: index)
                #expect(Moment(walker) == moments[index])
            }
            // Every seventh, round and round: far and near, forward and back.
            for step in moments.indices {
                let index = step * 7 % moments.count
                walker.go(to: index)
                #expect(Moment(walker) == moments[index])
            }
        }

        /// All there is to see at a moment.
        struct Moment: Equatable {
            let board: Board
            let scene: Stage.Scene
            let plain: [String]

            init(_ stage: Stage) {
                board = stage.board
                scene = stage.scene
                plain = stage.plain.map(\.text)
            }
        }

        @Test func `a line printed in pieces grows piece by piece`() async {
            let recording = await Programs.printsMuch.run()
            var stage = Stage(recording)
            var seen: [[String]] = []
            for index in 0...recording.events.count {
                stage.go(to: index)
                let lines = stage.output(last: 10).lines.map(\.text)
                if seen.last != lines { seen.append(lines) }
            }
            #expect(seen.prefix(4) == [[], ["one"], ["one line"], ["one line", "two", "lines"]])
            #expect(seen.last?.count == recording.output.count)
        }

        @Test func `a run that broke off says so at its end, and only there`() async {
            let whole = await Programs.twoSleepersOneGather.run()
            let recording = whole.rearranged(Array(whole.events.dropLast(12)))
            var stage = Stage(recording)
            stage.go(to: stage.count)
            #expect(stage.notes.count == 1 && stage.notes[0].text.contains("the record ends here"))
            stage.back()
            #expect(stage.notes.isEmpty)
        }

        @Test func `a timer that is late says how late`() async {
            let recording = await Programs.blocking.run()
            var stage = Stage(recording)
            var said: Set<String> = []
            while stage.forward() { said.formUnion(stage.plain.map(\.text)) }
            #expect(said.contains { $0.contains("patient for its timer, until 0.100, 1.9 s ago") })
        }

        @Test func `find goes to the next step that says it, and round`() async {
            let recording = await Programs.twoSleepersOneGather.run()
            var stage = Stage(recording)
            var found = stage.find("SLEEP IS OVER")
            let first = stage.index
            #expect(found && stage.scene.sentence.text.contains("sleep is over"))
            found = stage.find("sleep is over")
            #expect(found && stage.index > first)
            found = stage.find("sleep is over")
            #expect(found && stage.index == first)
            found = stage.find("zebra") || stage.find("")
            #expect(!found && stage.index == first)
        }

        @Test func `a followed task's steps are walked, and no others`() async {
            let recording = await Programs.twoSleepersOneGather.run()
            var stage = Stage(recording)
            stage.followed = 3
            var sentences: [String] = []
            while stage.forward() { sentences.append(stage.scene.sentence.text) }
            #expect(!sentences.isEmpty)
            let name = recording.taskName(3)
            #expect(sentences.allSatisfy { $0.contains(name) }, "\(sentences)")
            let count = sentences.count
            var back = 0
            while stage.back() { back += 1 }
            #expect(back == count - 1)
        }

        @Test func `stops name a line, a task or a kind of event`() async throws {
            let recording = await Programs.twoSleepersOneGather.run()
            #expect(Stop("line 12", in: recording) == .line(12))
            #expect(Stop("12", in: recording) == .line(12))
            let name = recording.taskName(2)
            #expect(Stop(name, in: recording) == .task(2))
            #expect(Stop("tim", in: recording)?.name(in: recording) == "timer")
            for text in ["", "zebra", "0", "line 0", "-3"] {
                #expect(Stop(text, in: recording) == nil, "\(text)")
            }
            var stage = Stage(recording)
            var found = stage.goOn(forward: true)
            #expect(!found)
            stage.stops = [try #require(Stop("timer", in: recording))]
            found = stage.goOn(forward: true)
            #expect(found && stage.isAtStop)
            let first = stage.index
            found = stage.goOn(forward: true)
            #expect(found && stage.index > first)
            found = stage.goOn(forward: true)
            #expect(!found)
            found = stage.goOn(forward: false)
            #expect(found && stage.index == first)
            found = stage.goOn(forward: false)
            #expect(!found)
        }
    }
}
