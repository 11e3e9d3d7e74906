import StyledText

/// Turns Markdown blocks into paragraphs.
struct ProseReader {
    private(set) var paragraphs: [Paragraph] = []
    /// What is added to a node's line to give the file's.
    private let lineOffset: Int

    private init(lineOffset: Int) { self.lineOffset = lineOffset }

    /// The paragraphs of one block of the file.
    static func paragraphs(of node: MarkdownNode, errors: inout ErrorList) -> [Paragraph] {
        var reader = ProseReader(lineOffset: 0)
        reader.add(node, errors: &errors)
        return reader.paragraphs
    }

    /// The paragraphs of a Markdown text that begins at the file's line `firstLine`.
    static func paragraphs(
        of text: String,
        firstLine: Int,
        errors: inout ErrorList
    ) -> [Paragraph] {
        var reader = ProseReader(lineOffset: firstLine - 1)
        MarkdownDocument(text).withBlocks { blocks in
            for block in blocks { reader.add(block, errors: &errors) }
        }
        return reader.paragraphs
    }

    private mutating func add(_ node: MarkdownNode, errors: inout ErrorList) {
        switch node.type {
        case "paragraph": add(.text, node, errors: &errors)
        case "heading": add(.heading, node, errors: &errors)
        case "list": addList(node, indent: 0, errors: &errors)
        case "block_quote": addQuote(node, errors: &errors)
        case "table": addTable(node, errors: &errors)
        case "code_block": addVerbatim(node, errors: &errors)
        case "thematic_break": paragraphs.append(Paragraph(.rule, [], line: line(of: node)))
        case "html_block": addHTML(node, errors: &errors)
        default: for child in node.children { add(child, errors: &errors) }
        }
    }

    private func line(of node: MarkdownNode) -> Int { node.line + lineOffset }

    private mutating func add(
        _ kind: Paragraph.Kind,
        _ node: MarkdownNode,
        errors: inout ErrorList
    ) {
        let lines = text(of: node, errors: &errors)
        paragraphs.append(Paragraph(kind, lines, line: line(of: node)))
    }

    private func text(of node: MarkdownNode, errors: inout ErrorList) -> [StyledLine] {
        let text = InlineText(of: node)
        for html in text.html where !html.hasPrefix("<!--") {
            errors.add(
                Place(line(of: node), node.column),
                "this text holds HTML, '\(sanitized(html))', which a terminal cannot show",
                do: "write it in Markdown, or in `backticks` if it is program text"
            )
        }
        return text.lines
    }

    private func addHTML(_ node: MarkdownNode, errors: inout ErrorList) {
        guard !node.literal.hasPrefix("<!--") else { return }
        errors.add(
            Place(line(of: node), node.column),
            "an HTML block cannot be shown in a terminal",
            do: "write it in Markdown; only comments, <!-- like this -->, are left out"
        )
    }

    private mutating func addList(
        _ list: MarkdownNode,
        indent: Int,
        errors: inout ErrorList
    ) {
        for (index, item) in list.children.enumerated() {
            let number = list.firstNumber + index
            let first: Paragraph.Kind =
                list.isNumbered ? .numbered(number, indent: indent) : .bullet(indent: indent)
            let inner = indent + (list.isNumbered ? "\(number). ".count : 2)
            var isFirst = true
            for child in item.children {
                switch child.type {
                case "list": addList(child, indent: inner, errors: &errors)
                case "paragraph":
                    add(isFirst ? first : .continued(indent: inner), child, errors: &errors)
                default: add(child, errors: &errors)
                }
                isFirst = false
            }
        }
    }

    private mutating func addQuote(_ quote: MarkdownNode, errors: inout ErrorList) {
        for child in quote.children {
            if child.type == "paragraph" {
                add(.quote, child, errors: &errors)
            } else {
                add(child, errors: &errors)
            }
        }
    }

    private mutating func addTable(_ node: MarkdownNode, errors: inout ErrorList) {
        var rows: [[StyledLine]] = []
        for row in node.children {
            rows.append(
                row.children.map { cell in
                    text(of: cell, errors: &errors).reduce(StyledLine(), +)
                }
            )
        }
        guard !rows.isEmpty else { return }
        let table = Table(
            header: rows[0],
            rows: Array(rows.dropFirst()),
            alignments: node.alignments
        )
        paragraphs.append(Paragraph(.table(table), [], line: line(of: node)))
    }

    private mutating func addVerbatim(_ node: MarkdownNode, errors: inout ErrorList) {
        let words = node.fenceInfo.split(separator: " ").map(String.init)
        if let first = words.first,
            FenceInfo.attachedKinds.contains(first)
                || (first == "swift" && words.count > 1)
        {
            errors.add(
                Place(line(of: node), node.column),
                "a block '\(sanitized(node.fenceInfo))' stands inside another block",
                do: "move it to the margin, out of the list, quote or block around it"
            )
        }
        let lines = node.literal.split(separator: "\n", omittingEmptySubsequences: false).map {
            StyledLine(sanitized(String($0)), .code)
        }
        paragraphs.append(
            Paragraph(.verbatim, Array(lines.dropLast()), line: line(of: node))
        )
    }
}
