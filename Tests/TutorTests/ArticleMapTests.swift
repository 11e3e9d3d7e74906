import Foundation
import LessonBook
import LessonFormat
import Testing

/// The table that says where the article's sections and examples live.
@Suite struct ArticleMapTests {
    private static var rows: [[String]] {
        get throws {
            let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent(
                    "../../Sources/LessonBook/LessonBook.docc/ArticleMap.md"
                )
            return try String(contentsOf: file, encoding: .utf8)
                .split(separator: "\n")
                .filter { $0.hasPrefix("| ") }
                .map { line in
                    line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
                }
                .filter { $0.count == 4 && $0[0] != "section" }
        }
    }

    @Test func `every demo the table names is in the lesson it names`() throws {
        let rows = try Self.rows
        #expect(rows.count > 30)
        for row in rows {
            let lesson = try #require(lessonBook.first { $0.name == row[2] }, "\(row)")
            #expect(lesson.demos.contains { $0.name == row[3] }, "\(row)")
        }
    }

    @Test func `every section of the first three chapters is in the table`() throws {
        let sections = Set(try Self.rows.map { $0[0] })
        let expected = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3.1", "2.3.2", "3.1", "3.2"]
        #expect(sections.isSuperset(of: expected))
    }

    @Test func `every lesson of the table shows Python beside Swift`() throws {
        for embedded in lessonBook {
            let lesson = try Lesson(source: embedded.source, path: embedded.path)
            let python = lesson.steps.flatMap(\.blocks).count { block in
                if case .code(let code) = block { code.language == .python } else { false }
            }
            #expect(python >= 3, "\(lesson.name)")
        }
    }
}
