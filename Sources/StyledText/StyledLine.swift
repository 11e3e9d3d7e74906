/// What a piece of text means; how that looks is decided where it is shown.
public enum Ink: Hashable, Sendable {
    /// Ordinary text.
    case plain
    /// A heading.
    case heading
    /// Stressed.
    case strong
    /// Lightly stressed.
    case emphasis
    /// Less important.
    case dim
    /// Program text.
    case code
    /// What a program printed.
    case output
    /// Belongs to the task with this number, from 1: each has its own colour.
    case task(Int)
    /// All is well.
    case good
    /// Take care.
    case warning
    /// Something failed.
    case bad
}

/// A run of text in one ink.
public struct Span: Hashable, Sendable {
    /// The text, with no line breaks and no control characters.
    public var text: String
    /// What it means.
    public var ink: Ink

    /// A run of `text` in `ink`.
    public init(_ text: String, _ ink: Ink = .plain) {
        self.text = text
        self.ink = ink
    }
}

/// One line of text with inks, not yet fitted to any width.
public struct StyledLine: Hashable, Sendable, ExpressibleByStringLiteral {
    /// Its runs, from left to right.
    public var spans: [Span]

    /// A line of `spans`.
    public init(_ spans: [Span] = []) {
        self.spans = spans
    }

    /// A line of one run.
    public init(_ text: String, _ ink: Ink = .plain) {
        spans = text.isEmpty ? [] : [Span(text, ink)]
    }

    /// A line of plain text.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// Its text, without inks.
    public var text: String { spans.map(\.text).joined() }

    /// Adds a run at the end.
    public mutating func append(_ text: String, _ ink: Ink = .plain) {
        if !text.isEmpty { spans.append(Span(text, ink)) }
    }

    /// Both lines, one after the other.
    public static func + (left: StyledLine, right: StyledLine) -> StyledLine {
        StyledLine(left.spans + right.spans)
    }
}
