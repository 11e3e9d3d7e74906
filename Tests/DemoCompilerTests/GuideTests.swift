import Foundation
import LessonFormat
import Testing

@testable import Tutor

/// What the guide for authors shows is true.
@Suite struct `The authors' guide` {
    private let guide: String

    init() throws {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 1...3 { root.deleteLastPathComponent() }
        let file = "Sources/LessonFormat/LessonFormat.docc/AuthorsGuide.md"
        guide = try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
    }

    /// The text between the fences that begin with `fence`.
    private func blocks(_ fence: String) -> [String] {
        let lines = guide.split(separator: "\n", omittingEmptySubsequences: false)
        let closing = fence.prefix { $0 == "`" }
        return lines.indices.filter { lines[$0] == fence }.map { start in
            lines[(start + 1)...].prefix { $0 != closing }.map { $0 + "\n" }.joined()
        }
    }

    @Test func `holds a whole lesson that passes lint`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        let lesson = try #require(blocks("````markdown").first)
        let file = "\(folder.path)/08-late-tea.md"
        try lesson.write(toFile: file, atomically: true, encoding: .utf8)
        let (output, code) = try loopwalk(["lint", file], in: folder)
        #expect(output == "1 lesson and 2 demos checked: all is well\n")
        #expect(code == 0)
    }

    @Test func `shows code that compiles without a remark and runs`() throws {
        // Those inside the whole lesson are another matter.
        let apart = guide.split(separator: "## A whole lesson")[0]
        let snippets = blocks("```swift").filter { apart.contains($0) }
        #expect(snippets.count == 2)
        for code in snippets {
            let folder = try Scratch()
            defer { folder.remove() }
            #expect(try LearnersCode(code).program(in: folder).warnings == [])
            #expect(try LearnersCode(code).run().ending == .finished)
        }
    }

    @Test func `names calls that there are`() throws {
        let code = """
            let a = createTask(name: "A") { try await sleep(0); return 1 }
            let b = createTask(name: "B") { busy(1); return 2 }
            print(try await a.value(), a.isDone, a.isCancelled, a.name, a.cancel("why"))
            print(try await gather({ 1 }, { 2 }), try await gather([a, b]))
            let results = try await gather([a, b], returnExceptions: true)
            for result in results { print(try result.get()) }
            let (done, pending) = try await wait([a, b], returnWhen: .firstCompleted)
            print(done.count, pending.count)
            try await withTimeout(1) { try await sleep(0) }
            print(try await waitFor(a, timeout: 1), try await shield(a).value())
            let f = Future<Int>(name: "f")
            EventLoop.callSoon { try f.setResult(1) }
            EventLoop.callLater(1) { print(EventLoop.time, EventLoop.pass) }
            print(try await f.value())
            let n: Int = try await toThread { block(1); return 7 }
            print(n)
            let q = Queue<Int>(maxsize: 2)
            try await q.put(1)
            print(try await q.get())
            let lock = Lock()
            try await lock.withLock { try await sleep(0) }
            let s = Semaphore(2)
            try await s.withPermit { try await sleep(0) }
            let e = Event()
            e.set()
            try await e.wait()
            """
        let run = try LearnersCode(code).run()
        #expect(run.ending == .finished)
        let words = [
            "createTask(name:", "busy(1)", "gather(", "returnExceptions: true", "returnWhen:",
            "withTimeout(1)", "waitFor(a, timeout: 1)", "shield(a)", "callSoon", "callLater",
            "let n: Int = try await toThread { block(1); return 7 }", "Queue<Int>(maxsize: 2)",
            "withLock", "withPermit",
            "e.set()",
        ]
        for word in words { #expect(guide.contains(word) && code.contains(word), "\(word)") }
    }

    @Test func `shows every claim that there is, and none that there is not`() throws {
        let rows = guide.split(separator: "\n").filter { $0.hasPrefix("| `") }
        let table = guide.split(separator: "\n").drop { $0 != "| claim | it says that |" }
            .dropFirst(2).prefix { $0.hasPrefix("|") }
        #expect(table.count == 16 && rows.count > 30)
        for row in table {
            let claim = row.split(separator: "`")[1]
            let lesson = """
                # T

                S.

                ## A

                ```swift demo a
                print(1)
                print(2)
                print(3)
                print(4)
                ```

                ```claims
                \(claim)
                ```
                """
            #expect(throws: Never.self, "\(claim)") {
                try Lesson(source: lesson, path: "01-t.md")
            }
        }
    }
}
