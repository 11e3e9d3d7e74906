import Foundation
import FuzzSupport
import LessonBook
import LoopSupport
import Testing
import Trace

/// What libFuzzer does for as long as one likes (`make fuzz`), in short and always the same: files
/// with a seeded kind of damage. None may trap, hang, or break what the oracles ask.
@Suite struct MutationTests {
    /// Damaged files of each sort: enough to find what the fuzzers have found.
    private static let count = 2_000

    private static func lessons() -> [[UInt8]] { lessonBook.map { Array($0.source.utf8) } }

    private func cases(_ kind: String) throws -> [(String, [UInt8])] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("FuzzSupport/Cases/\(kind)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try files.sorted().map { name in
            (name, Array(try Data(contentsOf: folder.appendingPathComponent(name))))
        }
    }

    @Test func `what a fuzzer found in records stays mended`() throws {
        for (name, bytes) in try cases("record") {
            #expect(RecordOracle.complaints(about: bytes).isEmpty, "\(name)")
            #expect(RecordOracle.complaints(about: bytes, pieces: 7).isEmpty, "\(name)")
        }
    }

    @Test func `what a fuzzer found in lessons stays mended`() throws {
        for (name, bytes) in try cases("lesson") {
            #expect(LessonOracle.complaints(about: bytes).isEmpty, "\(name)")
        }
    }

    @Test func `damaged records are read as far as they are sound`() async throws {
        let records = await SeedRecords.all()
        for record in records { #expect(RecordOracle.complaints(about: record).isEmpty) }
        for seed in 1...UInt64(Self.count) {
            var mutator = Mutator(seed: seed)
            let one = records[mutator.below(records.count)]
            let other = records[mutator.below(records.count)]
            let bytes = mutator.mutated(one, with: other)
            let pieces = 1 + mutator.below(5_000)
            let complaints = RecordOracle.complaints(
                about: bytes,
                pieces: pieces,
                limits: RecordLimits(events: 300, lineBytes: 5_000, fileBytes: 60_000)
            )
            #expect(complaints.isEmpty, "seed \(seed): \(complaints)")
        }
    }

    @Test func `damaged lessons are read, or refused with a place and a reason`() {
        // A part of a lesson is as good as the whole, and sooner read.
        let lessons = Self.lessons().map { Array($0.prefix(6_000)) }
        for seed in 1...UInt64(Self.count) {
            var mutator = Mutator(seed: seed)
            let one = lessons[mutator.below(lessons.count)]
            let other = lessons[mutator.below(lessons.count)]
            let complaints = LessonOracle.complaints(about: mutator.mutated(one, with: other))
            #expect(complaints.isEmpty, "seed \(seed): \(complaints)")
        }
    }
}
