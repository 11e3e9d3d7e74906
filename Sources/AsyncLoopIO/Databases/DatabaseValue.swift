/// A value as a database has it: a parameter of a statement, or a field of a row.
///
/// Exact decimals, dates and times come as text, of which nothing is lost; so does a whole number
/// that is larger than `Int` holds. What MySQL calls BIT comes as bytes, and so does a text that is
/// no UTF-8.
public enum DatabaseValue: Hashable, Sendable {
    /// No value: SQL's NULL, Python's `None`.
    case null
    /// A whole number; truth values are 0 and 1.
    case integer(Int)
    /// A number with a fraction.
    case double(Double)
    /// Text.
    case text(String)
    /// Bytes: BLOB, BINARY.
    case bytes([UInt8])

    /// A text as the database has it.
    init(text bytes: UnsafeRawBufferPointer) {
        self = String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .bytes(Array(bytes))
    }

    /// Whether it is NULL.
    public var isNull: Bool { self == .null }
}

extension DatabaseValue: CustomStringConvertible {
    /// As it would stand in SQL: `NULL`, `42`, `'text'`, `X'00ff'`. For people, not for SQL: a
    /// parameter is never pasted into a statement.
    public var description: String {
        switch self {
        case .null: "NULL"
        case .integer(let value): "\(value)"
        case .double(let value): "\(value)"
        case .text(let value):
            "'" + value.map { $0 == "'" ? "''" : String($0) }.joined() + "'"
        case .bytes(let value): "X'" + value.map(hexadecimal).joined() + "'"
        }
    }

    private func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}

extension DatabaseValue: ExpressibleByNilLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByStringLiteral
{
    /// NULL.
    public init(nilLiteral: ()) { self = .null }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }
    /// A number with a fraction.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// 1 or 0.
    public init(booleanLiteral value: Bool) { self = .integer(value ? 1 : 0) }
    /// Text.
    public init(stringLiteral value: String) { self = .text(value) }
}
