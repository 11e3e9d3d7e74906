/// A row of a result: values in the order of the columns, found by number or by name.
public struct Row: Sendable, Equatable {
    let shape: RowShape
    /// The values, in the columns' order.
    public let values: [DatabaseValue]

    init(_ shape: RowShape, _ values: [DatabaseValue]) {
        self.shape = shape
        self.values = values
    }

    /// The columns' names, in order.
    public var columns: [String] { shape.names }

    /// The value of the column numbered `index`, from 0. Traps if there is none.
    public subscript(index: Int) -> DatabaseValue { values[index] }

    /// The value of the first column called `name`; nil if none is.
    public subscript(name: String) -> DatabaseValue? { shape.index(of: name).map { values[$0] } }

    /// The value of the first column called `name`, as a `Value`.
    ///
    /// `let age: Int = try row.value("age")`; where it may be NULL, ask for an `Int?`.
    /// Errors: `DatabaseError` if there is no such column, or its value is no `Value`.
    public func value<Value: DatabaseConvertible>(
        _ name: String,
        as type: Value.Type = Value.self
    ) throws -> Value {
        guard let found = self[name] else {
            throw DatabaseError.misuse(
                "there is no column '\(name)'; there are \(columns.joined(separator: ", "))"
            )
        }
        guard let value = Value(databaseValue: found) else {
            throw DatabaseError.misuse("column '\(name)' holds \(found), which is no \(type)")
        }
        return value
    }

    /// The values by their columns' names; of columns with one name the first.
    ///
    /// Source: the rows of aiomysql's `DictCursor`.
    public var dictionary: [String: DatabaseValue] {
        Dictionary(zip(columns, values)) { first, _ in first }
    }

    /// Rows are equal if names and values are.
    public static func == (a: Row, b: Row) -> Bool {
        a.values == b.values && (a.shape === b.shape || a.columns == b.columns)
    }
}

extension Row: CustomStringConvertible {
    /// Names and values in the columns' order: `{id: 1, name: 'ann'}`.
    public var description: String {
        "{" + zip(columns, values).map { "\($0): \($1)" }.joined(separator: ", ") + "}"
    }
}

/// The columns that all rows of a result share.
final class RowShape: Sendable {
    let names: [String]
    private let indices: [String: Int]

    init(_ names: [String]) {
        self.names = names
        indices = Dictionary(zip(names, names.indices)) { first, _ in first }
    }

    func index(of name: String) -> Int? { indices[name] }
}
