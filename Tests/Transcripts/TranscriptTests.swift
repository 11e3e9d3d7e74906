import Foundation
import LessonBook
import Testing

@testable import Tutor

/// The program's behaviour as text that a reviewer reads: see `Transcript` for the form.
@Suite struct Transcripts {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    static let environment = ProcessInfo.processInfo.environment
    static let isRecording = environment["LOOPWALK_RECORD"] == "1"

    /// The lessons' file names without `.md`.
    static let lessons: [String] = files("../../Lessons", ending: ".md")

    static func files(_ subfolder: String, ending: String) -> [String] {
        let path = folder.appendingPathComponent(subfolder).path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }
            .sorted()
    }

    @Test(arguments: files("Prompt", ending: ".transcript"))
    func `the prompt answers as recorded`(name: String) throws {
        try check("Prompt/\(name).transcript", fresh: nil)
    }

    @Test(arguments: lessons)
    func `a lesson replays as recorded`(lesson: String) throws {
        // What the loop does on the real clock is never quite the same; what is printed is.
        let isReal = lessonBook.first { $0.fileName == "\(lesson).md" }?.demos.contains {
            $0.clock == .real
        }
        let fresh =
            isReal == true
            ? Transcript(
                reason: "lesson \(lesson), every step and every demo's output, at 80 columns",
                command: "loopwalk replay \(lesson) --output-only"
            )
            : Transcript(
                reason: "lesson \(lesson), every step and every demo's log, at 80 columns",
                command: "loopwalk replay \(lesson)"
            )
        try check("Lessons/\(lesson).transcript", fresh: fresh)
    }

    @Test func `no transcript is left over from a lesson that is gone`() {
        let orphans = Set(Self.files("Lessons", ending: ".transcript")).subtracting(Self.lessons)
        #expect(orphans.isEmpty, "delete Tests/Transcripts/Lessons/: \(orphans.sorted())")
    }

    @Test func `a diff shows what changed with three lines around it`() {
        let old = (1...9).map { "\($0)" }
        var new = old
        new[4] = "five"
        new.append("10")
        let expected = """
            @@ -2,8 +2,9 @@
             2
             3
             4
            -5
            +five
             6
             7
             8
             9
            +10
            """
        #expect(unifiedDiff(old, new) == expected)
    }

    private func check(_ path: String, fresh: Transcript?) throws {
        let file = Self.folder.appendingPathComponent(path)
        let text = try? String(contentsOf: file, encoding: .utf8)
        let recorded = try #require(
            text.map { Transcript($0) } ?? fresh,
            "\(path) does not begin with '# why' and '$ command'"
        )
        let played = try recorded.played()
        guard played.exchanges.map(\.input) == recorded.exchanges.map(\.input) else {
            Issue.record("\(path): a command hides the lines typed into it; let their echo through")
            return
        }
        if text == nil || Self.isRecording {
            guard Self.environment["CI"] == nil else {
                Issue.record("\(path) is missing, and nothing is recorded where CI is set")
                return
            }
            try played.text.write(to: file, atomically: true, encoding: .utf8)
            if text == nil { Issue.record("\(path) was missing; it has been recorded: review it") }
        } else if played != recorded {
            Issue.record("\(Comment(rawValue: complaint(path, recorded, played)))")
        }
    }

    func complaint(_ path: String, _ recorded: Transcript, _ played: Transcript) -> String {
        let old = recorded.text.split(separator: "\n", omittingEmptySubsequences: false)
        let new = played.text.split(separator: "\n", omittingEmptySubsequences: false)
        return """
            --- \(path)
            +++ what comes now
            \(unifiedDiff(old.map(String.init), new.map(String.init)))
            If that is meant: LOOPWALK_RECORD=1 swift test --filter Transcripts
            """
    }
}
