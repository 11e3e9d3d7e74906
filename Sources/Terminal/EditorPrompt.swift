import StyledText

/// A prompt as libedit takes it: what takes no room on the screen stands between two marks.
enum EditorPrompt {
    static let mark: UInt8 = 1

    /// The library ties each marked piece to the visible character after it: so neighbouring
    /// pieces become one, and a piece at the end gets a space to be tied to.
    static func text(of prompt: StyledLine, _ rendering: Rendering) -> String {
        let marker = Character(Unicode.Scalar(mark))
        var result = ""
        var escape = ""
        var isEscape = false
        for character in prompt.rendered(rendering) {
            if character == "\u{1B}" { isEscape = true }
            if isEscape {
                escape.append(character)
                if character == "m" { isEscape = false }
                continue
            }
            if !escape.isEmpty { result += "\(marker)\(escape)\(marker)" }
            escape = ""
            result.append(character)
        }
        return escape.isEmpty ? result : result + "\(marker)\(escape)\(marker) "
    }
}
