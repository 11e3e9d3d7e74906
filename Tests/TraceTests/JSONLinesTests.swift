import AsyncLoop
import Foundation
import LoopEvents
import Testing
import Trace

extension LoopSuites {
    @Suite struct JSONLinesTests {
        private func objects(_ recording: Recording) throws -> [[String: Any]] {
            let lines = JSONLines(recording).text.split(separator: "\n")
            return try lines.map { line in
                let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
                return try #require(value as? [String: Any])
            }
        }

        @Test(arguments: Programs.all)
        func `every line is an object with the same fields`(_ program: Program) async throws {
            let recording = await program.run()
            let objects = try objects(recording)
            #expect(objects.count == recording.events.count + 1)
            for (index, object) in objects.dropFirst().enumerated() {
                #expect(
                    Set(object.keys) == [
                        "seq", "pass", "time", "kind", "task", "taskName", "subject", "other",
                        "role", "outcome", "line", "text", "value", "detail", "cause",
                    ]
                )
                #expect(object["seq"] as? Int == index)
                #expect(object["kind"] as? String == "\(recording.events[index].kind)")
                #expect(object["cause"] as? Int == recording.cause(of: index))
            }
        }

        @Test func `the header says what follows`() async throws {
            let header = try objects(await Programs.sleepers.run())[0]
            #expect(header["format"] as? String == "loopwalk-record")
            #expect(header["version"] as? Int == 1)
            #expect(header["clock"] as? String == "virtual")
            #expect(header["droppedEvents"] as? Int == 0)
        }

        @Test func `time is in seconds, exact and with no more digits than it needs`() async throws
        {
            let recording = await Recording {
                try await sleep(0.1)
                try await sleep(0.000_000_001)
            }
            let text = JSONLines(recording).text
            #expect(text.contains("\"time\":0.1,"))
            #expect(text.contains("\"time\":0.100000001,"))
            #expect(text.contains("\"time\":0,"))
        }

        @Test func `texts come back as they were printed, whatever is in them`() async throws {
            let texts = [
                "plain", "quote \" and \\ backslash", "line\nand\r\ttab", "\u{1B}[31m\u{7}\u{0}",
                "进度 é 👩‍👩‍👧", "\u{7F}\u{85}\u{9B}\u{2028}\u{2029}", "</script>",
            ]
            let recording = await Recording { for text in texts { EventLoop.output(text) } }
            let printed = try objects(recording).filter { $0["kind"] as? String == "output" }
            #expect(printed.map { $0["text"] as? String } == texts)
            let raw = JSONLines(recording).text.unicodeScalars
            #expect(raw.allSatisfy { $0 == "\n" || !(0..<0x20).contains($0.value) })
        }
    }
}
