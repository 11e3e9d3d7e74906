import BuildProducts
import DemoRunner
import Foundation
import LessonBook
import LessonFormat
import StyledText
import Terminal
import Testing
import Trace

@testable import Tutor

/// The stage's screens as text that a reviewer reads.
///
/// The command is `stage LESSON DEMO COLUMNSxROWS`, and each typed line keys: characters as they
/// are, others by name, as in `<enter>`; `<50x20>` gives the window another size, `<tick>` lets a
/// playing stage go on. What comes back is the screen, each row after a `|`.
extension Transcripts {
    @Test(arguments: files("Stage", ending: ".transcript"))
    func `the stage shows what was recorded`(name: String) throws {
        let file = Self.folder.appendingPathComponent("Stage/\(name).transcript")
        let text = try String(contentsOf: file, encoding: .utf8)
        let recorded = try #require(Transcript(text), "\(name) has no '# why' and '$ command'")
        var played = recorded
        for index in recorded.exchanges.indices {
            var theatre = try Theatre(recorded.exchanges[index].command)
            var lines = theatre.screen
            for keys in recorded.exchanges[index].input {
                lines.append("> " + keys)
                theatre.type(keys)
                lines += theatre.screen
            }
            played.exchanges[index].lines = lines
            played.exchanges[index].code = "0"
        }
        if Self.isRecording, Self.environment["CI"] == nil {
            try played.text.write(to: file, atomically: true, encoding: .utf8)
        } else if played != recorded {
            Issue.record(
                "\(Comment(rawValue: complaint("Stage/\(name).transcript", recorded, played)))"
            )
        }
    }
}

extension Transcripts {
    @Test(arguments: lessonBook.map { $0.name })
    func `every step of every demo fits into the smallest window`(lesson name: String) throws {
        let embedded = try #require(lessonBook.first { $0.name == name })
        for demo in try Lesson(source: embedded.source, path: embedded.path).demos {
            var theatre = try Theatre("stage \(name) \(demo.name) 60x20")
            repeat {
                let screen = theatre.screen
                #expect(screen.count == 20)
                #expect(screen.allSatisfy { $0.displayWidth <= 61 })
                theatre.type("n")
            } while !theatre.isAtEnd
        }
    }
}

/// A stage in a window.
private struct Theatre {
    private var view: StageView
    private var width: Int
    private var height: Int
    private var hasLeft = false
    private let rendering: Rendering

    init(_ command: String) throws {
        let words = command.split(separator: " ").map(String.init)
        try #require(words.count >= 4 && words[0] == "stage", "\(command)")
        let lesson = try #require(lessonBook.first { $0.name == words[1] })
        let demo = try #require(
            try Lesson(source: lesson.source, path: lesson.path).demos.first { $0.name == words[2] }
        )
        let run = try DemoRunner.run(
            DemoRequest(
                lesson: lesson.name,
                demo: demo.name,
                firstLine: demo.firstLine,
                executable: "\(buildProducts)/loopwalk"
            )
        )
        view = StageView(Stage(run.recording, code: demo.code))
        (width, height) = try #require(Self.size(words[3]))
        rendering = Rendering(colour: false, ascii: words.contains("--ascii"))
    }

    var isAtEnd: Bool { view.stage.index == view.stage.count }

    private static func size(_ text: String) -> (Int, Int)? {
        let numbers = text.split(separator: "x").compactMap { Int($0) }
        return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
    }

    /// The rows, without blanks at their ends.
    var screen: [String] {
        if hasLeft { return ["(left)"] }
        return view.lines(width: width, height: height).map { line in
            var text = "|" + line.rendered(rendering)
            while text.last == " " { text.removeLast() }
            return text
        }
    }

    mutating func type(_ keys: String) {
        var rest = Substring(keys)
        while let first = rest.first {
            guard first == "<", let end = rest.firstIndex(of: ">") else {
                press(.character(first))
                rest = rest.dropFirst()
                continue
            }
            let name = String(rest[rest.index(after: rest.startIndex)..<end])
            rest = rest[rest.index(after: end)...]
            if let size = Self.size(name) {
                (width, height) = size
            } else if name == "tick" {
                view.tick()
            } else if let key = Self.named[name] {
                press(key)
            } else {
                Issue.record("there is no key <\(name)>")
            }
        }
    }

    private mutating func press(_ key: Key) {
        if !view.press(key) { hasLeft = true }
    }

    private static let named: [String: Key] = [
        "enter": .enter, "escape": .escape, "tab": .tab, "up": .up, "down": .down, "left": .left,
        "right": .right, "home": .home, "end": .end, "pageup": .pageUp, "pagedown": .pageDown,
        "backspace": .backspace, "ctrl-c": .control("c"), "ctrl-d": .control("d"),
        "f1": .function(1),
    ]
}
