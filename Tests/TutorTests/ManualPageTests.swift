import BuildProducts
import Foundation
import Testing

@testable import Tutor

@Suite struct `The manual page` {
    private let page: String

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appendingPathComponent("Sources/loopwalk/loopwalk.1")
        page = try String(contentsOf: file, encoding: .utf8)
    }

    /// What `loopwalk` writes.
    private func output(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: buildProducts + "/loopwalk")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitForEnd()
        return String(decoding: data, as: UTF8.self)
    }

    /// The lines of one of its sections.
    private func section(_ title: String) -> [Substring] {
        let lines = page.split(separator: "\n")
        let start = lines.firstIndex { $0 == ".Sh \(title)" } ?? lines.endIndex
        return Array(lines[start...].dropFirst().prefix { !$0.hasPrefix(".Sh ") })
    }

    @Test func `names every command of the prompt, with its letter`() {
        let items = section("THE PROMPT").filter { $0.hasPrefix(".It Cm ") }
            .map { Set($0.dropFirst(7).split(whereSeparator: { " ,".contains($0) })) }
        for entry in CommandTable.entries {
            let item = items.first { $0.contains(Substring(entry.name)) }
            #expect(item != nil, "no \(entry.name)")
            if let letter = entry.letter {
                let word = letter == "?" ? "\\&?" : letter
                #expect(item?.contains(Substring(word)) == true, "no \(letter) for \(entry.name)")
            }
        }
        for (name, meant) in CommandTable.synonyms {
            let item = items.first { $0.contains(Substring(meant)) }
            #expect(item?.contains(Substring(name)) == true, "no \(name) for \(meant)")
        }
    }

    @Test func `names every command of the shell and every long option`() throws {
        let help = try output(["--help"])
        let commands = help.split(separator: "SUBCOMMANDS:\n")[1].split(separator: "\n")
            .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasPrefix("  See") }
            .map { String($0.dropFirst(2).prefix { $0 != " " }) }
        #expect(commands.contains("replay"))
        let description = section("DESCRIPTION")
        for command in commands {
            let text = try output(["help", command])
            let options = text.matches(of: /--([a-z-]+)/).map { String($0.output.1) }
            #expect(options.contains("plain"))
            #expect(description.contains { $0.hasPrefix(".It Cm \(command)") }, "no \(command)")
            for option in Set(options) {
                let isNamed = description.contains {
                    $0.hasPrefix(".It ") && "\($0) ".contains("Fl -\(option) ")
                }
                #expect(isNamed, "no --\(option)")
            }
        }
    }
}
