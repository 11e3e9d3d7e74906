import AsyncLoop
import LoopEvents
import LoopSupport
import Testing
import Trace

extension LoopSuites {
    @Suite struct RecordingTests {
        @Test(arguments: Programs.all)
        func `every event has a cause that the table allows`(_ program: Program) async {
            let recording = await program.run()
            #expect(recording.events.count > 5)
            for event in recording.events {
                guard event.cause != LoopEvent.noCause else {
                    #expect(event.kind.isRoot, "\(event.kind) \(event.sequence) has no cause")
                    continue
                }
                let cause = recording.events[Int(event.cause)].kind
                #expect(
                    event.kind.legalCauses.contains(cause),
                    "\(event.kind) \(event.sequence) must not be caused by \(cause)"
                )
            }
        }

        @Test(arguments: Programs.all)
        func `every chain of causes ends in a root`(_ program: Program) async {
            let recording = await program.run()
            for index in recording.events.indices {
                let chain = recording.causes(of: index)
                #expect(recording.events[chain.root].kind.isRoot)
                #expect(chain.links.first?.event == index)
                let passes = Int(recording.events[index].pass)
                #expect(passes - Int(recording.events[chain.root].pass) == chain.passes)
            }
        }

        @Test(arguments: Programs.all)
        func `two runs leave the same record`(_ program: Program) async {
            #expect(JSONLines(await program.run()).text == JSONLines(await program.run()).text)
        }

        @Test func `the programs together make every kind of event a virtual clock can make`() async
        {
            var seen: Set<EventKind> = []
            for program in Programs.all {
                seen.formUnion(await program.run().events.map(\.kind))
            }
            // They need a real clock, another thread, or somebody to change the run.
            seen.formUnion([
                .fdWatched, .fdReady, .fdUnwatched, .interrupted, .calledFromThread, .intervened,
            ])
            #expect(Set(EventKind.allCases).subtracting(seen).isEmpty)
        }

        @Test func `output is put together into lines as a terminal would`() async {
            let recording = await Programs.printsMuch.run()
            let lines = recording.output.map(\.text)
            #expect(lines.prefix(3) == ["one line", "two", "lines"])
            #expect(lines.suffix(2) == ["进度…", ""])
            #expect(recording.events[recording.output[0].event].kind == .output)
        }

        @Test func `lines are counted from the first line shown`() async throws {
            let first = #line + 2
            let recording = await Recording(firstLine: first) {
                try await sleep(1)
                EventLoop.output("two")
            }
            let timer = try #require(recording.events.first { $0.kind == .timerArmed })
            let output = try #require(recording.events.first { $0.kind == .output })
            #expect(recording.line(of: timer) == 1 && recording.line(of: output) == 2)
            #expect(recording.line(of: recording.events[0]) == nil)
        }

        @Test func `tasks know their names, parents, beginnings and ends`() async throws {
            let recording = await Programs.sleepers.run()
            #expect(recording.tasks.map(\.name) == ["main", "A", "B"])
            #expect(recording.tasks.map(\.parent) == [0, 1, 1])
            let step = try #require(recording.tasks[1].firstStep)
            let end = try #require(recording.tasks[1].finished)
            #expect(recording.events[step].kind == .taskStepped)
            #expect(recording.events[end].kind == .taskFinished)
            #expect(recording.taskName(0) == "the loop" && recording.taskName(9) == "task 9")
        }
    }
}

/// Records that no loop wrote.
struct DamagedRecordTests {
    private func recorder(_ events: [LoopEvent], room: Int = 100) -> Recorder {
        let recorder = Recorder(events: room)
        for event in events { _ = recorder.buffer.append(event) }
        return recorder
    }

    private func created(task: UInt32) -> LoopEvent {
        var event = LoopEvent(.taskCreated)
        (event.task, event.cause) = (task, 0)
        return event
    }

    @Test func `what cannot be is left out with all that follows`() {
        var future = LoopEvent(.taskStepped)
        future.cause = 7
        var stranger = LoopEvent(.taskStepped)
        (stranger.task, stranger.cause) = (4_000_000_000, 1)
        var earlier = LoopEvent(.passBegan)
        (earlier.time, earlier.cause) = (-5, 0)
        for wrong in [future, stranger, earlier, created(task: 3)] {
            let writer = recorder([
                LoopEvent(.loopStarted), created(task: 1), wrong, created(task: 2),
            ])
            let recording = withExtendedLifetime(writer) { Recording(writer.buffer) }
            #expect(recording.events.count == 2)
            #expect(recording.damagedEvents == 2)
            #expect(Log(recording).warnings.count == 1)
        }
    }

    @Test func `an empty record has an empty log`() {
        let writer = recorder([])
        let recording = withExtendedLifetime(writer) { Recording(writer.buffer) }
        #expect(Log(recording).rows.isEmpty)
        #expect(recording.board(after: 0) == Board())
        #expect(recording.endTime == 0)
    }
}
