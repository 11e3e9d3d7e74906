/// Puts bytes that come one at a time together into characters.
///
/// What is not UTF-8 becomes U+FFFD, one for each broken sequence; the byte that broke it counts.
struct UTF8Decoder {
    private var bytes: [UInt8] = []
    private var length = 0

    /// Whether a character has begun and not ended.
    var isWaiting: Bool { !bytes.isEmpty }

    /// The character that `byte` completes, if any.
    mutating func take(_ byte: UInt8) -> Unicode.Scalar? {
        if bytes.isEmpty {
            switch byte {
            case 0..<0x80: return Unicode.Scalar(byte)
            case 0xC2...0xDF: length = 2
            case 0xE0...0xEF: length = 3
            case 0xF0...0xF4: length = 4
            default: return "\u{FFFD}"
            }
            bytes = [byte]
            return nil
        }
        guard byte & 0xC0 == 0x80 else {
            bytes = []
            // A new start is kept; ASCII, a Return say, matters more than the wreck before it.
            return byte < 0x80 ? Unicode.Scalar(byte) : take(byte) ?? nil
        }
        bytes.append(byte)
        guard bytes.count == length else { return nil }
        defer { bytes = [] }
        return String(decoding: bytes, as: UTF8.self).unicodeScalars.first
    }
}
