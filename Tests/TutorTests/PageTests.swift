import LessonFormat
import StyledText
import Testing

@testable import Tutor

@Suite struct `A page` {
    @Test func `code keeps its spaces and numbers its lines from 1`() {
        let lines = Page(width: 80).set(code: "a {\n\tb\n\n}\n", caption: "Swift")
        #expect(lines.map(\.text) == ["Swift", "  1 │ a {", "  2 │     b", "  3 │ ", "  4 │ }"])
    }

    @Test func `a line too long goes on below without a number`() {
        let lines = Page(width: 20).set(code: "0123456789012345\n", caption: "")
        #expect(lines.map(\.text) == ["  1 │ 01234567890123", "    │ 45"])
    }

    @Test func `two blocks stand beside each other only where both fit`() {
        let left: [StyledLine] = ["left", "x"]
        let right: [StyledLine] = ["right"]
        #expect(Page(width: 20).set(left, beside: right).map(\.text) == ["left   right", "x"])
        let long = [StyledLine(String(repeating: "r", count: 15))]
        #expect(Page(width: 20).set(left, beside: long).count == 4)
        #expect(Page(width: 80, plain: true).set(left, beside: right).count == 4)
    }

    @Test func `a plain page says a table in sentences`() {
        let table = Table(
            header: ["one", "two"],
            rows: [["1", "2"], ["3", ""]],
            alignments: [.left, .left]
        )
        let lines = Page(width: 80, plain: true).set([Paragraph(.table(table), [])])
        #expect(lines.map(\.text) == ["• one: 1; two: 2", "• one: 3"])
    }

    @Test(arguments: [20, 50, 80, 200])
    func `nothing is wider than the page`(width: Int) {
        let page = Page(width: width)
        var session = Session(smallCourse(), progress: Progress(), page: page)
        for line in ["", "", "", "help", "help open", "list", "find hello", "replay first"] {
            for case .show(let lines) in session.respond(to: line) {
                for line in lines { #expect(line.displayWidth <= width, "\(line.text)") }
            }
        }
    }
}
