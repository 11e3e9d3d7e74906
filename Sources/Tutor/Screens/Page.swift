import LessonFormat
import StyledText

/// What text is set on: how wide, and whether columns and drawings are welcome.
public struct Page: Equatable, Sendable {
    /// Columns of the terminal, at least 20.
    public var width: Int
    /// Whether everything is said in sentences, with no lanes, boxes or columns.
    public var plain: Bool

    /// A page of `width` columns.
    public init(width: Int, plain: Bool = false) {
        self.width = max(20, width)
        self.plain = plain
    }

    /// How wide flowing text is set: long lines are hard to read.
    var textWidth: Int { min(width, 88) }

    /// A line across the text, or nothing on a plain page.
    var rule: [StyledLine] {
        plain ? [] : [StyledLine(String(repeating: "─", count: textWidth), .dim)]
    }

    /// `paragraphs` as lines, with an empty line between those that need one.
    func set(_ paragraphs: [Paragraph]) -> [StyledLine] {
        layOut(plain ? paragraphs.flatMap(\.spoken) : paragraphs, width: textWidth)
    }

    /// `text` as a paragraph of flowing text.
    func set(_ text: String, _ ink: Ink = .plain) -> [StyledLine] {
        set(StyledLine(text, ink))
    }

    /// `line` as a paragraph of flowing text.
    func set(_ line: StyledLine, hanging: Int = 0) -> [StyledLine] {
        line.wrapped(to: textWidth, indent: 0, hanging: hanging)
    }
}

extension Paragraph {
    /// This paragraph in sentences: each row of a table becomes one that repeats the headings.
    fileprivate var spoken: [Paragraph] {
        switch kind {
        case .rule: []
        case .table(let table):
            table.rows.map { cells in
                let parts = zip(table.header, cells).filter { !$1.spans.isEmpty }.map {
                    $0.text.isEmpty ? $1 : StyledLine($0.text + ": ") + $1
                }
                let sentence = parts.dropFirst().reduce(parts.first ?? "") { $0 + "; " + $1 }
                return Paragraph(.bullet(indent: 0), [sentence], line: line)
            }
        default: [self]
        }
    }
}

extension StyledLine {
    /// The line with its plain runs in `ink`.
    func inked(_ ink: Ink) -> StyledLine {
        StyledLine(spans.map { Span($0.text, $0.ink == .plain ? ink : $0.ink) })
    }
}

extension String {
    /// The text with spaces after it, up to `count` characters.
    func padded(to count: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, count - self.count))
    }
}
