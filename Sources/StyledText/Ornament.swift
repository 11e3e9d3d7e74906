// Ornament and its ASCII, for terminals and readers that do not take it.

/// `text` with its ornament replaced, each character by one of the same width.
///
/// Letters of any language stay, as does all punctuation that ASCII has no like of.
func withoutOrnament(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
    return String(
        text.map { character in
            // A character of several scalars is a letter with marks, or an emoji: no ornament.
            guard character.unicodeScalars.count == 1, let scalar = character.unicodeScalars.first,
                let ascii = asciiOrnament(scalar)
            else { return character }
            return Character(ascii)
        }
    )
}

private func asciiOrnament(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    if let listed = ornaments[scalar] { return listed }
    switch scalar.value {
    case 0x2500...0x257F: return "+"  // corners and crossings not listed above
    case 0x2580...0x259F: return "#"  // blocks
    case 0x25A0...0x25FF: return scalar.columns == 1 ? "*" : nil  // geometric shapes
    case 0x2190...0x21FF: return ">"  // arrows
    default: return nil
    }
}

private let ornaments: [Unicode.Scalar: Unicode.Scalar] = {
    let rows: [(Unicode.Scalar, String)] = [
        ("-", "─━┄┅┈┉╌╍═╴╶╸╺‐‑‒–—"), ("|", "│┃┆┇┊┋╎╏║╵╷╹╻"), ("/", "╱"), ("\\", "╲"),
        ("<", "←⇐◀◁◂◃‹«"), (">", "→⇒▶▷▸▹›»"), ("^", "↑⇑▲△▴▵"), ("v", "↓⇓▼▽▾▿"),
        ("*", "•‣◦★☆✱✲↕"), (".", "·…∙⋅"), ("o", "○◯"), ("~", "◌"), ("@", "●◉◎"),
        ("+", "✓✔"), ("x", "✗✘✕✖×"), ("'", "‘’‚′"), ("\"", "“”„″"), (" ", "\u{A0}\u{2009}\u{202F}"),
        ("!", "⚠"), ("_", "▁"),
    ]
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (ascii, others) in rows {
        for scalar in others.unicodeScalars { table[scalar] = ascii }
    }
    return table
}()
