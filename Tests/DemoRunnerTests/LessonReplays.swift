import BuildProducts
import DemoRunner
import Foundation
import LessonBook
import LoopEvents
import Testing
import Trace

/// The lessons' demos, run again and again by the tutor's own program.
@Suite(.serialized) struct LessonReplays {
    private static let release = "\(releaseProducts)/loopwalk"

    private func recordings(of executable: String) throws -> [Recording] {
        try lessonBook.flatMap { lesson in
            try lesson.demos.filter { $0.clock == .virtual }.map { demo in
                try DemoRunner.run(
                    DemoRequest(lesson: lesson.name, demo: demo.name, executable: executable)
                ).recording
            }
        }
    }

    private func records(of executable: String) throws -> [String] {
        try recordings(of: executable).map { JSONLines($0).text }
    }

    @Test func `every event of every demo has a legal cause, every chain a root`() throws {
        for recording in try recordings(of: "\(buildProducts)/loopwalk") {
            #expect(!recording.events.isEmpty, "\(recording.title)")
            for (index, event) in recording.events.enumerated() {
                guard let cause = recording.cause(of: index) else {
                    #expect(event.kind.isRoot, "\(recording.title): \(event.sequence)")
                    continue
                }
                // A cause is earlier than what it causes, so a chain of legal ones has an end, and
                // only a root has no cause.
                #expect(cause < index, "\(recording.title): \(event.sequence)")
                #expect(
                    event.kind.legalCauses.contains(recording.events[cause].kind),
                    "\(recording.title): \(event.sequence)"
                )
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
