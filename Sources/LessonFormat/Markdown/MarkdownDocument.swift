import CCmark

/// A Markdown text, parsed; its nodes live as long as it does.
final class MarkdownDocument {
    /// Registers the tables extension, once: cmark's own flag for that is not safe across threads.
    private static let registered: Void = cmark_gfm_core_extensions_ensure_registered()

    private let root: OpaquePointer

    /// Parses `text`. Any text is Markdown, so there are no errors.
    init(_ text: String) {
        _ = Self.registered
        guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else {
            fatalError("out of memory for a Markdown parser")
        }
        defer { cmark_parser_free(parser) }
        if let tables = cmark_find_syntax_extension("table") {
            cmark_parser_attach_syntax_extension(parser, tables)
        }
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                cmark_parser_feed(parser, $0.baseAddress, $0.count)
            }
        }
        guard let root = cmark_parser_finish(parser) else {
            fatalError("out of memory for a Markdown document")
        }
        self.root = root
    }

    deinit { cmark_node_free(root) }

    /// Calls `body` with the blocks of the document, in order.
    func withBlocks<Result>(_ body: ([MarkdownNode]) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(self) { try body(MarkdownNode(root).children) }
    }
}

/// A node of a `MarkdownDocument`, valid while that lives.
struct MarkdownNode {
    private let node: OpaquePointer

    fileprivate init(_ node: OpaquePointer) { self.node = node }

    /// cmark's name of its type, such as `paragraph`, `code_block` or `table_row`.
    var type: String { String(cString: cmark_node_get_type_string(node)) }

    /// Its parts, in order.
    var children: [MarkdownNode] {
        var children: [MarkdownNode] = []
        var next = cmark_node_first_child(node)
        while let child = next {
            children.append(MarkdownNode(child))
            next = cmark_node_next(child)
        }
        return children
    }

    /// Its first line, from 1.
    ///
    /// Where a table follows a paragraph's text with no empty line between, cmark gives that
    /// paragraph no place of its own, but its place to the table.
    var line: Int {
        let line = Int(cmark_node_get_start_line(node))
        if line > 0 { return line }
        if let next = cmark_node_next(node) { return MarkdownNode(next).line }
        return cmark_node_parent(node).map { MarkdownNode($0).line } ?? 1
    }
    /// The byte of that line where it begins, from 1.
    var column: Int { Int(cmark_node_get_start_column(node)) }
    /// The text of a text or code node.
    var literal: String { string(cmark_node_get_literal(node)) }
    /// A heading's level, from 1.
    var headingLevel: Int { Int(cmark_node_get_heading_level(node)) }
    /// A link's or image's address.
    var url: String { string(cmark_node_get_url(node)) }
    /// Whether a list is numbered.
    var isNumbered: Bool { cmark_node_get_list_type(node) == CMARK_ORDERED_LIST }
    /// A numbered list's first number.
    var firstNumber: Int { Int(cmark_node_get_list_start(node)) }
    /// A fenced code block's info string, or empty.
    var fenceInfo: String { string(cmark_node_get_fence_info(node)) }

    /// Whether a code block has a fence, not an indent.
    var isFenced: Bool {
        var length: CInt = 0
        var offset: CInt = 0
        var character: CChar = 0
        return cmark_node_get_fenced(node, &length, &offset, &character) != 0
    }

    /// A table's sides, a column each.
    var alignments: [Table.Alignment] {
        let count = Int(cmark_gfm_extensions_get_table_columns(node))
        guard let letters = cmark_gfm_extensions_get_table_alignments(node) else { return [] }
        return (0..<count).map { column in
            switch letters[column] {
            case UInt8(ascii: "c"): .centre
            case UInt8(ascii: "r"): .right
            default: .left
            }
        }
    }

    private func string(_ pointer: UnsafePointer<CChar>?) -> String {
        pointer.map { String(cString: $0) } ?? ""
    }
}
