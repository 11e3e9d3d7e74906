/// Changes bytes in ways that a file can be damaged, or somebody can damage it; a seed fixes which.
public struct Mutator {
    private var state: UInt64

    /// A mutator whose choices follow from `seed`.
    public init(seed: UInt64) { state = seed }

    /// `bytes` with one to four changes; `other` is what parts are taken from.
    public mutating func mutated(_ bytes: [UInt8], with other: [UInt8]) -> [UInt8] {
        var result = bytes
        for _ in 0...below(4) { change(&result, other) }
        return result
    }

    /// A number from 0 up to and without `bound`, by Steele, Lea and Flood's SplitMix64.
    public mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(max(1, bound)))
    }

    private mutating func change(_ bytes: inout [UInt8], _ other: [UInt8]) {
        guard !bytes.isEmpty else {
            bytes = other
            return
        }
        let place = below(bytes.count)
        switch below(10) {
        case 0: bytes[place] = UInt8(below(256))
        case 1: bytes[place] ^= 1 << UInt8(below(8))
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(40)))
        case 3: bytes.removeSubrange(place...)
        case 4: bytes.insert(contentsOf: Self.odd[below(Self.odd.count)].utf8, at: place)
        case 5, 6: replaceWord(&bytes, at: place)
        case 7: moveLine(&bytes, from: place, to: below(bytes.count))
        case 8:
            guard !other.isEmpty else { return }
            let start = below(other.count)
            bytes.insert(contentsOf: other[start..<min(other.count, start + below(300))], at: place)
        default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 200)], at: place)
        }
    }

    /// Puts something else where a number or a word stands.
    private mutating func replaceWord(_ bytes: inout [UInt8], at place: Int) {
        func isPart(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x2D, 0x2E, 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: false
            }
        }
        guard let start = bytes[place...].firstIndex(where: isPart) else { return }
        let end = bytes[start...].firstIndex { !isPart($0) } ?? bytes.count
        if bytes[start] < 0x41, below(3) > 0 {
            bytes.replaceSubrange(start..<end, with: Self.numbers[below(Self.numbers.count)].utf8)
        } else {
            // Another word of the file, as of its own kind.
            let from = below(bytes.count)
            guard let first = bytes[from...].firstIndex(where: isPart) else { return }
            let last = bytes[first...].firstIndex { !isPart($0) } ?? bytes.count
            bytes.replaceSubrange(start..<end, with: Array(bytes[first..<last]))
        }
    }

    private mutating func moveLine(_ bytes: inout [UInt8], from: Int, to: Int) {
        let start = bytes[..<from].lastIndex(of: 10).map { $0 + 1 } ?? 0
        let end = bytes[from...].firstIndex(of: 10).map { $0 + 1 } ?? bytes.count
        let line = Array(bytes[start..<end])
        if below(2) == 0 { bytes.removeSubrange(start..<end) }
        let target = min(to, bytes.count)
        let place = bytes[..<target].lastIndex(of: 10).map { $0 + 1 } ?? 0
        bytes.insert(contentsOf: line, at: place)
    }

    private static let numbers = [
        "0", "1", "2", "3", "7", "-1", "255", "4294967294", "4294967295", "4294967296",
        "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e999999999",
        "0.000000001", "9223372036.854775807", "-0", "1E-9", "00", "999999999999999999999999",
    ]
    private static let odd = [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "\n", "\r\n", "null", "true", "\\u0000",
        "\\ud800", "\\udfff\\ud800", "\u{0}", "\u{1B}[2J", "\u{9B}", "\u{202E}", "\u{FEFF}", "进度",
        "```", "```swift demo x\n", "```claims\n", "## ", "# ", "| a | b |\n|--|--|\n", "`", "~~~",
        "<script>", "- [x] ", "1. ", "> ", "![a](b)", "\t\t", "*_**", "&#0;", "&lt;",
        "\"kind\":\"futureLinked\"", "\"role\":\"gather\"", "\"cause\":0",
    ]
}
