/// Takes what a program wrote apart, as a terminal does.
struct Parser: Sendable {
    /// `ESC [`, numbers, a letter.
    struct Sequence: Sendable {
        var isPrivate = false
        var numbers: [Int] = []
        var final: Character = " "
    }

    enum Item {
        case character(Unicode.Scalar)
        case control(UInt8)
        case escape(UInt8)
        case sequence(Sequence)
    }

    private enum Place {
        case text, escape, charset, sequence, string
    }

    private var place = Place.text
    private var parameters = ""
    private var bytes: [UInt8] = []

    mutating func take(_ byte: UInt8) -> Item? {
        switch place {
        case .text: return takeText(byte)
        case .charset: place = .text
        case .escape:
            place = .text
            switch byte {
            case UInt8(ascii: "["):
                place = .sequence
                parameters = ""
            case UInt8(ascii: "]"), UInt8(ascii: "P"): place = .string
            case UInt8(ascii: "("), UInt8(ascii: ")"): place = .charset
            default: return .escape(byte)
            }
        case .string:
            if byte == 7 { place = .text }
            if byte == 0x1B { place = .escape }
        case .sequence:
            if byte < 0x20 { return .control(byte) }
            parameters.unicodeScalars.append(Unicode.Scalar(byte))
            guard byte >= 0x40 else { return nil }
            place = .text
            return .sequence(sequence())
        }
        return nil
    }

    private mutating func takeText(_ byte: UInt8) -> Item? {
        if byte == 0x1B {
            place = .escape
            return nil
        }
        if byte < 0x20 || byte == 0x7F { return .control(byte) }
        if byte < 0x80 || byte >= 0xC0 { bytes = [] }
        bytes.append(byte)
        let length = byte < 0x80 ? 1 : bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : 2
        guard bytes.count == length else { return nil }
        return String(decoding: bytes, as: UTF8.self).unicodeScalars.first.map(Item.character)
    }

    private mutating func sequence() -> Sequence {
        var sequence = Sequence()
        sequence.final = parameters.removeLast()
        if parameters.first == "?" {
            sequence.isPrivate = true
            parameters.removeFirst()
        }
        sequence.numbers = parameters.split(separator: ";", omittingEmptySubsequences: false)
            .map { Int($0) ?? 0 }
        return sequence
    }
}
