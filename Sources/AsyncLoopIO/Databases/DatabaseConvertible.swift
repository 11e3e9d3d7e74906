/// A type whose values can be parameters of a statement, and fields of a row.
public protocol DatabaseConvertible {
    /// The value for the database.
    var databaseValue: DatabaseValue { get }
    /// The value that `databaseValue` stands for; nil if it stands for none of this type.
    init?(databaseValue: DatabaseValue)
}

extension DatabaseValue: DatabaseConvertible {
    /// Itself.
    public var databaseValue: DatabaseValue { self }
    /// Itself.
    public init?(databaseValue: DatabaseValue) { self = databaseValue }
}

extension Int: DatabaseConvertible {
    /// A whole number.
    public var databaseValue: DatabaseValue { .integer(self) }
    /// From a whole number, and from no other.
    public init?(databaseValue: DatabaseValue) {
        guard case .integer(let value) = databaseValue else { return nil }
        self = value
    }
}

extension Double: DatabaseConvertible {
    /// A number with a fraction.
    public var databaseValue: DatabaseValue { .double(self) }
    /// From a number, whole or not, or from a decimal's text.
    public init?(databaseValue: DatabaseValue) {
        switch databaseValue {
        case .double(let value): self = value
        case .integer(let value): self = Double(value)
        case .text(let text):
            guard let value = Double(text) else { return nil }
            self = value
        case .null, .bytes: return nil
        }
    }
}

extension Bool: DatabaseConvertible {
    /// 1 or 0.
    public var databaseValue: DatabaseValue { .integer(self ? 1 : 0) }
    /// From 1 or 0.
    public init?(databaseValue: DatabaseValue) {
        switch databaseValue {
        case .integer(0): self = false
        case .integer(1): self = true
        default: return nil
        }
    }
}

extension String: DatabaseConvertible {
    /// Text.
    public var databaseValue: DatabaseValue { .text(self) }
    /// From text.
    public init?(databaseValue: DatabaseValue) {
        guard case .text(let value) = databaseValue else { return nil }
        self = value
    }
}

extension [UInt8]: DatabaseConvertible {
    /// Bytes.
    public var databaseValue: DatabaseValue { .bytes(self) }
    /// From bytes, or those of a text.
    public init?(databaseValue: DatabaseValue) {
        switch databaseValue {
        case .bytes(let value): self = value
        case .text(let value): self = Array(value.utf8)
        default: return nil
        }
    }
}

extension Optional: DatabaseConvertible where Wrapped: DatabaseConvertible {
    /// NULL for nil.
    public var databaseValue: DatabaseValue { self?.databaseValue ?? .null }
    /// nil from NULL; else what `Wrapped` makes of it.
    public init?(databaseValue: DatabaseValue) {
        if databaseValue.isNull {
            self = .none
        } else {
            guard let value = Wrapped(databaseValue: databaseValue) else { return nil }
            self = value
        }
    }
}
