import LoopEvents
import Testing
import Trace

/// The article that documents the format, read from the sources.
struct RecordFormatTests {
    private func article() throws -> [Substring] {
        let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let path = "/\(folder)/Sources/Trace/Trace.docc/RecordFormat.md"
        return try readFile(path).split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The rows of the table whose first column is `` `kind` ``.
    private func rows() throws -> [[String]] {
        try article().filter { $0.hasPrefix("| `") }.map { row in
            row.split(separator: "|").map { cell in
                String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
        }
    }

    @Test func `the article's table of kinds and causes is the code's`() throws {
        let documented = try rows().filter { $0.count == 3 }.map { [$0[0], $0[2]] }
        let real = EventKind.allCases.map { kind in
            let causes = EventKind.allCases.filter { kind.legalCauses.contains($0) }
            return [
                "`\(kind)`",
                kind.isRoot ? "root" : causes.map { "\($0)" }.joined(separator: ", "),
            ]
        }
        let expected = real.map { "| \($0[0]) | | \($0[1]) |" }.joined(separator: "\n")
        #expect(documented == real, "the table should say\n\(expected)")
    }

    @Test func `a root has no cause and everything else has some`() {
        for kind in EventKind.allCases {
            #expect(kind.legalCauses.isEmpty == kind.isRoot)
        }
    }

    @Test func `the article names every field that is written`() throws {
        let fields = try rows().filter { $0.count == 2 }.map { $0[0] }
        #expect(
            fields == [
                "`seq`", "`pass`", "`time`", "`kind`", "`task`", "`taskName`", "`subject`",
                "`other`", "`role`", "`outcome`", "`line`", "`text`", "`value`", "`detail`",
                "`cause`",
            ]
        )
    }

    @Test func `the article gives the version that is written`() throws {
        #expect(try article().contains { $0.contains("`version` is \(JSONLines.version)") })
    }
}
