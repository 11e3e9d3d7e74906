import AsyncLoop
import LessonFormat
import LoopSupport
import Trace

/// What happens when `main` runs; `firstLine` is the line shown as 1.
func record(
    firstLine: Int = 1,
    _ main: @escaping @EventLoop () async throws -> Void
) async -> Recording {
    let run = await runLoop(line: 0, main)
    return withExtendedLifetime(run.recorder) {
        Recording(run.buffer, title: "demo", firstLine: firstLine)
    }
}

/// A lesson's only demo, with these claims and, if any, options for a question.
func demo(
    claims: [String],
    options: [String] = [],
    attributes: String = "",
    codeLines: Int = 1
) throws -> Demo {
    var text = "# Title\n\nA summary.\n\n## Step\n\n"
    text += "```swift demo one\(attributes)\n"
    text += String(repeating: "print(1)\n", count: codeLines) + "```\n\n"
    if !options.isEmpty {
        text += "```question\nWhat?\n"
        for option in options { text += "- yes => \(option)\n" }
        text += "```\n\n"
    }
    if !claims.isEmpty {
        text += "```claims\n" + claims.joined(separator: "\n") + "\n```\n"
    }
    return try Lesson(source: text, path: "Lessons/01-x.md").demos[0]
}

/// One claim, as an author writes it.
func claim(_ text: String) throws -> Claim {
    try demo(claims: [text], codeLines: 99).claims[0]
}

struct Refused: Error, CustomStringConvertible {
    var description: String { "Refused: no" }
}
