import BuildProducts
import DemoRunner
import Foundation
import LessonBook
import Testing
import Trace

/// The lessons' demos, run again and again by the tutor's own program.
@Suite(.serialized) struct LessonReplays {
    private static let release = URL(fileURLWithPath: buildProducts).deletingLastPathComponent()
        .appendingPathComponent("release/loopwalk").path

    private func records(of executable: String) throws -> [String] {
        try lessonBook.flatMap { lesson in
            try lesson.demos.filter { $0.clock == .virtual }.map { demo in
                let run = try DemoRunner.run(
                    DemoRequest(lesson: lesson.name, demo: demo.name, executable: executable)
                )
                return JSONLines(run.recording).text
            }
        }
    }

    @Test func `every demo leaves the same record at every replay`() throws {
        let first = try records(of: "\(buildProducts)/loopwalk")
        #expect(first.count > 40)
        for _ in 1..<10 {
            #expect(try records(of: "\(buildProducts)/loopwalk") == first)
        }
    }

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: release),
            "the release build of loopwalk is not there"
        )
    )
    func `debug and release leave the same record of every demo`() throws {
        #expect(
            try records(of: "\(buildProducts)/loopwalk") == records(of: Self.release)
        )
    }
}
