/// The header fields of a request or a response, in order; names without regard to case.
public struct HTTPHeaders: Sendable, ExpressibleByDictionaryLiteral {
    /// A field's name as it was written, and its value.
    public private(set) var fields: [(name: String, value: String)] = []

    /// No fields.
    public init() {}

    /// The given fields, in order; a name may be there more than once.
    ///
    /// What can be no field is found out by the request: `HTTPError` with `badRequest`.
    public init(dictionaryLiteral fields: (String, String)...) {
        self.fields = fields.map { (name: $0.0, value: $0.1) }
    }

    /// The fields of a response's head as it came over the wire; lines that are none are left out.
    init(head: [UInt8]) {
        for line in head.split(whereSeparator: { $0 == 10 || $0 == 13 }) {
            if isBlank(line[line.startIndex]), let last = fields.indices.last {
                // A field that goes on: RFC 9112, 5.2.
                fields[last].value += " " + trimmed(line).decoded()
            } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
                let value = trimmed(line[(colon + 1)...])
                fields.append((name: line[..<colon].decoded(), value: value.decoded()))
            }
        }
    }

    /// The value of the first field called `name`; nil if there is none.
    ///
    /// Set, it takes the place of all of that name.
    public subscript(_ name: String) -> String? {
        get { fields.first { isSame($0.name, name) }?.value }
        set {
            fields = fields.filter { !isSame($0.name, name) }
            if let newValue { fields.append((name: name, value: newValue)) }
        }
    }

    /// The lines that go over the wire; nil if one of them would not be a single field.
    var lines: [String]? {
        var lines: [String] = []
        for (name, value) in fields {
            guard !name.isEmpty, name.utf8.allSatisfy(isTokenByte), value.utf8.allSatisfy(isText)
            else { return nil }
            // libcurl takes a field without a value for one to be left out.
            let isEmpty = value.utf8.allSatisfy(isBlank)
            lines.append(isEmpty ? "\(name);" : "\(name): \(value)")
        }
        return lines
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

    private func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes.drop(while: isBlank)
        while let last = bytes.last, isBlank(last) { bytes.removeLast() }
        return bytes
    }

    private func isSame(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count && zip(a.utf8, b.utf8).allSatisfy { lower($0) == lower($1) }
    }

    private func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 32 : byte }

    /// A byte of a name: any but blanks, control characters and the separators of RFC 9110, 5.6.2.
    private func isTokenByte(_ byte: UInt8) -> Bool {
        byte > 32 && byte < 127 && !"\"(),/:;<=>?@[\\]{}".utf8.contains(byte)
    }

    private func isText(_ byte: UInt8) -> Bool { byte >= 32 && byte != 127 || byte == 9 }
}
