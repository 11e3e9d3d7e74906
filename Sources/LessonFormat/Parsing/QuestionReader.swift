/// Reads a question block: Markdown text, then a list of options, each `- text => claim`.
struct QuestionReader {
    /// The question in `fence`; nil if it is wrong, which is then in `errors`.
    static func question(in fence: Fence, errors: inout ErrorList) -> Question? {
        let items = fence.content.indices.filter { isItem(fence.content[$0]) }
        let textEnd = items.first ?? fence.content.endIndex
        let text = ProseReader.paragraphs(
            of: join(fence.content[..<textEnd]),
            firstLine: fence.line + 1,
            errors: &errors
        )
        if text.isEmpty {
            errors.add(
                Place(fence.line),
                "the question asks nothing",
                do: "write its text above its options"
            )
        }
        var options: [Question.Option] = []
        for (index, start) in items.enumerated() {
            let end = index + 1 < items.count ? items[index + 1] : fence.content.endIndex
            if let option = option(in: fence.content[start..<end], errors: &errors) {
                options.append(option)
            }
        }
        if items.count < 2 {
            errors.add(
                Place(fence.line),
                items.isEmpty ? "the question has no options" : "the question has one option only",
                do: "give two or more, each a line '- text => claim'"
            )
        }
        guard !text.isEmpty, options.count == items.count, items.count >= 2 else { return nil }
        return Question(text: text, options: options, line: fence.line)
    }

    private static func isItem(_ line: Substring) -> Bool {
        line.hasPrefix("- ") || line.hasPrefix("* ")
    }

    private static func join(_ lines: ArraySlice<Substring>) -> String {
        lines.map { $0 + "\n" }.joined()
    }

    /// The option in `lines`, whose indices are the file's lines counted from 0. The claim follows
    /// the first `=>` and ends its line.
    private static func option(
        in lines: ArraySlice<Substring>,
        errors: inout ErrorList
    ) -> Question.Option? {
        let first = lines.startIndex
        guard let last = lines.indices.first(where: { arrow(in: lines[$0]) != nil }),
            let arrow = arrow(in: lines[last])
        else {
            errors.add(
                Place(first + 1),
                "the option says nothing that can be checked",
                do: "end it with the claim that makes it right: - text => claim"
            )
            return nil
        }
        if let extra = lines[(last + 1)...].indices.first(where: {
            lines[$0].contains { !$0.isWhitespace }
        }) {
            errors.add(
                Place(extra + 1),
                "text follows the option's claim",
                do: "end the option with its claim, or begin another with '- '"
            )
        }
        var text = Array(lines[first..<last]) + [lines[last][..<arrow]]
        text[0] = text[0].dropFirst(2)
        let paragraphs = ProseReader.paragraphs(
            of: join(text.map { $0.drop { $0 == " " } }[...]),
            firstLine: first + 1,
            errors: &errors
        )
        if paragraphs.isEmpty {
            errors.add(
                Place(first + 1),
                "the option has no text",
                do: "write it before the =>"
            )
        }
        let column = lines[last][..<arrow].count + 3
        do {
            let words = lines[last][arrow...].dropFirst(2)
            guard let claim = try ClaimParser.claim(in: words, line: last + 1, column: column)
            else {
                errors.add(
                    Place(last + 1, column),
                    "no claim follows the =>",
                    do: "write the claim that makes this option right"
                )
                return nil
            }
            return paragraphs.isEmpty ? nil : Question.Option(text: paragraphs, claim: claim)
        } catch {
            errors.add(Place(last + 1, error.column), error.message, do: error.advice)
            return nil
        }
    }

    private static func arrow(in line: Substring) -> Substring.Index? {
        line.indices.first { line[$0...].hasPrefix("=>") }
    }
}
