import StyledText
import Testing

import LessonFormat

/// The prose of a lesson's only step.
private func prose(_ text: String) throws -> [Paragraph] {
    let lesson = try Lesson(source: "# T\n\nS.\n\n## S\n\n\(text)\n", path: "01-x.md")
    guard case .prose(let paragraphs) = lesson.steps[0].blocks[0] else { return [] }
    return paragraphs
}

/// `text` laid out, as plain lines.
private func laidOut(_ text: String, width: Int) throws -> [String] {
    try layOut(prose(text), width: width).map(\.text)
}

@Suite struct `Prose layout` {
    @Test func `wraps text and parts paragraphs by an empty line`() throws {
        #expect(
            try laidOut("one two three four\n\nfive", width: 10) == [
                "one two", "three four", "", "five",
            ]
        )
    }

    @Test func `keeps a break that the author made`() throws {
        #expect(try laidOut("one\\\ntwo", width: 20) == ["one", "two"])
    }

    @Test func `sets lists with hanging lines`() throws {
        let text = """
            - one two three
              - inner
            - last

            9. nine ten eleven
            10. ten

                more
            """
        #expect(
            try laidOut(text, width: 12) == [
                "• one two", "  three", "  • inner", "• last", "9. nine ten", "   eleven",
                "10. ten", "", "    more",
            ]
        )
    }

    @Test func `marks quotes and sets program text as it stands`() throws {
        #expect(
            try laidOut("> one two\n\n    let x = 1  // long\n", width: 8) == [
                "│ one", "│ two", "", "    let x = 1  // long",
            ]
        )
    }

    @Test func `keeps inks through the wrapping`() throws {
        let lines = try layOut(prose("a **b** `c` *d* ***e***"), width: 5)
        #expect(
            lines.flatMap(\.spans).filter { $0.ink != .plain } == [
                Span("b", .strong), Span("c", .code), Span("d", .emphasis), Span("e", .strong),
            ]
        )
    }

    @Test func `shows a link's address once`() throws {
        #expect(
            try laidOut("[docs](https://x.org) <https://y.org>", width: 60) == [
                "docs (https://x.org) https://y.org"
            ]
        )
    }

    static let table = """
        | call | what it does | n |
        |---|:---:|---:|
        | `sleep` | waits for a time | 1 |
        | gather | all | 22 |
        """

    @Test func `sets a table to its cells`() throws {
        #expect(
            try laidOut(Self.table, width: 40) == [
                "call      what it does     n",
                "────────────────────────────",
                "sleep   waits for a time   1",
                "gather        all         22",
            ]
        )
    }

    @Test func `wraps cells where a table is wider than the screen`() throws {
        #expect(
            try laidOut(Self.table, width: 22) == [
                "call     what it     n",
                "           does",
                "──────────────────────",
                "sleep   waits for    1",
                "          a time",
                "gather     all      22",
            ]
        )
    }

    @Test func `lists a table's rows where the screen has no room for columns`() throws {
        #expect(
            try laidOut(Self.table, width: 15) == [
                "call: sleep", "what it does:", "  waits for a", "  time", "n: 1", "",
                "call: gather", "what it does:", "  all", "n: 22",
            ]
        )
    }

    @Test(arguments: [1, 8, 20, 50, 80])
    func `never exceeds the width where words allow it`(width: Int) throws {
        let text = "word 中文字 and **more words** here\n\n- a list item of words\n\n" + Self.table
        for line in try laidOut(text, width: max(width, 8)) {
            #expect(line.displayWidth <= max(width, 8))
        }
        #expect(try !laidOut(text, width: width).isEmpty)
    }

    @Test func `drops control characters that entities make`() throws {
        #expect(try laidOut("a&#27;[31mb &#7;c", width: 20) == ["ab c"])
    }
}
