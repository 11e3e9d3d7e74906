// Text from outside (a lesson, a demo, a server, a file) must not drive the terminal.

/// `text` without anything that a terminal would obey rather than show.
///
/// Dropped: escape sequences whole (cursor, colour, title, …), in their 7-bit and 8-bit forms;
/// control characters but line feed and tab; the marks that reverse the direction of text, since
/// they can make a program look like another one. A sequence that is cut off ends at the end of
/// its line, so that it cannot hide the lines after it.
public func sanitized(_ text: String) -> String {
    guard text.utf8.contains(where: { ($0 < 0x20 && $0 != 10 && $0 != 9) || $0 >= 0x7F }) else {
        return text
    }
    var filter = ControlFilter()
    for scalar in text.unicodeScalars { filter.take(scalar) }
    return String(filter.kept)
}

/// The text that `bytes` hold as UTF-8, sanitised; invalid parts become U+FFFD.
public func sanitized(_ bytes: some Collection<UInt8>) -> String {
    sanitized(String(decoding: bytes, as: UTF8.self))
}

/// Reads text as a terminal's parser would, and keeps what it would show.
private struct ControlFilter {
    private enum Place {
        case text
        /// After ESC, and any intermediate characters.
        case escape
        /// In a control sequence, up to its final character.
        case sequence
        /// In a string (title, device control, …), up to its terminator.
        case string
        /// After ESC inside a string.
        case stringEscape
    }

    private var place = Place.text
    private(set) var kept = String.UnicodeScalarView()

    mutating func take(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if value == 10 {
            place = .text
            kept.append(scalar)
            return
        }
        switch place {
        case .text: takeText(scalar)
        case .escape: takeEscape(scalar)
        case .sequence:
            switch value {
            case 0x20...0x3F: break
            case 0x40...0x7E: place = .text
            case 0x1B: place = .escape
            case 0..<0x20, 0x7F: break  // a terminal obeys these in the middle of a sequence
            default: takeText(scalar)
            }
        case .string:
            switch value {
            case 0x07, 0x9C, 0x18, 0x1A: place = .text
            case 0x1B: place = .stringEscape
            default: break
            }
        case .stringEscape:
            place = .escape
            if value == 0x5C { place = .text } else { takeEscape(scalar) }
        }
    }

    private mutating func takeText(_ scalar: Unicode.Scalar) {
        place = .text
        switch scalar.value {
        case 0x09: kept.append(scalar)
        case 0x1B: place = .escape
        case 0x9B: place = .sequence
        case 0x90, 0x98, 0x9D, 0x9E, 0x9F: place = .string
        case 0..<0x20, 0x7F..<0xA0: break
        case 0x202A...0x202E, 0x2066...0x2069: break
        default: kept.append(scalar)
        }
    }

    private mutating func takeEscape(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x5B: place = .sequence
        case 0x50, 0x58, 0x5D, 0x5E, 0x5F: place = .string
        case 0x20...0x2F, 0x1B: place = .escape
        case 0x30...0x7E: place = .text
        default: takeText(scalar)
        }
    }
}
