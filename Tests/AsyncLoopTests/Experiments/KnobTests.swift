import AsyncLoop
import LoopEvents
import LoopSupport
import Testing

extension LoopTests {
    @Suite struct KnobTests {
        private func run(_ knobs: [String: KnobValue]) async -> LoopRun<[String]> {
            await runLoop(experiment: Experiment(knobs: knobs)) {
                let delay = knob("delay.B", 2.0)
                let tasks = knob("tasks", 3)
                let eager = knob("eager", false)
                try await sleep(delay)
                return ["\(delay)", "\(tasks)", "\(eager)", "\(EventLoop.time)"]
            }
        }

        @Test func `a knob is what the code says, unless it was set`() async throws {
            #expect(try await run([:]).result.get() == ["2.0", "3", "false", "2.0"])
            let set: [String: KnobValue] = [
                "delay.B": .seconds(0.1), "tasks": .count(-1), "eager": .flag(true),
            ]
            #expect(try await run(set).result.get() == ["0.1", "-1", "true", "0.1"])
        }

        @Test func `a value of another kind, or for no knob, changes nothing`() async {
            let plain = await run([:])
            let odd = await run(["delay.B": .count(7), "tasks": .flag(true), "other": .seconds(1)])
            #expect(odd.events == plain.events)
        }

        @Test func `a knob set to what it is leaves the same record`() async {
            let plain = await run([:])
            let set = await run(["delay.B": .seconds(2), "tasks": .count(3), "eager": .flag(false)])
            #expect(set.events == plain.events)
        }

        @Test func `each reading is recorded, with both values and the line`() async {
            let run = await run(["delay.B": .seconds(0.5)])
            let reads = run.events.filter { $0.kind == .knobRead }
            #expect(reads.map { run.buffer.string($0.text) } == ["delay.B", "tasks", "eager"])
            #expect(reads.map(\.value) == [2_000_000_000, 3, 0])
            #expect(reads.map(\.detail) == [500_000_000, 3, 0])
            #expect(reads.map(\.subject) == [1, 2, 3])
            #expect(reads.allSatisfy { $0.line > 0 && $0.task == 1 })
        }
    }
}
