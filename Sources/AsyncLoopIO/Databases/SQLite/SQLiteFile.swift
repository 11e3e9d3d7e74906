import AsyncLoop
internal import CSQLiteBridge

/// An open SQLite database as its one thread sees it: blocking calls.
final class SQLiteFile: @unchecked Sendable {
    // Safe to share: all but `stop` and `allow` are called in jobs of a pool with one thread, or by
    // `deinit` when no job has it any more; those two set an atomic of the bridge's.
    private let link: OpaquePointer
    let name: String
    private var isClosed = false
    private var statements = StatementCache<SQLiteStatement>(limit: 64)

    /// Opens the file at `path`, or makes it. Whoever else has it locked is waited for so long.
    init(path: String, lockTimeout: Double) throws(DatabaseError) {
        name = "sqlite:\(path)"
        var opened: OpaquePointer?
        let code = sqlite_link_open(path, { block($0) }, lockTimeout, &opened)
        guard let opened else {
            throw DatabaseError(.operational, "out of memory", database: name)
        }
        link = opened
        guard code == 0 else { throw failure(nil) }
        _ = try result(of: "PRAGMA foreign_keys = ON", [])
    }

    deinit { close() }

    /// Closes it, undoing what was not committed. A second time does nothing.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        statements.removeAll()
        sqlite_link_free(link)
    }

    /// Makes what runs end with an error, and what is run after it, until `allow`. From any thread.
    func stop() { sqlite_link_stop(link) }
    func allow() { sqlite_link_go(link) }

    /// What a statement comes to, and whether a transaction is open after it, however it ended.
    func run(_ sql: String, _ parameters: [DatabaseValue]) -> Outcome {
        let result: Result<StatementResult, DatabaseError>
        do throws(DatabaseError) {
            result = .success(try self.result(of: sql, parameters))
        } catch {
            result = .failure(error)
        }
        return Outcome(result: result, isInTransaction: sqlite_link_in_transaction(link) != 0)
    }

    private func result(
        of sql: String,
        _ parameters: [DatabaseValue]
    ) throws(DatabaseError) -> StatementResult {
        let statement = try prepared(sql)
        defer { sqlite_statement_reset(statement.statement) }
        let wanted = Int(sqlite_statement_parameters(statement.statement))
        guard wanted == parameters.count else {
            throw .parameters(parameters.count, of: wanted, sql: sql, database: name)
        }
        for (index, value) in parameters.enumerated() {
            guard statement.bind(value, at: Int32(index)) == 0 else { throw failure(sql) }
        }
        sqlite_link_begin(link)
        var rows: [Row] = []
        var step = sqlite_statement_step(statement.statement)
        while step == 1 {
            rows.append(statement.row())
            step = sqlite_statement_step(statement.statement)
        }
        guard step == 0 else { throw failure(sql) }
        return StatementResult(
            rows: rows,
            affectedRows: Int(sqlite_link_affected_rows(link)),
            lastInsertID: Int(sqlite_link_last_id(link))
        )
    }

    private func prepared(_ sql: String) throws(DatabaseError) -> SQLiteStatement {
        if let known = statements[sql] { return known }
        var (made, hasMore): (OpaquePointer?, Int32) = (nil, 0)
        var text = sql
        let code = text.withUTF8 { text in
            text.withMemoryRebound(to: CChar.self) {
                let length = Int32(clamping: $0.count)
                return sqlite_statement_prepare(link, $0.baseAddress, length, &made, &hasMore)
            }
        }
        guard code == 0 else { throw failure(sql) }
        guard let made else {
            throw .misuse("there is no statement in it", sql: sql, database: name)
        }
        let statement = SQLiteStatement(made)
        guard hasMore == 0 else {
            throw .misuse("one statement at a time", sql: sql, database: name)
        }
        statements[sql] = statement
        return statement
    }

    private func failure(_ sql: String?) -> DatabaseError {
        let code = Int(sqlite_link_error_code(link))
        return DatabaseError(
            SQLiteFile.kind(of: code & 0xff),
            code: code,
            String(cString: sqlite_link_error_text(link)),
            sql: sql,
            database: name
        )
    }

    /// SQLite's primary result codes, sorted as Python's sqlite3 sorts them.
    private static func kind(of code: Int) -> DatabaseError.Kind {
        switch code {
        case 19: .integrity
        case 18, 20, 25: .data
        case 1: .programming
        case 21: .interface
        default: .operational
        }
    }
}

extension SQLiteFile {
    /// How a statement ended.
    struct Outcome: Sendable {
        let result: Result<StatementResult, DatabaseError>
        let isInTransaction: Bool
    }
}

/// A prepared statement of SQLite's.
final class SQLiteStatement {
    fileprivate let statement: OpaquePointer
    private var shape: RowShape?

    fileprivate init(_ statement: OpaquePointer) { self.statement = statement }

    deinit { sqlite_statement_free(statement) }

    fileprivate func bind(_ value: DatabaseValue, at index: Int32) -> Int32 {
        switch value {
        case .null: sqlite_statement_set_null(statement, index)
        case .integer(let value): sqlite_statement_set_integer(statement, index, Int64(value))
        case .double(let value): sqlite_statement_set_double(statement, index, value)
        case .text(var value):
            value.withUTF8 { text in
                text.withMemoryRebound(to: CChar.self) {
                    sqlite_statement_set_text(statement, index, $0.baseAddress, UInt($0.count))
                }
            }
        case .bytes(let value):
            value.withUnsafeBytes {
                sqlite_statement_set_bytes(statement, index, $0.baseAddress, UInt($0.count))
            }
        }
    }

    /// The row it stands at.
    fileprivate func row() -> Row {
        let count = sqlite_statement_columns(statement)
        return Row(currentShape(count), (0..<count).map(value))
    }

    /// The columns; others than before if somebody has changed the table.
    private func currentShape(_ count: Int32) -> RowShape {
        let names = (0..<count).map { String(cString: sqlite_statement_column_name(statement, $0)) }
        if let shape, shape.names == names { return shape }
        let made = RowShape(names)
        shape = made
        return made
    }

    private func value(_ column: Int32) -> DatabaseValue {
        switch sqlite_statement_kind(statement, column) {
        case sqlite_integer: .integer(Int(sqlite_statement_integer(statement, column)))
        case sqlite_double: .double(sqlite_statement_double(statement, column))
        case sqlite_text: DatabaseValue(text: data(column))
        case sqlite_bytes: .bytes(Array(data(column)))
        default: .null
        }
    }

    private func data(_ column: Int32) -> UnsafeRawBufferPointer {
        var length: UInt = 0
        let start = sqlite_statement_data(statement, column, &length)
        return UnsafeRawBufferPointer(start: start, count: Int(length))
    }
}
