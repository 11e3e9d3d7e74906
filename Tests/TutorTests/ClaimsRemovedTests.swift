import BuildProducts
import Foundation
import LessonBook
import Testing

/// A lesson says nothing that is not checked: without its claims it does not pass.
@Suite struct ClaimsRemovedTests {
    @Test(arguments: lessonBook.map(\.fileName))
    func `no lesson passes with its claims removed`(_ fileName: String) throws {
        let lesson = try #require(lessonBook.first { $0.fileName == fileName })
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("claims-removed-\(getpid())-\(lesson.name)/Lessons")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        let file = folder.appendingPathComponent(fileName)
        let fence = try Regex("(?s)```claims\\n.*?\\n```\\n")
        let bare = lesson.source.replacing(fence, with: "")
        #expect(bare != lesson.source)
        try bare.write(to: file, atomically: true, encoding: .utf8)

        let (code, output) = try lint(file)
        #expect(code == 1)
        for demo in lesson.demos {
            #expect(output.contains("demo '\(demo.name)' has 0 claims"), "\(output)")
        }
    }

    private func lint(_ file: URL) throws -> (code: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(buildProducts)/loopwalk")
        process.arguments = ["lint", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        return (process.waitForEnd(), String(decoding: output, as: UTF8.self))
    }
}
