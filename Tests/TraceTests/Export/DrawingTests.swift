import AsyncLoop
import Foundation
import FoundationXML
import LoopEvents
import Testing
import Trace

extension LoopSuites {
    @Suite struct DrawingTests {
        /// What stands in a drawing, as an XML parser reads it.
        private final class Reading: NSObject, XMLParserDelegate {
            var classes: [String: Int] = [:]
            var names: Set<String> = []
            var titles: [String] = []
            var texts: [String] = []
            private var open: [String] = []

            func parser(
                _ parser: XMLParser,
                didStartElement name: String,
                namespaceURI: String?,
                qualifiedName: String?,
                attributes: [String: String] = [:]
            ) {
                names.insert(name)
                classes[attributes["class"] ?? "", default: 0] += 1
                open.append(name)
                if name == "title" { titles.append("") }
                if name == "text" { texts.append("") }
            }

            func parser(
                _ parser: XMLParser,
                didEndElement name: String,
                namespaceURI: String?,
                qualifiedName: String?
            ) {
                open.removeLast()
            }

            func parser(_ parser: XMLParser, foundCharacters text: String) {
                if open.last == "title" { titles[titles.count - 1] += text }
                if open.last == "text" { texts[texts.count - 1] += text }
            }
        }

        private func drawing(_ recording: Recording) -> String {
            var text = ""
            ExportFormat.svg.write([recording]) { text += $0 }
            return text
        }

        private func reading(_ recording: Recording) throws -> Reading {
            let parser = XMLParser(data: Data(drawing(recording).utf8))
            let reading = Reading()
            parser.delegate = reading
            try #require(parser.parse(), "\(String(describing: parser.parserError))")
            return reading
        }

        @Test(arguments: Programs.all + [hostileTexts])
        func `a drawing is well-formed, with a lane and all bars of every task`(
            _ program: Program
        ) async throws {
            let recording = await program.run()
            let reading = try reading(recording)
            let steps = recording.events.count { $0.kind == .taskStepped }
            let bars = reading.titles.count { $0.contains(" runs, ") }
            #expect(bars >= steps)
            for task in recording.tasks where task.name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
            {
                #expect(reading.titles.contains(task.name))
            }
            #expect(
                reading.classes["said", default: 0] - 1
                    == recording.events.count { $0.kind == .output }
            )
        }

        @Test func `a callback's bar ends with its pass, however long the loop sleeps then`()
            async throws
        {
            let recording = await Recording {
                EventLoop.callSoon { print("soon") }
                try await sleep(1)
            }
            let titles = try reading(recording).titles
            #expect(titles.contains("a callback runs, at 0.000"))
            #expect(!titles.contains { $0.hasPrefix("a callback runs, from") })
        }

        @Test func `no text becomes markup or a command`() async throws {
            let recording = await hostileTexts.run()
            let text = drawing(recording)
            #expect(try !reading(recording).names.contains("script"))
            #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
            #expect(!text.contains("http") || text.components(separatedBy: "http").count == 2)
        }

        @Test func `light and dark come from the viewer, and a bar says in words what it shows`()
            async throws
        {
            let recording = await Programs.sleepers.run()
            #expect(drawing(recording).contains("prefers-color-scheme: dark"))
            let titles = try reading(recording).titles
            #expect(titles.contains("A waits for its timer (1.000), from 0.000 to 1.000"))
            #expect(titles.contains { $0.hasPrefix("A printed: A begins (0.000, pass 2, line ") })
        }
    }
}
