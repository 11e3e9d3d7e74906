import AsyncLoop

/// What a connection needs of a kind of database. One call at a time.
@EventLoop
protocol DatabaseDriver: AnyObject {
    /// The SQL that begins a transaction.
    var begin: String { get }
    /// Whether it can still be used, as far as is known.
    var isOpen: Bool { get }
    /// Whether a transaction is open.
    var isInTransaction: Bool { get }
    /// Whether the other end is there and waits for a statement. Costs next to nothing.
    var isAlive: Bool { get }

    /// Runs one statement to its end.
    ///
    /// Cancellation: the database is told to stop, and has stopped before this throws. Where
    /// `isFinal` it is not told: the statement ends first, and then the cancellation is thrown. Of
    /// a server that takes too long the connection is given up.
    func run(
        _ sql: String,
        _ parameters: [DatabaseValue],
        isFinal: Bool,
        line: UInt
    ) async throws -> StatementResult

    /// Ends the connection, whoever is cancelled. Whatever was not committed is undone.
    ///
    /// Errors: `CancelledError`, once it is closed.
    func close(line: UInt) async throws
}

/// What a statement brought.
///
/// Source: aiomysql's cursor, `fetchall`, `rowcount` and `lastrowid`.
public struct StatementResult: Sendable {
    /// The rows of a query, in the database's order.
    public var rows: [Row]
    /// How many rows an INSERT, UPDATE or DELETE found, changed or not.
    public var affectedRows: Int
    /// The number that the database gave the row an INSERT added; 0 if it gave none.
    ///
    /// Of SQLite, after another statement that changed rows, that of the connection's last INSERT.
    public var lastInsertID: Int
}
