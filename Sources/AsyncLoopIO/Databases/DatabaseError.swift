/// Thrown where a database cannot do what it was asked, or cannot be asked.
///
/// It never holds a password, nor a parameter's value unless the server's own words do.
/// Source: the exceptions of Python's DB-API, by which its kinds are called.
public struct DatabaseError: Error, CustomStringConvertible, Equatable {
    /// What kind of thing went wrong.
    public enum Kind: String, Sendable {
        /// The connection, the server or its machine: refused, lost, full, locked, ended.
        case operational = "OperationalError"
        /// The rows would contradict one another: a key twice, a reference to nothing.
        case integrity = "IntegrityError"
        /// The SQL, or the table it names.
        case programming = "ProgrammingError"
        /// A value that does not go where it should.
        case data = "DataError"
        /// A wrong use of the client; nothing was sent.
        case interface = "InterfaceError"
    }

    /// What kind of thing went wrong.
    public var kind: Kind
    /// The server's or SQLite's number for it; 0 if it came from neither.
    public var code: Int
    /// The SQLSTATE, five characters, if the server gave one.
    public var state: String
    /// What went wrong, in the database's words.
    public var message: String
    /// The statement it happened to, without its parameters' values.
    public var sql: String?
    /// Which database, as its URL without the password.
    public var database: String?
    /// Whether the connection is gone. What was sent last may have been done or not.
    public var isConnectionLost: Bool

    init(
        _ kind: Kind,
        code: Int = 0,
        state: String = "",
        _ message: String,
        sql: String? = nil,
        database: String? = nil,
        isConnectionLost: Bool = false
    ) {
        self.kind = kind
        self.code = code
        self.state = state
        self.message = message
        self.sql = sql
        self.database = database
        self.isConnectionLost = isConnectionLost
    }

    /// A wrong use of the client.
    static func misuse(_ message: String, sql: String? = nil, database: String? = nil) -> Self {
        Self(.interface, message, sql: sql, database: database)
    }

    /// A statement for a connection that was closed or lost.
    static func closed(sql: String, database: String) -> Self {
        .misuse("the connection is closed", sql: sql, database: database)
    }

    /// A statement was given more or fewer parameters than it has.
    static func parameters(_ given: Int, of wanted: Int, sql: String, database: String) -> Self {
        .misuse(
            "it has \(wanted) parameters and was given \(given)",
            sql: sql,
            database: database
        )
    }

    /// The kind with its number, what went wrong, the statement and the database.
    public var description: String {
        var text = kind.rawValue
        if code != 0 { text += " \(code)" }
        text += ": \(message)"
        if let sql { text += " in \"\(sql)\"" }
        if let database { text += " at \(database)" }
        return text
    }
}
