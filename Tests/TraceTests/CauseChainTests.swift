import LoopEvents
import Testing
import Trace

extension LoopSuites {
    @Suite struct CauseChainTests {
        @Test func `a sleeper goes on one pass after its timer`() async throws {
            let recording = await Programs.sleepers.run()
            let step = try #require(
                recording.events.last { $0.kind == .taskStepped && $0.task == 2 }
            )
            let chain = recording.causes(of: Int(step.sequence))
            #expect(
                chain.links.map { recording.events[$0.event].kind } == [
                    .taskStepped, .taskWoken, .futureCompleted, .handleRan, .timerFired,
                ]
            )
            #expect(chain.links.map(\.passes) == [1, 0, 0, 0, 0])
        }

        @Test func `who awaits a gather goes on two passes after its last child`() async throws {
            let recording = await Programs.twoSleepersOneGather.run()
            let step = try #require(
                recording.events.last { $0.kind == .taskStepped && $0.task == 1 }
            )
            let chain = recording.causes(of: Int(step.sequence))
            let end = try #require(
                chain.links.first { recording.events[$0.event].kind == .taskFinished }
            )
            #expect(step.pass - recording.events[end.event].pass == 2)
        }

        @Test func `a chain is told in sentences, the event first`() async throws {
            let recording = await Programs.sleepers.run()
            let step = try #require(
                recording.events.last { $0.kind == .taskStepped && $0.task == 2 }
            )
            let lines = recording.causes(of: Int(step.sequence)).lines(in: recording)
            #expect(
                lines.map(\.text) == [
                    "A got the thread (1.000, pass 6)",
                    "because, 1 pass before, A became ready (1.000, pass 5)",
                    "because A's timer completed its sleep (1.000, pass 5)",
                    "because the timer's callback ran (1.000, pass 5)",
                    "because the timer's deadline came (1.000, pass 5)",
                ]
            )
        }
    }
}
