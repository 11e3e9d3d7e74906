/// A key on the keyboard, as far as a terminal tells.
public enum Key: Hashable, Sendable {
    /// A character, the space among them.
    case character(Character)
    /// Ctrl and a letter, given in lower case.
    case control(Character)
    /// Alt (or Escape, then) a character.
    case alt(Character)
    case enter, tab, backTab, escape, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    /// F1 and so on.
    case function(Int)
    /// A sequence that stands for none of these.
    case unknown
}

/// Puts the bytes that a terminal sends together into keys.
struct KeyParser {
    private enum Place {
        case start
        case escape
        case sequence(String)
        case singleShift
    }

    private var place = Place.start
    /// The character being put together came after Escape.
    private var isAlt = false
    private var decoder = UTF8Decoder()

    /// Whether more bytes may belong to the key; if none come soon, call ``flush()``.
    var isWaiting: Bool {
        if case .start = place { return decoder.isWaiting }
        return true
    }

    /// The key that `byte` completes, if any.
    mutating func take(_ byte: UInt8) -> Key? {
        switch place {
        case .start: return takeStart(byte)
        case .escape: return takeEscape(byte)
        case .singleShift:
            place = .start
            return Self.letterKeys[byte] ?? .unknown
        case .sequence(let parameters):
            if (0x20...0x3F).contains(byte) {
                place = .sequence(parameters + String(Unicode.Scalar(byte)))
                return nil
            }
            place = .start
            return Self.key(parameters: parameters, final: byte)
        }
    }

    /// The key if no more bytes belong to it: Escape by itself, say.
    mutating func flush() -> Key? {
        defer { self = KeyParser() }
        switch place {
        case .start: return decoder.isWaiting ? .unknown : nil
        case .escape: return .escape
        case .singleShift: return .alt("O")
        case .sequence(let parameters): return parameters.isEmpty ? .alt("[") : .unknown
        }
    }

    private mutating func takeStart(_ byte: UInt8) -> Key? {
        if byte == 0x1B && !decoder.isWaiting {
            place = .escape
            return nil
        }
        return decoder.take(byte).map { key($0) }
    }

    private mutating func takeEscape(_ byte: UInt8) -> Key? {
        place = .start
        switch byte {
        case 0x1B:
            place = .escape
            return .escape
        case 0x5B: place = .sequence("")
        case 0x4F: place = .singleShift
        default:
            isAlt = true
            return decoder.take(byte).map { key($0) }
        }
        return nil
    }

    private mutating func key(_ scalar: Unicode.Scalar) -> Key {
        defer { isAlt = false }
        let key = Self.plainKey(scalar)
        if isAlt, case .character(let character) = key { return .alt(character) }
        return key
    }

    private static func plainKey(_ scalar: Unicode.Scalar) -> Key {
        switch scalar.value {
        case 0x0D, 0x0A: .enter
        case 0x09: .tab
        case 0x08, 0x7F: .backspace
        case 0: .control(" ")
        case 1...26: .control(Character(Unicode.Scalar(UInt8(scalar.value) + 0x60)))
        case 0x1B: .escape
        case 0x1C...0x1F: .control(Character(Unicode.Scalar(UInt8(scalar.value) + 0x40)))
        default: .character(Character(scalar))
        }
    }

    private static let letterKeys: [UInt8: Key] = [
        0x41: .up, 0x42: .down, 0x43: .right, 0x44: .left, 0x46: .end, 0x48: .home,
        0x4D: .enter, 0x50: .function(1), 0x51: .function(2), 0x52: .function(3),
        0x53: .function(4), 0x5A: .backTab,
    ]

    private static let numberKeys: [Int: Key] = [
        1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
        11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5),
        17: .function(6), 18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10),
        23: .function(11), 24: .function(12),
    ]

    /// Shift, Alt and Ctrl with such a key, sent as a second parameter, count as the key itself.
    private static func key(parameters: String, final: UInt8) -> Key {
        if final != 0x7E { return letterKeys[final] ?? .unknown }
        let number = parameters.split(separator: ";").first.flatMap { Int($0) }
        return number.flatMap { numberKeys[$0] } ?? .unknown
    }
}
