import AsyncLoop

/// Connections to one database, kept open and lent to whoever needs one.
///
/// Tasks that ask when all are lent stand in line, first come first served. A connection that was
/// lost is dropped and another made when it is needed; one that comes back with a transaction open
/// has that undone.
/// Source: aiomysql `create_pool`.
@EventLoop
public final class DatabasePool {
    private let url: DatabaseURL
    private let limits: DatabasePoolLimits
    private let places: Semaphore
    /// How many connections there are at most.
    private let maximum: Int
    private var idle: [(connection: DatabaseConnection, since: Double)] = []
    private var isClosed = false

    /// How many connections there are, lent and idle.
    public private(set) var size = 0
    /// How many of them are idle.
    public var idleCount: Int { idle.count }

    /// A pool without a connection; `withDatabasePool` makes one, opens it and closes it.
    ///
    /// Errors: `DatabaseError` if `url` is none, or the limits contradict one another.
    public init(_ url: String, limits: DatabasePoolLimits = DatabasePoolLimits()) throws {
        self.url = try DatabaseURL(url)
        guard limits.maximum > 0, (0...limits.maximum).contains(limits.minimum) else {
            throw DatabaseError.misuse(
                "a pool has 1 connection or more, and no fewer than its minimum"
            )
        }
        self.limits = limits
        // In memory, each connection would have a database of its own.
        maximum = self.url.isInMemory ? 1 : limits.maximum
        places = Semaphore(maximum, name: "pool")
    }

    /// Opens the connections that there are to be at least, one after the other.
    ///
    /// Errors: those of `connectDatabase`; what was opened is closed again by `close`.
    public func open(line: UInt = #line) async throws {
        while size < min(limits.minimum, maximum) {
            idle.append((try await connect(line: line), EventLoop.time))
        }
    }

    /// Lends `body` a connection, and takes it back however `body` ends.
    ///
    /// Errors: `DatabaseError` if none came free in the time that the limits allow, or the pool was
    /// closed; those of `connectDatabase`; what `body` throws; `CancelledError`.
    /// Cancellation: while it stands in line, leaves the line.
    /// Source: `async with pool.acquire() as connection`.
    @discardableResult
    public func withConnection<Success>(
        line: UInt = #line,
        _ body: @EventLoop (DatabaseConnection) async throws -> Success
    ) async throws -> Success {
        let connection = try await acquire(line: line)
        return try await ending(with: { try await giveBack(connection, line: line) }) {
            try await body(connection)
        }
    }

    /// Lends `body` a connection with a transaction on it.
    ///
    /// Errors: as of `withConnection` and of `DatabaseConnection.withTransaction`.
    @discardableResult
    public func withTransaction<Success>(
        line: UInt = #line,
        _ body: @EventLoop (DatabaseConnection) async throws -> Success
    ) async throws -> Success {
        try await withConnection(line: line) {
            try await $0.withTransaction(line: line, body)
        }
    }

    /// Runs one statement on a connection of the pool's, and returns its rows.
    ///
    /// Parameters, order, errors, cancellation: as of `withConnection` and of
    /// `DatabaseConnection.query`.
    public func query(
        _ sql: String,
        _ parameters: (any DatabaseConvertible)?...,
        line: UInt = #line
    ) async throws -> [Row] {
        let values = parameters.map { $0?.databaseValue ?? .null }
        return try await withConnection(line: line) {
            try await $0.execute(sql, parameters: values, line: line).rows
        }
    }

    /// Runs one statement on a connection of the pool's, and returns what it brought.
    ///
    /// Parameters, errors, cancellation: as of `withConnection` and of
    /// `DatabaseConnection.execute`.
    @discardableResult
    public func execute(
        _ sql: String,
        _ parameters: (any DatabaseConvertible)?...,
        line: UInt = #line
    ) async throws -> StatementResult {
        let values = parameters.map { $0?.databaseValue ?? .null }
        return try await withConnection(line: line) {
            try await $0.execute(sql, parameters: values, line: line)
        }
    }

    /// Lends nothing more, and closes the connections: the idle ones now, the others when they come
    /// back.
    ///
    /// Errors: `CancelledError`, once they are closed.
    /// Source: aiomysql `pool.close`.
    public func close(line: UInt = #line) async throws {
        isClosed = true
        var cancellation: (any Error)?
        while let (connection, _) = idle.popLast() {
            do { try await drop(connection, line: line) } catch { cancellation = error }
        }
        if let cancellation { throw cancellation }
    }

    // MARK: Lending

    private func acquire(line: UInt) async throws -> DatabaseConnection {
        try requireOpen()
        try await takePlace(line: line)
        do {
            try requireOpen()
            if let connection = try await freshest(line: line) { return connection }
            return try await connect(line: line)
        } catch {
            places.release()
            throw error
        }
    }

    private func takePlace(line: UInt) async throws {
        guard places.isLocked, let seconds = limits.acquireTimeout else {
            return try await places.acquire(line: line)
        }
        do {
            try await withTimeout(seconds, line: line) { try await places.acquire(line: line) }
        } catch is TimeoutError {
            throw DatabaseError(
                .operational,
                "no connection came free in \(seconds) s; all \(maximum) are lent",
                database: "\(url)"
            )
        }
    }

    /// The idle connection that was used last and is still good; the others on the way are dropped.
    private func freshest(line: UInt) async throws -> DatabaseConnection? {
        while let (connection, since) = idle.popLast() {
            let isTooOld = limits.maximumIdle.map { EventLoop.time - since > $0 } ?? false
            if connection.isAlive, !isTooOld || url.isInMemory { return connection }
            try await drop(connection, line: line)
        }
        return nil
    }

    private func connect(line: UInt) async throws -> DatabaseConnection {
        size += 1
        do {
            return try await connectDatabase(url, timeout: limits.connectTimeout, line: line)
        } catch {
            size -= 1
            throw error
        }
    }

    private func giveBack(_ connection: DatabaseConnection, line: UInt) async throws {
        defer { places.release() }
        let undone: Result<Void, any Error>
        do { undone = .success(try await connection.rollBack(line: line)) } catch {
            undone = .failure(error)
        }
        if connection.isOpen, !isClosed {
            idle.append((connection, EventLoop.time))
        } else {
            try await drop(connection, line: line)
        }
        try undone.get()
    }

    private func drop(_ connection: DatabaseConnection, line: UInt) async throws {
        size -= 1
        try await connection.drop(line: line)
    }

    private func requireOpen() throws {
        if isClosed { throw DatabaseError.misuse("the pool was closed", database: "\(url)") }
    }
}

/// How many connections a pool keeps, and how long it waits. All times in seconds.
///
/// Of a database in memory (`sqlite::memory:`) there is one connection, whatever the limits say, as
/// each would have a database of its own.
public struct DatabasePoolLimits: Sendable {
    /// How many are opened at the start. Source: aiomysql `minsize`.
    public var minimum: Int
    /// How many there are at most. Source: aiomysql `maxsize`.
    public var maximum: Int
    /// How long a task stands in line for one; nil: as long as it takes.
    public var acquireTimeout: Double?
    /// The `timeout` of `connectDatabase`; nil: as long as it takes.
    public var connectTimeout: Double?
    /// How long one may lie idle and be used again; nil: for ever. Source: `pool_recycle`.
    public var maximumIdle: Double?

    /// Limits; as many connections as aiomysql's pool has, but times where that waits for ever.
    public init(
        minimum: Int = 1,
        maximum: Int = 10,
        acquireTimeout: Double? = 30,
        connectTimeout: Double? = 10,
        maximumIdle: Double? = 3600
    ) {
        self.minimum = minimum
        self.maximum = maximum
        self.acquireTimeout = acquireTimeout
        self.connectTimeout = connectTimeout
        self.maximumIdle = maximumIdle
    }
}

/// Opens a pool of connections to the database at `url`, runs `body` with it, and closes it however
/// `body` ends.
///
/// Errors: those of `DatabasePool.init` and `connectDatabase`; what `body` throws.
/// Source: `async with aiomysql.create_pool(…) as pool`.
@EventLoop @discardableResult
public func withDatabasePool<Success>(
    _ url: String,
    limits: DatabasePoolLimits = DatabasePoolLimits(),
    line: UInt = #line,
    _ body: @EventLoop (DatabasePool) async throws -> Success
) async throws -> Success {
    let pool = try DatabasePool(url, limits: limits)
    return try await ending(with: { try await pool.close(line: line) }) {
        try await pool.open(line: line)
        return try await body(pool)
    }
}
