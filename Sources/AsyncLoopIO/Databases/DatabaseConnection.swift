import AsyncLoop

/// A connection to a database, SQLite's or a MySQL server's: the calls are the same.
///
/// It does one statement after the other; calls of several tasks are done in the order they came.
/// In a transaction it belongs to one task: give other tasks connections of their own, from a
/// `DatabasePool`.
/// Source: the connection and cursor of aiomysql.
@EventLoop
public final class DatabaseConnection {
    /// Where the database is, without the password.
    public nonisolated let name: String
    private let driver: any DatabaseDriver
    private let turns = Lock(name: "database")
    /// Whether a `withTransaction` runs, also while it begins.
    private var hasTransaction = false

    init(_ driver: any DatabaseDriver, name: String) {
        self.driver = driver
        self.name = name
    }

    /// Whether it can be used. False once it was closed or lost.
    public var isOpen: Bool { driver.isOpen }

    /// Whether a transaction is open on it.
    public var isInTransaction: Bool { driver.isInTransaction }

    var isAlive: Bool { driver.isAlive }

    /// Runs one statement, and returns what it brought.
    ///
    /// Parameters stand as `?` in the SQL and travel beside it: whatever is in them, it is a value
    /// and never SQL; nil is NULL. A statement is prepared once and kept for the next time, the 64
    /// used last.
    ///
    /// Outside of a transaction what it changes is committed at once.
    /// Errors: `DatabaseError`, with the SQL, also for too few or too many parameters;
    /// `CancelledError`.
    /// Cancellation: the database is told to stop (MySQL by `KILL QUERY` on a second connection),
    /// and has done so before this throws; the connection can be used as before. It is given up if
    /// MySQL takes more than 5 seconds for that, or the task is cancelled once more meanwhile. If
    /// what is stopped is a change in a transaction of SQLite's, all of the transaction is undone.
    /// A statement that has ended by then is done.
    /// Source: aiomysql `cursor.execute`.
    @discardableResult
    public func execute(
        _ sql: String,
        _ parameters: (any DatabaseConvertible)?...,
        line: UInt = #line
    ) async throws -> StatementResult {
        try await execute(sql, parameters: parameters.map(value), line: line)
    }

    /// Runs one statement with the parameters of a list. Errors, cancellation: as of the other.
    @discardableResult
    public func execute(
        _ sql: String,
        parameters: [DatabaseValue],
        line: UInt = #line
    ) async throws -> StatementResult {
        try await run(sql, parameters, line: line)
    }

    /// Runs one statement, and returns its rows, in the database's order.
    ///
    /// Parameters, errors, cancellation: as of `execute`.
    /// Source: aiomysql `cursor.execute` and `fetchall`, with a `DictCursor`.
    public func query(
        _ sql: String,
        _ parameters: (any DatabaseConvertible)?...,
        line: UInt = #line
    ) async throws -> [Row] {
        try await run(sql, parameters.map(value), line: line).rows
    }

    /// Closes it, behind the statements that were given before. A second time does nothing.
    ///
    /// Whatever was not committed is undone.
    /// Errors: `CancelledError`.
    public func close(line: UInt = #line) async throws {
        try await turns.withLock(line: line) { try await driver.close(line: line) }
    }

    /// Closes it now, whoever uses it.
    ///
    /// Errors: `CancelledError`, once it is closed.
    func drop(line: UInt) async throws { try await driver.close(line: line) }

    // MARK: Transactions

    /// Runs `body` in a transaction: all of what it changes is kept, or nothing.
    ///
    /// If `body` returns, its changes are committed. If it throws, or its task is cancelled, they
    /// are undone. A cancellation that comes while the commit is on its way waits for its answer
    /// and is thrown in its place: the changes are there, unless the commit failed. A MySQL server
    /// is waited for 5 seconds, or until the task is cancelled once more; then the connection is
    /// given up, and nobody can tell.
    ///
    /// Errors: what `body` throws; `DatabaseError`, if the commit fails, or if a transaction is
    /// open already: they do not nest. If the connection is lost in the commit,
    /// `isConnectionLost` is set, and nobody can tell whether the changes are there.
    ///
    /// On SQLite a change that is stopped ends the transaction: if `body` catches that and goes on,
    /// what it does then is committed statement by statement, and the commit fails.
    /// Source: aiomysql `begin`, `commit`, `rollback`.
    @discardableResult
    public func withTransaction<Success>(
        line: UInt = #line,
        _ body: @EventLoop (DatabaseConnection) async throws -> Success
    ) async throws -> Success {
        guard !hasTransaction, !isInTransaction else {
            throw DatabaseError.misuse(
                "a transaction is open on the connection already; they do not nest",
                database: name
            )
        }
        hasTransaction = true
        defer { hasTransaction = false }
        do {
            try await run(driver.begin, [], line: line)
            let value = try await body(self)
            try await run("COMMIT", [], isFinal: true, line: line)
            return value
        } catch {
            try await rollBack(line: line)
            throw error
        }
    }

    /// Undoes what is open, if anything is; where that cannot be done by saying so, by hanging up.
    ///
    /// Errors: `CancelledError`, once it is undone.
    func rollBack(line: UInt) async throws {
        guard driver.isOpen, driver.isInTransaction else { return }
        var cancellation: CancelledError?
        do { try await run("ROLLBACK", [], isFinal: true, line: line) } catch {
            cancellation = error as? CancelledError
        }
        if driver.isInTransaction { try await driver.close(line: line) }
        if let cancellation { throw cancellation }
    }

    @discardableResult
    private func run(
        _ sql: String,
        _ parameters: [DatabaseValue],
        isFinal: Bool = false,
        line: UInt
    ) async throws -> StatementResult {
        try await turns.acquire(line: line)
        defer { try? turns.release() }
        return try await driver.run(sql, parameters, isFinal: isFinal, line: line)
    }
}

private func value(_ parameter: (any DatabaseConvertible)?) -> DatabaseValue {
    parameter?.databaseValue ?? .null
}
