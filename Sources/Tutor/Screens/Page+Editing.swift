import DemoCompiler
import LessonFormat
import StyledText

/// The learner's own copies of demos, and what the compiler says of them.
extension Page {
    /// Says that it is the learner's code that is run.
    func announceCopy(of demo: Demo) -> [StyledLine] {
        set(
            "This runs your copy of \(demo.name): diff shows your changes, reset \(demo.name) takes "
                + "them back.",
            .dim
        )
    }

    /// What changes from the lesson's code to `code`.
    func diff(from demo: Demo, to code: String) -> [StyledLine] {
        let lines = unifiedDiff(demo.code.codeLines, code.codeLines)
            .split(separator: "\n").map { sanitized(String($0)).withTabsAsSpaces }
        guard !lines.isEmpty else { return set("Your copy of \(demo.name) changes nothing.") }
        return set("\(demo.name): - as the lesson has it, + as you have it", .dim)
            + lines.flatMap { fold(StyledLine($0, Self.ink(of: $0)), first: "", rest: "  ") }
    }

    private static func ink(of line: String) -> Ink {
        switch line.first {
        case "+": .good
        case "-": .bad
        case "@": .dim
        default: .code
        }
    }

    /// Why a demo that had to be compiled does not run.
    func failure(_ failure: BuildFailure, of order: DemoOrder) -> [StyledLine] {
        switch failure {
        case .refused(let messages):
            let whose = order.isCopy ? "your copy of \(order.demo.name)" : order.demo.name
            return set("The compiler refuses \(whose):", .bad)
                + self.messages(messages.filter(\.isError), on: order.demo)
        case .trouble(let reason):
            let end = reason.hasSuffix("?") ? "" : "."
            return set(
                StyledLine("\(order.demo.name) cannot be run: \(sanitized(reason))\(end)", .bad)
            )
        case .interrupted:
            return set("You stopped the compiler.", .strong)
        }
    }

    /// What the compiler remarks on code that it accepts.
    func warnings(_ messages: [CompilerMessage], on demo: Demo) -> [StyledLine] {
        guard !messages.isEmpty else { return [] }
        return set("The compiler remarks:", .warning) + self.messages(messages, on: demo)
    }

    /// How many messages are shown: the first ones are the cause of the others.
    private static let mostMessages = 3

    private func messages(_ messages: [CompilerMessage], on demo: Demo) -> [StyledLine] {
        var lines = messages.prefix(Self.mostMessages).flatMap { message(on: demo, $0) }
        let more = messages.count - Self.mostMessages
        if more > 0 { lines += set("and \(more) more.", .dim) }
        return lines
    }

    private func message(on demo: Demo, _ message: CompilerMessage) -> [StyledLine] {
        let number = message.line.map { $0 - demo.firstLine + 1 }
        let code = demo.code.codeLines
        // About the program around the code: its braces do not match.
        guard let number, code.indices.contains(number - 1) else {
            return set("At the end: \(sanitized(message.text)). Do the braces match?", .bad)
        }
        return set(StyledLine("line \(number): \(sanitized(message.text))", .bad))
            + marked(code[number - 1], number: number, column: message.column)
    }

    /// The line `number` of a demo's code with a caret below its byte `column`, cut to fit.
    private func marked(_ line: String, number: Int, column: Int) -> [StyledLine] {
        let gutter = { (text: String) in
            StyledLine(
                String(repeating: " ", count: max(0, 3 - text.count)) + text
                    + (plain ? "  " : " │ "),
                .dim
            )
        }
        let before = String(decoding: line.utf8.prefix(max(0, column - 1)), as: UTF8.self)
        let text = Array(sanitized(line).withTabsAsSpaces)
        var caret = sanitized(before).withTabsAsSpaces.count
        let room = width - 6
        var shown = text[...]
        // A long line is cut to the caret's surroundings.
        if String(text).displayWidth > room, caret > room / 2 {
            let from = min(caret - room / 2, max(0, text.count - room / 2))
            shown = text[from...]
            caret -= from
        }
        var fitting = ""
        for character in shown where fitting.displayWidth + character.displayWidth <= room {
            fitting.append(character)
        }
        let indent = String(shown.prefix(caret)).displayWidth
        return [
            gutter("\(number)") + StyledLine(fitting, .code),
            gutter("") + StyledLine(String(repeating: " ", count: indent) + "^", .bad),
        ]
    }
}

extension String {
    /// Its lines, without the nothing after the last line's end.
    var codeLines: [String] {
        var lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
