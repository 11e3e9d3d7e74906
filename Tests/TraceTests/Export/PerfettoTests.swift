import Foundation
import LoopEvents
import Testing
import Trace

extension LoopSuites {
    @Suite struct PerfettoTests {
        private struct Item {
            var phase: String
            var name: String
            var track: Int
            var start: Double
            var duration: Double
            var flow: Int
            var args: [String: Any]
            var end: Double { start + duration }

            init(_ object: [String: Any]) {
                phase = object["ph"] as? String ?? ""
                name = object["name"] as? String ?? ""
                track = object["tid"] as? Int ?? -1
                start = (object["ts"] as? NSNumber)?.doubleValue ?? -1
                duration = (object["dur"] as? NSNumber)?.doubleValue ?? 0
                flow = object["id"] as? Int ?? 0
                args = object["args"] as? [String: Any] ?? [:]
            }
        }

        private func items(_ recordings: [Recording]) throws -> [Item] {
            var text = ""
            ExportFormat.perfetto.write(recordings) { text += $0 }
            let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
            let root = try #require(value as? [String: Any])
            return try #require(root["traceEvents"] as? [[String: Any]]).map(Item.init)
        }

        @Test(arguments: Programs.all + [hostileTexts])
        func `every task has a track with its name, and its slices do not overlap`(
            _ program: Program
        ) async throws {
            let recording = await program.run()
            let items = try items([recording])
            let names = items.filter { $0.name == "thread_name" }
            #expect(names.count == recording.tasks.count + 1)
            #expect(Set(names.map(\.track)).count == names.count)
            for task in recording.tasks {
                let slices = items.filter { $0.phase == "X" && $0.track == task.id + 1 }
                    .sorted { $0.start < $1.start }
                let steps = recording.events.count {
                    $0.kind == .taskStepped && $0.task == task.id
                }
                #expect(slices.count { $0.name == "runs" } == steps)
                for (one, next) in zip(slices, slices.dropFirst()) {
                    #expect(one.end <= next.start + 0.000_1)
                }
                #expect(slices.allSatisfy { $0.duration > 0 })
            }
        }

        @Test(arguments: Programs.all)
        func `an arrow leads from every cause on another track, from slice to slice`(
            _ program: Program
        ) async throws {
            let recording = await program.run()
            let items = try items([recording])
            let starts = items.filter { $0.phase == "s" }
            let ends = items.filter { $0.phase == "f" }
            func lane(_ index: Int) -> UInt32 {
                let event = recording.events[index]
                return [.neverAwaited, .neverRetrieved].contains(event.kind) ? 0 : event.task
            }
            let crossing = recording.events.indices.filter { index in
                recording.cause(of: index).map { lane($0) != lane(index) } ?? false
            }
            #expect(starts.count == crossing.count && !starts.isEmpty)
            #expect(starts.map(\.flow) == ends.map(\.flow))
            let slices = Dictionary(grouping: items.filter { $0.phase == "X" }, by: \.track)
            func isInSlice(_ item: Item) -> Bool {
                slices[item.track, default: []].contains {
                    $0.start <= item.start + 0.000_1 && item.start <= $0.end + 0.000_1
                }
            }
            for (start, end) in zip(starts, ends) {
                #expect(start.start < end.start)
                #expect(isInSlice(start))
            }
        }

        @Test func `the counter is the ready queue's length`() async throws {
            let recording = await Programs.waits.run()
            let counts = try items([recording]).filter { $0.phase == "C" }
                .compactMap { $0.args["ready"] as? Int }
            var board = Board()
            var expected: [Int] = []
            for event in recording.events {
                board.apply(event)
                if board.readyCount != expected.last ?? 0 { expected.append(board.readyCount) }
            }
            #expect(counts == expected)
        }

        @Test func `several runs are several processes, whose tracks and arrows differ`()
            async throws
        {
            let recordings = [await Programs.sleepers.run(), await Programs.futures.run()]
            let items = try items(recordings)
            #expect(items.filter { $0.name == "process_name" }.count == 2)
            let tracks = items.filter { $0.name == "thread_name" }.map(\.track)
            #expect(Set(tracks).count == tracks.count)
            let flows = items.filter { $0.phase == "s" }.map(\.flow)
            #expect(Set(flows).count == flows.count)
        }

        @Test func `a run without events is a trace all the same`() throws {
            let recorder = Recorder(events: 1)
            let recording = withExtendedLifetime(recorder) { Recording(recorder.buffer) }
            #expect(try items([recording]).allSatisfy { $0.phase == "M" })
        }
    }
}
