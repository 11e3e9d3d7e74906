import AsyncLoop

/// Connects to the database at `url`: `sqlite:PATH`, `sqlite::memory:`, or
/// `mysql://user:password@host:port/name`.
///
/// Close the connection, or have `withDatabase` do so. SQLite runs in a thread of its own; MySQL is
/// waited for on its socket, which takes the real clock.
/// - `timeout`: seconds to wait for MySQL's server to let one in; of SQLite, seconds that a
///   statement waits while another connection has the file's lock. nil: as long as it takes.
///
/// Errors: `DatabaseError`, also for MySQL on the virtual clock or in a program built without the
/// trait MySQL; `TimeoutError`, of MySQL only; `CancelledError`.
/// Cancellation: leaves no connection behind.
/// Source: aiomysql `connect`, `connect_timeout`.
@EventLoop
public func connectDatabase(
    _ url: String,
    timeout: Double? = 10,
    line: UInt = #line
) async throws -> DatabaseConnection {
    try await connectDatabase(try DatabaseURL(url), timeout: timeout, line: line)
}

/// Connects to the database at `url`, runs `body` with the connection, and closes it however `body`
/// ends.
///
/// `timeout`, errors: as of `connectDatabase`; what `body` throws.
/// Source: `async with aiomysql.connect(…)`.
@EventLoop @discardableResult
public func withDatabase<Success>(
    _ url: String,
    timeout: Double? = 10,
    line: UInt = #line,
    _ body: @EventLoop (DatabaseConnection) async throws -> Success
) async throws -> Success {
    let connection = try await connectDatabase(url, timeout: timeout, line: line)
    return try await ending(with: { try await connection.drop(line: line) }) {
        try await body(connection)
    }
}

@EventLoop
func connectDatabase(
    _ url: DatabaseURL,
    timeout: Double?,
    line: UInt
) async throws -> DatabaseConnection {
    let driver: any DatabaseDriver
    switch url.target {
    case .sqlite(let path):
        driver = try await SQLiteDriver.open(path: path, lockTimeout: timeout ?? 1e9, line: line)
    case .mysql(let address):
        #if MySQL
            driver = try await withTimeout(timeout, line: line) {
                try await MySQLDriver.connect(to: address, line: line)
            }
        #else
            throw DatabaseError.misuse(
                "this program was built without MySQL; build it with the trait MySQL",
                database: "\(address)"
            )
        #endif
    }
    return DatabaseConnection(driver, name: "\(url)")
}
