/// Reads JSON values out of bytes, one after the other, as strictly as RFC 8259 has it.
///
/// It never looks outside its range, whatever the bytes are, and needs no more memory than the
/// strings it is asked for. The caller has checked that the bytes are UTF-8.
struct JSONScanner {
    private let bytes: [UInt8]
    private var place: Int
    private let end: Int
    private let start: Int

    /// Containers in containers, at most, in values that are skipped.
    static let deepest = 64

    /// A scanner of `range` of `bytes`.
    init(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        place = range.lowerBound
        start = range.lowerBound
        end = range.upperBound
    }

    /// The next byte; 0, which no JSON holds outside a fault, at the end.
    @inline(__always)
    private var next: UInt8 { place < end ? bytes[place] : 0 }

    // MARK: Structure

    mutating func skipSpace() {
        while place < end, bytes[place] == 0x20 || bytes[place] == 0x09 || bytes[place] == 0x0D {
            place += 1
        }
    }

    /// Takes `byte` if it comes next, with the space before and after it.
    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        if next != byte { skipSpace() }
        guard next == byte, place < end else { return false }
        place += 1
        if next <= 0x20 { skipSpace() }
        return true
    }

    /// Takes `byte`, or throws, naming what it stands for.
    @inline(__always)
    mutating func expect(_ byte: UInt8, _ name: StaticString) throws(JSONFault) {
        guard take(byte) else { throw fault("expected \(name)") }
    }

    /// Sees to it that nothing follows.
    mutating func expectEnd() throws(JSONFault) {
        skipSpace()
        guard place == end else { throw fault("expected nothing after the object's '}'") }
    }

    /// A fault at the present place.
    func fault(_ message: String) -> JSONFault {
        let found =
            if place >= end {
                "the line's end"
            } else if (0x21..<0x7F).contains(bytes[place]) {
                "'\(Character(Unicode.Scalar(bytes[place])))'"
            } else {
                "byte \(bytes[place])"
            }
        return JSONFault("\(message) at column \(place - start + 1), found \(found)")
    }

    // MARK: Words

    /// Takes `null` if it comes next.
    @inline(__always)
    mutating func takeNull() -> Bool { next == 0x6E && takeWord("null") }

    private mutating func takeWord(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard end - place >= count else { return false }
        for offset in 0..<count where bytes[place + offset] != word.utf8Start[offset] {
            return false
        }
        place += count
        return true
    }

    // MARK: Strings

    /// A string as it stands between its quotes.
    struct RawString {
        /// Where it stands.
        var range: Range<Int>
        /// Whether there are escapes in it.
        var isEscaped: Bool
    }

    /// The next string.
    mutating func string() throws(JSONFault) -> RawString {
        guard next == 0x22 else { throw fault("expected a string") }
        place += 1
        let first = place
        var isEscaped = false
        while place < end {
            let byte = bytes[place]
            if byte == 0x22 {
                place += 1
                return RawString(range: first..<place - 1, isEscaped: isEscaped)
            }
            guard byte >= 0x20 else {
                throw fault("expected control characters in strings to be escaped")
            }
            if byte == 0x5C {
                isEscaped = true
                try skipEscape()
            } else {
                place += 1
            }
        }
        throw fault("expected the '\"' that ends a string")
    }

    private mutating func skipEscape() throws(JSONFault) {
        place += 1
        switch next {
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: place += 1
        case 0x75:
            place += 1
            for _ in 0..<4 {
                guard Self.digit(next) != nil else {
                    throw fault("expected four hexadecimal digits after \\u")
                }
                place += 1
            }
        default: throw fault("expected one of \"\\/bfnrtu after a backslash")
        }
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte) - 0x30
        case 0x41...0x46: UInt32(byte) - 0x41 + 10
        case 0x61...0x66: UInt32(byte) - 0x61 + 10
        default: nil
        }
    }

    /// Whether `raw` is, byte for byte, `text`.
    @inline(__always)
    func matches(_ raw: RawString, _ text: [UInt8]) -> Bool {
        guard raw.range.count == text.count else { return false }
        var from = raw.range.lowerBound
        for byte in text {
            if bytes[from] != byte { return false }
            from += 1
        }
        return true
    }

    /// The text that `raw` stands for.
    func text(of raw: RawString) throws(JSONFault) -> String {
        guard raw.isEscaped else { return String(decoding: bytes[raw.range], as: UTF8.self) }
        var result: [UInt8] = []
        result.reserveCapacity(raw.range.count)
        var from = raw.range.lowerBound
        while from < raw.range.upperBound {
            if bytes[from] != 0x5C {
                result.append(bytes[from])
                from += 1
            } else if bytes[from + 1] == 0x75 {
                result += UTF8.encode(try scalar(escapedAt: &from))!
            } else {
                result.append(Self.meaning(of: bytes[from + 1]))
                from += 2
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func meaning(of letter: UInt8) -> UInt8 {
        switch letter {
        case 0x62: 0x08
        case 0x66: 0x0C
        case 0x6E: 0x0A
        case 0x72: 0x0D
        case 0x74: 0x09
        default: letter
        }
    }

    /// The scalar of the `\uXXXX` at `from`, which `string` has found well formed, or of two that
    /// make a pair.
    private func scalar(escapedAt from: inout Int) throws(JSONFault) -> Unicode.Scalar {
        let unit = escapedUnit(at: from)
        from += 6
        if let scalar = Unicode.Scalar(unit) { return scalar }
        if (0xD800..<0xDC00).contains(unit), bytes[from] == 0x5C, bytes[from + 1] == 0x75 {
            let low = escapedUnit(at: from)
            if (0xDC00..<0xE000).contains(low) {
                from += 6
                let value = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
                return Unicode.Scalar(value) ?? "\u{FFFD}"
            }
        }
        throw JSONFault("an escaped surrogate stands alone")
    }

    private func escapedUnit(at from: Int) -> UInt32 {
        (2..<6).reduce(0) { $0 << 4 | (Self.digit(bytes[from + $1]) ?? 0) }
    }

    // MARK: Numbers

    /// A whole number; fractions and exponents are faults, as is what 64 bits cannot hold.
    @inline(__always)
    mutating func integer() throws(JSONFault) -> Int64 {
        let isNegative = next == 0x2D
        if isNegative { place += 1 }
        let first = place
        var size: UInt64 = 0
        while (0x30...0x39).contains(next) {
            let (shifted, isTooBig) = size.multipliedReportingOverflow(by: 10)
            let (sum, isTooBigNow) = shifted.addingReportingOverflow(UInt64(next - 0x30))
            if isTooBig || isTooBigNow { throw fault("expected a number of at most 64 bits") }
            size = sum
            place += 1
        }
        guard place > first, bytes[first] != 0x30 || place == first + 1, next != 0x2E,
            next | 0x20 != 0x65
        else { throw fault("expected a whole number") }
        if isNegative, size == 1 << 63 { return .min }
        guard let value = Int64(exactly: size) else {
            throw fault("expected a number of at most 64 bits")
        }
        return isNegative ? -value : value
    }

    /// A number of seconds, in nanoseconds; finer digits than that are a fault unless they are 0.
    mutating func nanoseconds() throws(JSONFault) -> Int64 {
        var number = Decimal()
        try scan(&number)
        guard let value = number.scaled(by: 9) else {
            throw fault("expected seconds, to the nanosecond and within 292 years")
        }
        return value
    }

    /// A decimal number as it is written: digits, and where the point is.
    private struct Decimal {
        var isNegative = false
        /// The digits without zeros before and after.
        var digits: [UInt8] = []
        /// The power of ten of the last digit.
        var exponent = 0

        /// The number times ten to the `places`, if that is whole and fits.
        func scaled(by places: Int) -> Int64? {
            guard let last = digits.lastIndex(where: { $0 != 0 }) else { return 0 }
            let power = exponent + (digits.count - 1 - last) + places
            guard power >= 0, power + last < 20 else { return nil }
            var value: Int64 = 0
            for position in 0...last + power {
                let digit = Int64(position <= last ? digits[position] : 0)
                let (shifted, isTooBig) = value.multipliedReportingOverflow(by: 10)
                let (next, isTooBigNow) =
                    isNegative
                    ? shifted.subtractingReportingOverflow(digit)
                    : shifted.addingReportingOverflow(digit)
                if isTooBig || isTooBigNow { return nil }
                value = next
            }
            return value
        }
    }

    private mutating func scan(_ number: inout Decimal) throws(JSONFault) {
        number.isNegative = next == 0x2D
        if number.isNegative { place += 1 }
        let first = place
        try takeDigits(into: &number)
        guard bytes[first] != 0x30 || place == first + 1 else {
            throw fault("expected no zeros before a number")
        }
        if next == 0x2E {
            place += 1
            let first = place
            try takeDigits(into: &number)
            number.exponent = first - place
        }
        guard next | 0x20 == 0x65 else { return }
        place += 1
        let isNegative = next == 0x2D
        if isNegative || next == 0x2B { place += 1 }
        var power = Decimal()
        try takeDigits(into: &power)
        // Beyond this no number of seconds fits anyway.
        let size = power.digits.reduce(0) { min(1000, $0 * 10 + Int($1)) }
        number.exponent += isNegative ? -size : size
    }

    private mutating func takeDigits(into number: inout Decimal) throws(JSONFault) {
        guard (0x30...0x39).contains(next) else { throw fault("expected a digit") }
        while (0x30...0x39).contains(next) {
            // Leading zeros say nothing, and a million digits need not be kept.
            if !number.digits.isEmpty || next != 0x30 { number.digits.append(next - 0x30) }
            place += 1
            guard number.digits.count < 1000 else { throw fault("expected fewer digits") }
        }
    }

    // MARK: Skipping

    /// Takes the next value, whatever it is, if it is well formed.
    mutating func skipValue() throws(JSONFault) {
        /// The containers that are open, the innermost last; whether each is an object.
        var open: [Bool] = []
        while true {
            skipSpace()
            switch next {
            case 0x7B, 0x5B:
                let isObject = next == 0x7B
                place += 1
                if take(isObject ? 0x7D : 0x5D) { break }
                guard open.count < Self.deepest else { throw fault("expected less nesting") }
                open.append(isObject)
                if isObject { try skipName() }
                continue
            case 0x22: _ = try string()
            case 0x74 where takeWord("true"), 0x66 where takeWord("false"),
                0x6E where takeWord("null"):
                break
            default:
                var number = Decimal()
                guard next == 0x2D || (0x30...0x39).contains(next) else {
                    throw fault("expected a value")
                }
                try scan(&number)
            }
            while let isObject = open.last {
                if take(0x2C) {
                    if isObject { try skipName() }
                    break
                }
                try expect(isObject ? 0x7D : 0x5D, "',' or the end of an object or array")
                open.removeLast()
            }
            if open.isEmpty { return }
        }
    }

    private mutating func skipName() throws(JSONFault) {
        skipSpace()
        _ = try string()
        try expect(0x3A, "':'")
    }
}
