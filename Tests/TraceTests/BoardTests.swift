import LoopEvents
import Testing
import Trace

extension LoopSuites {
    @Suite struct BoardTests {
        @Test(arguments: Programs.all)
        func `the board at each event is the one before with the event folded in`(
            _ program: Program
        ) async {
            let recording = await program.run()
            var board = Board()
            for (index, event) in recording.events.enumerated() {
                #expect(board == recording.board(after: index))
                board.apply(event)
                #expect(board.index == index + 1)
                #expect(board.time == event.time && board.pass == Int(event.pass))
            }
        }

        /// The queue told by a board is the queue the loop really had: what it says is next, runs.
        @Test(arguments: Programs.all)
        func `what stands first in the ready queue runs next`(_ program: Program) async {
            let recording = await program.run()
            var board = Board()
            for event in recording.events {
                // Swift's own children and returns from outside pass the queue unseen.
                let isSeen = recording.task(Int(event.task)).map { !$0.isSwifts } ?? true
                let woken = recording.cause(of: Int(event.sequence)).map {
                    recording.events[$0].role
                }
                if event.kind == .taskStepped, isSeen, woken != .outside {
                    #expect(board.next == .task(Int(event.task)))
                }
                if event.kind == .handleRan {
                    #expect(board.next == .callback(Int(event.subject)))
                }
                board.apply(event)
            }
            #expect(board.isClosed)
            #expect(board.outputCount == recording.events.count { $0.kind == .output })
        }

        @Test(arguments: Programs.all)
        func `the queue is as long as the loop says when a pass begins`(_ program: Program) async {
            // Swift's own children queue unseen; a cancelled callback keeps its place in the loop's
            // queue (R4) and not on the board.
            guard !["children", "bare task", "callbacks"].contains(program.name) else { return }
            let recording = await program.run()
            var board = Board()
            for event in recording.events {
                board.apply(event)
                if event.kind == .passBegan { #expect(board.readyCount == Int(event.value)) }
            }
        }

        @Test func `a board says who waits for what until when`() async throws {
            let recording = await Programs.twoSleepersOneGather.run()
            let pass = try #require(
                recording.events.first { $0.kind == .passBegan && $0.pass == 3 }
            )
            let board = recording.board(after: Int(pass.sequence))
            #expect(board.wait(of: 1)?.role == .gather)
            #expect(board.wait(of: 2)?.deadline == 1_000_000_000)
            #expect(board.wait(of: 3)?.deadline == 500_000_000)
            #expect(board.timers.count == 2 && board.ready.isEmpty)
            #expect(board.unfinished == [1, 2, 3])
        }

        @Test func `a deadlock leaves its tasks waiting`() async {
            let recording = await Programs.deadlock.run()
            let board = recording.board(after: recording.events.count)
            #expect(board.isDeadlocked && board.unfinished == [1, 2])
            #expect(board.wait(of: 1)?.role == .future)
        }

        @Test func `a descriptor is on the board for as long as it is watched for anything`() {
            var board = Board()
            func apply(_ kind: EventKind, watchedFor detail: Int64) {
                var event = LoopEvent(kind)
                (event.value, event.detail) = (5, detail)
                board.apply(event)
            }
            apply(.fdWatched, watchedFor: 1)
            apply(.fdWatched, watchedFor: 3)
            apply(.fdUnwatched, watchedFor: 2)
            #expect(board.descriptors == [5])
            apply(.fdUnwatched, watchedFor: 0)
            #expect(board.descriptors.isEmpty)
        }

        @Test func `a long queue is folded event by event`() async {
            let recording = await Recording {
                for number in 0..<200 { createTaskNamed(number) }
            }
            let board = recording.board(after: recording.events.count / 2)
            #expect(recording.readyNames(on: board).allSatisfy { $0.hasPrefix("T") })
            let end = recording.board(after: recording.events.count)
            #expect(end.tasks.count == 201 && end.unfinished.isEmpty && end.ready.isEmpty)
        }
    }
}
