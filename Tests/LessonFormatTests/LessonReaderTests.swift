import StyledText
import Testing

import LessonFormat

private func sample() throws -> Lesson {
    try Lesson(source: sampleLesson, path: "Lessons/02-two-sleepers.md")
}

@Suite struct `A good lesson` {
    @Test func `has the number and name of its file`() throws {
        let lesson = try sample()
        #expect(lesson.number == 2)
        #expect(lesson.name == "two-sleepers")
        #expect(lesson.fileName == "02-two-sleepers.md")
    }

    @Test func `has a title, a summary and steps`() throws {
        let lesson = try sample()
        #expect(lesson.title == "Two sleepers")
        #expect(lesson.summary.map(\.text) == ["What happens when two tasks sleep at once."])
        #expect(lesson.steps.map(\.title) == ["Who wakes first", "Mistakes", "Recap"])
        #expect(lesson.steps.map(\.line) == [6, 48, 72])
        #expect(lesson.recap?.title == "Recap")
    }

    @Test func `keeps its blocks in order, questions and claims hung on their demos`() throws {
        let kinds = try sample().steps.map { step in
            step.blocks.map { block in
                switch block {
                case .prose: "prose"
                case .code(let code): code.language.rawValue
                case .demo(let demo): demo.name
                case .fails: "fails"
                case .hint: "hint"
                case .notes: "notes"
                }
            }
        }
        #expect(
            kinds == [
                ["prose", "python", "two-sleepers", "hint", "notes"],
                ["fails", "text", "swift", "boom"], ["prose"],
            ]
        )
    }

    @Test func `has demos with their code as it stands`() throws {
        let demos = try sample().demos
        #expect(
            demos[0].code == """
                let a = createTask(name: "A") { try await sleep(2) }
                print("both \\(1)")
                try await a.value()

                """
        )
        #expect(demos.map(\.firstLine) == [22, 69])
        #expect(demos.map(\.lineCount) == [3, 1])
        #expect(demos.map(\.clock) == [.virtual, .real])
        #expect(demos.map(\.expectation) == [.success, .error])
    }

    @Test func `has claims at their lines`() throws {
        let claims = try sample().demos[0].claims
        #expect(
            claims.map(\.statement) == [
                .prints("both 1", times: nil, at: 0), .line(3, at: 2_000_000_000),
            ]
        )
        #expect(claims.map(\.line) == [36, 37])
    }

    @Test func `has a question after its demo or before it`() throws {
        let questions = try sample().demos.map(\.question)
        #expect(questions[0]?.text.map(\.text) == ["What is first?"])
        #expect(
            questions[0]?.options.map { $0.text.map(\.text) } == [
                ["A, as it came first"], ["B, whose delay is shorter"],
            ]
        )
        #expect(
            questions[0]?.options.map(\.claim.statement) == [.before("A", "B"), .before("B", "A")]
        )
        #expect(questions[0]?.options.map(\.claim.line) == [29, 31])
        #expect(
            questions[1]?.options.map(\.claim.text) == ["main fails \"boom\"", "prints \"fine\""]
        )
    }

    @Test func `has failing code with the message it expects`() throws {
        let code = try #require(try sample().failingCode.first)
        #expect(code.expectedMessage == "async")
        #expect([code.line, code.firstLine] == [50, 51])
        #expect(code.accepts("1:1: error: 'async' call"))
        #expect(!code.accepts("1:1: error: other"))
    }

    @Test func `keeps inks and tables of its prose`() throws {
        guard case .prose(let prose) = try sample().steps[0].blocks[0] else {
            Issue.record("no prose")
            return
        }
        #expect(
            prose[0].lines == [
                StyledLine([
                    Span("A task gives up its turn with "), Span("await", .code), Span("."),
                ])
            ]
        )
        #expect(prose[1].kind == .bullet(indent: 0))
        #expect(prose[1].lines == [StyledLine([Span("one", .strong), Span(" item")])])
        #expect(prose[2].kind == .bullet(indent: 2))
        let table = Table(
            header: ["call", "time"],
            rows: [[StyledLine("sleep(1)", .code), "1 s"]],
            alignments: [.left, .right]
        )
        #expect(prose[3].kind == .table(table))
        #expect(prose.map(\.line) == [8, 10, 11, 13])
    }

    @Test func `is read the same with carriage returns and a byte order mark`() throws {
        let path = "Lessons/02-two-sleepers.md"
        let text =
            "\u{FEFF}"
            + sampleLesson.split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "\r\n")
        let lesson = try Lesson(bytes: Array(text.utf8), path: path)
        #expect(lesson.source == sampleLesson)
        #expect(try lesson.demos == sample().demos)
    }

    @Test func `joins lines of Chinese without a space`() throws {
        let lesson = try Lesson(
            source: "# 循环\n\n一个线程。\n很多任务 and\nmore.\n\n## 一\n\n好\n",
            path: "01-a.md"
        )
        #expect(lesson.summary.map(\.text) == ["一个线程。很多任务 and more."])
    }
}
