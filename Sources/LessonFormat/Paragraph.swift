import StyledText

/// A piece of prose, not yet fitted to a width.
public struct Paragraph: Sendable, Hashable {
    /// What it is, and so how it is set.
    public enum Kind: Sendable, Hashable {
        /// Flowing text.
        case text
        /// A heading inside a step, `###` or lower.
        case heading
        /// The first text of a list item, whose bullet stands `indent` columns in.
        case bullet(indent: Int)
        /// The first text of a numbered item, whose number stands `indent` columns in.
        case numbered(Int, indent: Int)
        /// More text of a list item, `indent` columns in.
        case continued(indent: Int)
        /// Quoted text.
        case quote
        /// Program text, set as it stands.
        case verbatim
        /// A table; the paragraph has no lines of its own.
        case table(Table)
        /// A line across.
        case rule
    }

    /// What it is.
    public var kind: Kind
    /// Its lines: more than one only where the author broke the line, or for `verbatim`.
    public var lines: [StyledLine]
    /// Its first line in the file, from 1.
    public var line: Int

    /// A piece of prose at a `line` of the file.
    public init(_ kind: Kind, _ lines: [StyledLine], line: Int = 0) {
        self.kind = kind
        self.lines = lines
        self.line = line
    }

    /// Its text without inks; a table's cells are parted by tabs.
    public var text: String {
        guard case .table(let table) = kind else {
            return lines.map(\.text).joined(separator: "\n")
        }
        return ([table.header] + table.rows).map { $0.map(\.text).joined(separator: "\t") }
            .joined(separator: "\n")
    }
}

/// A table's cells.
public struct Table: Sendable, Hashable {
    /// On which side a column's text stands.
    public enum Alignment: Sendable {
        /// At the left.
        case left
        /// In the middle.
        case centre
        /// At the right.
        case right
    }

    /// The columns' headings.
    public var header: [StyledLine]
    /// The rows below them, each with as many cells as the header.
    public var rows: [[StyledLine]]
    /// The columns' sides.
    public var alignments: [Alignment]

    /// A table with these cells.
    public init(header: [StyledLine], rows: [[StyledLine]], alignments: [Alignment]) {
        self.header = header
        self.rows = rows
        self.alignments = alignments
    }
}
