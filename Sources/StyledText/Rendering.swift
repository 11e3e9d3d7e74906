/// How lines become text for a terminal or a file.
public struct Rendering: Hashable, Sendable {
    /// Whether inks show, by escape sequences; without it the text has none at all.
    public var colour: Bool
    /// Whether ornament (box drawing, bullets, arrows, …) is replaced by ASCII.
    public var ascii: Bool

    /// Text without colour, with its ornament, unless said otherwise.
    public init(colour: Bool = false, ascii: Bool = false) {
        self.colour = colour
        self.ascii = ascii
    }
}

extension StyledLine {
    /// The text of this line, with no line feed at its end.
    ///
    /// Whatever the spans hold, the text has no control characters but the ones written here for
    /// its inks: a tab or line feed becomes a space, any other is dropped. Replacing ornament
    /// keeps every width, so what was laid out in columns stays so.
    public func rendered(_ rendering: Rendering) -> String {
        var result = ""
        var current: String?
        for span in spans where !span.text.isEmpty {
            var text = onOneLine(sanitized(span.text))
            if rendering.ascii { text = withoutOrnament(text) }
            let codes = rendering.colour ? span.ink.codes : nil
            if codes != current {
                if current != nil { result += "\u{1B}[0m" }
                if let codes { result += "\u{1B}[\(codes)m" }
                current = codes
            }
            result += text
        }
        if current != nil { result += "\u{1B}[0m" }
        return result
    }

    private func onOneLine(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 }) else { return text }
        return String(text.map { $0 == "\t" || $0.isNewline ? " " : $0 })
    }
}

extension Ink {
    /// The parameters of the escape sequence (SGR) for this ink; nil for ordinary text.
    ///
    /// Of the 16 ANSI colours only those are used that can be read on a light and on a dark
    /// background: no black, white, yellow or plain blue. Meaning never rests on them alone.
    var codes: String? {
        switch self {
        case .plain: nil
        case .heading: "1;4"
        case .strong, .output: "1"
        case .emphasis: "3"
        case .dim: "2"
        case .code: "36"
        case .good: "32"
        case .warning: "1;35"
        case .bad: "1;31"
        case .task(let number): Self.taskCodes[(max(1, number) - 1) % Self.taskCodes.count]
        }
    }

    /// Neighbours differ in hue; after four the same hues return in bold.
    private static let taskCodes = ["94", "35", "32", "36", "1;94", "1;35", "1;32", "1;36"]
}
