import StyledText

/// Gathers a block's inline nodes into lines with inks.
struct InlineText {
    private(set) var lines: [StyledLine] = [StyledLine()]
    /// Raw HTML that was met, as written.
    private(set) var html: [String] = []
    private var lineEnded = false

    /// The text of `block`.
    init(of block: MarkdownNode) {
        for child in block.children { add(child, ink: .plain) }
        lines = lines.map(Self.trimmed)
    }

    private mutating func add(_ node: MarkdownNode, ink: Ink) {
        switch node.type {
        case "text": append(node.literal, ink)
        case "softbreak": lineEnded = true
        case "linebreak": lines.append(StyledLine())
        case "code": append(node.literal, .code)
        case "html_inline": html.append(node.literal)
        case "emph": addChildren(of: node, ink: ink == .strong ? .strong : .emphasis)
        case "strong": addChildren(of: node, ink: .strong)
        case "link": addLink(node, ink: ink)
        // An image's children are its description.
        default: addChildren(of: node, ink: ink)
        }
    }

    private mutating func addChildren(of node: MarkdownNode, ink: Ink) {
        for child in node.children { add(child, ink: ink) }
    }

    /// A terminal cannot follow a link, so its address is shown unless the text is the address.
    private mutating func addLink(_ node: MarkdownNode, ink: Ink) {
        let before = lines.map(\.text).joined().count
        addChildren(of: node, ink: ink)
        let text = lines.map(\.text).joined().dropFirst(before)
        if !node.url.isEmpty, !text.hasSuffix(node.url) { append(" (\(node.url))", .dim) }
    }

    private mutating func append(_ text: String, _ ink: Ink) {
        let text = sanitized(text)
        guard let first = text.first else { return }
        // A line end in the file is a space, but for scripts that have none between words.
        if lineEnded, let last = lines[lines.count - 1].text.last,
            last.displayWidth < 2 || first.displayWidth < 2
        {
            lines[lines.count - 1].append(" ", ink)
        }
        lineEnded = false
        if let end = lines[lines.count - 1].spans.indices.last,
            lines[lines.count - 1].spans[end].ink == ink
        {
            lines[lines.count - 1].spans[end].text += text
        } else {
            lines[lines.count - 1].append(text, ink)
        }
    }

    private static func trimmed(_ line: StyledLine) -> StyledLine {
        var line = line
        while let last = line.spans.last, last.text.allSatisfy(\.isWhitespace) {
            line.spans.removeLast()
        }
        while let first = line.spans.first, first.text.allSatisfy(\.isWhitespace) {
            line.spans.removeFirst()
        }
        return line
    }
}
