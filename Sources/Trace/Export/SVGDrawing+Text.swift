import StyledText

/// Words in a drawing.
extension SVGDrawing {
    /// What the event at `index` says, and when and where, as the title of what shows it.
    func title(_ index: Int) -> String {
        let event = recording.events[index]
        var text = phrases.sentence(event).text
        text += " (\(phrases.clock(event.time)), pass \(event.pass)"
        if let line = recording.line(of: event) { text += ", line \(line)" }
        return "<title>\(escaped(text + ")"))</title>"
    }

    /// `text` as XML's character data: harmless, on one line, escaped.
    func escaped(_ text: String) -> String {
        var result = ""
        for scalar in Phrases.clean(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            // XML has no way to write these.
            case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
