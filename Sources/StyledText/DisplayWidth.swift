// How many columns text fills on a terminal.

extension Unicode.Scalar {
    /// The columns this scalar fills by itself: 0, 1 or 2.
    var columns: Int {
        switch value {
        case 0x09, 0x20...0x7E: return 1  // a tab is shown as one space; see `expandingTabs`
        case 0..<0xA0: return 0
        case 0xA0..<0x300: return value == 0xAD ? 0 : 1
        // Vowels and finals of a Hangul syllable written in pieces sit on its first piece.
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0
        default: break
        }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator,
            .paragraphSeparator:
            return 0
        default:
            return WideScalars.contains(value) ? 2 : 1
        }
    }
}

extension Character {
    /// The columns this character fills on a terminal.
    ///
    /// East Asian wide characters and emoji fill 2, combining and control characters 0, a tab 1.
    /// Terminals differ about emoji joined from several; here such a sequence is one emoji.
    public var displayWidth: Int {
        if let ascii = asciiValue { return (ascii >= 0x20 && ascii != 0x7F) || ascii == 9 ? 1 : 0 }
        var sum = 0
        var isEmoji = false
        for scalar in unicodeScalars {
            sum += scalar.columns
            // Shown as an emoji: asked for by variation selector 16, joined, or a flag's letters.
            isEmoji =
                isEmoji || scalar.value == 0xFE0F || scalar.value == 0x20E3
                || (0x1F1E6...0x1F1FF).contains(scalar.value)
                || scalar.properties.isEmojiModifier
                || (scalar.value == 0x200D && sum >= 2)
        }
        return isEmoji && sum > 0 ? 2 : sum
    }
}

extension String {
    /// The columns this text fills on a terminal, on one line: the sum of its characters' widths.
    public var displayWidth: Int {
        var utf8Only = 0
        for byte in utf8 {
            guard byte >= 0x20 && byte < 0x7F else {
                return reduce(0) { $0 + $1.displayWidth }
            }
            utf8Only += 1
        }
        return utf8Only
    }

    /// This text with each tab replaced by spaces up to the next multiple of `stop` columns.
    ///
    /// Columns count from the start of each line; `stop` is at least 1.
    public func expandingTabs(every stop: Int = 8) -> String {
        guard utf8.contains(9) else { return self }
        var result = ""
        var column = 0
        for character in self {
            if character == "\t" {
                let gap = stop - column % stop
                result += String(repeating: " ", count: gap)
                column += gap
            } else {
                result.append(character)
                column = character.isNewline ? 0 : column + character.displayWidth
            }
        }
        return result
    }
}

extension StyledLine {
    /// The columns this line fills on a terminal.
    public var displayWidth: Int { spans.reduce(0) { $0 + $1.text.displayWidth } }
}
