import AsyncLoop
import AsyncLoopIO
import LoopSupport
import Testing

/// A database that a test can be run on.
enum TestDatabase: String, CaseIterable, CustomTestStringConvertible {
    case sqlite
    case mysql

    var testDescription: String { rawValue }

    /// Those that are there.
    static let available = allCases.filter { $0 == .sqlite || DatabaseServer.isInstalled }

    /// The URL of a database whose tables, all temporary, nobody else sees.
    func url() throws -> String {
        switch self {
        case .sqlite: "sqlite::memory:"
        case .mysql: try DatabaseServer.sharedServer().url
        }
    }
}

extension IOTests {
    /// What is the same on both.
    @Suite struct BothDatabasesTests {
        private func with<Success: Sendable>(
            _ database: TestDatabase,
            _ body: @escaping @EventLoop (DatabaseConnection) async throws -> Success
        ) async throws -> Success {
            let url = try database.url()
            let run = await runLoop(clock: .real) {
                try await withDatabase(url) { try await body($0) }
            }
            return try run.result.get()
        }

        @Test(arguments: TestDatabase.available)
        func `rows come in order, typed, as values and as dictionaries`(
            _ database: TestDatabase
        ) async throws {
            let rows = try await with(database) { db in
                try await db.execute(
                    """
                    CREATE TEMPORARY TABLE users
                      (id INTEGER, name VARCHAR(40), age INT, size DOUBLE)
                    """
                )
                for (id, name, age, size) in [(1, "ann", 31, 1.5), (2, "bob", 32, -0.25)] {
                    let result = try await db.execute(
                        "INSERT INTO users VALUES (?, ?, ?, ?)",
                        id,
                        name,
                        age,
                        size
                    )
                    #expect(result.affectedRows == 1)
                }
                return try await db.query("SELECT * FROM users WHERE age > ? ORDER BY id", 30)
            }
            #expect(rows.count == 2)
            #expect(rows[0].columns == ["id", "name", "age", "size"])
            #expect(rows[0].values == [1, "ann", 31, 1.5])
            #expect(rows[1].dictionary == ["id": 2, "name": "bob", "age": 32, "size": -0.25])
            #expect(try rows[1].value("name", as: String.self) == "bob")
            #expect(try rows[1].value("age") as Int == 32)
            #expect("\(rows[0])" == "{id: 1, name: 'ann', age: 31, size: 1.5}")
        }

        static let values: [DatabaseValue] = [
            nil, 0, -1, .integer(.max), .integer(.min), 1.0e300, -0.125,
            "", "plain", "日本語 👩‍👩‍👧‍👦 é", "a\0b", "'; DROP TABLE kept; --", "\\' \" ` % _ ; ?",
            .text(String(repeating: "長", count: 50_000)),
            .bytes([]), .bytes([0, 1, 255, 39, 92]),
            .bytes([UInt8](repeating: 200, count: 100_000)),
        ]

        @Test(arguments: TestDatabase.available)
        func `what goes in as a parameter comes out as it was`(
            _ database: TestDatabase
        ) async throws {
            let found = try await with(database) { db in
                let isMySQL = database == .mysql
                try await db.execute(
                    """
                    CREATE TEMPORARY TABLE kept (id INTEGER, number BIGINT, real_ DOUBLE,
                      words \(isMySQL ? "LONGTEXT CHARACTER SET utf8mb4" : "TEXT"),
                      data \(isMySQL ? "LONGBLOB" : "BLOB"))
                    """
                )
                var found: [DatabaseValue] = []
                for (id, value) in Self.values.enumerated() {
                    let column =
                        switch value {
                        case .null, .integer: "number"
                        case .double: "real_"
                        case .text: "words"
                        case .bytes: "data"
                        }
                    let insert = "INSERT INTO kept (id, \(column)) VALUES (?, ?)"
                    try await db.execute(insert, id, value)
                    let rows = try await db.query("SELECT \(column) FROM kept WHERE id = ?", id)
                    found.append(rows[0][0])
                }
                let count = try await db.query("SELECT COUNT(*) AS n FROM kept")
                #expect(try count[0].value("n") == Self.values.count)
                return found
            }
            for (value, expected) in zip(found, Self.values) { #expect(value == expected) }
        }

        @Test(arguments: TestDatabase.available)
        func `metacharacters in a parameter find what they spell, and do no harm`(
            _ database: TestDatabase
        ) async throws {
            let evil = "x' OR '1'='1"
            let (all, one, none) = try await with(database) { db in
                try await db.execute("CREATE TEMPORARY TABLE words (word VARCHAR(100))")
                for word in ["a", "b", evil] {
                    try await db.execute("INSERT INTO words VALUES (?)", word)
                }
                return (
                    try await db.query("SELECT word FROM words"),
                    try await db.query("SELECT word FROM words WHERE word = ?", evil),
                    try await db.query("SELECT word FROM words WHERE word = ?", "' OR 1=1; --")
                )
            }
            #expect(all.count == 3 && none.isEmpty)
            #expect(one.map(\.values) == [[.text(evil)]])
        }

        @Test(arguments: TestDatabase.available)
        func `nil is NULL, and NULL is nil where it is asked for`(
            _ database: TestDatabase
        ) async throws {
            let row = try await with(database) { db in
                let nothing: String? = nil
                return try await db.query("SELECT ? AS a, ? AS b, 1 AS c", nil, nothing)[0]
            }
            #expect(row["a"] == DatabaseValue.null && row["b"] == DatabaseValue.null)
            #expect(try row.value("a", as: String?.self) == nil)
            #expect(try row.value("c", as: Int?.self) == 1)
            #expect(throws: DatabaseError.self) { try row.value("a", as: String.self) }
            let missing = #expect(throws: DatabaseError.self) { try row.value("d", as: Int.self) }
            #expect(missing?.message == "there is no column 'd'; there are a, b, c")
        }

        @Test(arguments: TestDatabase.available)
        func `a transaction keeps all or nothing`(
            _ database: TestDatabase
        ) async throws {
            struct Stop: Error {}
            let (sums, messages) = try await with(database) { db in
                try await db.execute("CREATE TEMPORARY TABLE t (n INTEGER)")
                var messages: [String] = []
                try await db.withTransaction { db in
                    try await db.execute("INSERT INTO t VALUES (1)")
                    try await db.execute("INSERT INTO t VALUES (2)")
                    #expect(db.isInTransaction)
                }
                do {
                    try await db.withTransaction { db in
                        try await db.execute("INSERT INTO t VALUES (100)")
                        throw Stop()
                    }
                } catch is Stop { messages.append("undone") }
                do {
                    try await db.withTransaction { db in
                        try await db.execute("INSERT INTO t VALUES (1000)")
                        try await db.withTransaction { _ in }
                    }
                } catch let error as DatabaseError { messages.append(error.message) }
                #expect(!db.isInTransaction)
                return (try await db.query("SELECT SUM(n) AS s FROM t"), messages)
            }
            #expect(messages.first == "undone" && messages.last?.contains("do not nest") == true)
            #expect(try sums[0].value("s", as: Double.self) == 3)
        }

        @Test(arguments: TestDatabase.available)
        func `a transaction that is cancelled as it begins leaves none open`(
            _ database: TestDatabase
        ) async throws {
            let isOpen = try await with(database) { db in
                var isOpen: [Bool] = []
                for turns in 1...4 {
                    let task = createTask {
                        try await db.withTransaction { _ in try await sleep(100) }
                    }
                    for _ in 0..<turns { try await sleep(0) }
                    task.cancel()
                    await #expect(throws: CancelledError.self) { try await task.value() }
                    isOpen.append(db.isInTransaction)
                }
                return isOpen
            }
            #expect(isOpen == [false, false, false, false])
        }

        @Test(arguments: TestDatabase.available)
        func `a second task's transaction is refused, and the first one's stays whole`(
            _ database: TestDatabase
        ) async throws {
            struct Stop: Error {}
            let (message, rows) = try await with(database) { db in
                try await db.execute("CREATE TEMPORARY TABLE t (n INTEGER)")
                let first = createTask {
                    try await db.withTransaction { db in
                        try await db.execute("INSERT INTO t VALUES (1)")
                        try await sleep(0.05)
                        throw Stop()
                    }
                }
                let second = createTask { try await db.withTransaction { _ in } }
                var message = ""
                do { try await second.value() } catch let error as DatabaseError {
                    message = error.message
                }
                await #expect(throws: Stop.self) { try await first.value() }
                return (message, try await db.query("SELECT n FROM t"))
            }
            #expect(message.contains("they do not nest"))
            #expect(rows.isEmpty)
        }

        @Test(arguments: TestDatabase.available)
        func `only what adds a row has the number of one`(
            _ database: TestDatabase
        ) async throws {
            let numbers = try await with(database) { db in
                let number = database == .mysql ? "AUTO_INCREMENT" : ""
                try await db.execute(
                    "CREATE TEMPORARY TABLE t (id INTEGER PRIMARY KEY \(number), n INTEGER)"
                )
                var numbers: [[Int]] = []
                for sql in [
                    "INSERT INTO t (n) VALUES (5)", "INSERT INTO t (n) VALUES (6), (7)",
                    "UPDATE t SET n = 8 WHERE n > 5", "DELETE FROM t WHERE n = 5", "SELECT 1",
                ] {
                    let result = try await db.execute(sql)
                    numbers.append([result.affectedRows, result.lastInsertID > 0 ? 1 : 0])
                }
                return numbers
            }
            #expect(numbers == [[1, 1], [2, 1], [2, 0], [1, 0], [0, 0]])
        }

        @Test(arguments: TestDatabase.available)
        func `a cancellation that comes while the connection is closed is heard`(
            _ database: TestDatabase
        ) async throws {
            let url = try database.url()
            let run = await runLoop(clock: .real) {
                var isClosing = false
                let task = createTask {
                    try await withDatabase(url) { _ in isClosing = true }
                    // MySQL's does not suspend, and so ends with the next wait.
                    try await sleep(100)
                }
                while !isClosing { try await sleep(0) }
                task.cancel()
                return try await wait([task], timeout: 20).pending.count
            }
            #expect(try run.result.get() == 0)
        }

        @Test(arguments: TestDatabase.available)
        func `a connection that is closed under a statement ends it, one way or the other`(
            _ database: TestDatabase
        ) async throws {
            let url = try database.url()
            let run = await runLoop(clock: .real) {
                let query = try await withDatabase(url) { db in
                    let query = createTask { _ = try await db.query("SELECT sleep(0.3)") }
                    try await sleep(0.05)
                    return query
                }
                // The next connection has the number that the last one's socket had.
                let rows = try await withDatabase(url) { try await $0.query("SELECT 1") }
                let (done, _) = try await wait([query], timeout: 20)
                do { for query in done { try await query.value() } } catch let error
                    as DatabaseError
                {
                    #expect(error.isConnectionLost && error.sql == "SELECT sleep(0.3)")
                }
                return (rows.count, done.count)
            }
            let (rows, done) = try run.result.get()
            #expect(rows == 1 && done == 1)
        }

        @Test(arguments: TestDatabase.available)
        func `a cancelled transaction is undone, and the connection goes on`(
            _ database: TestDatabase
        ) async throws {
            let rows = try await with(database) { db in
                try await db.execute("CREATE TEMPORARY TABLE t (n INTEGER)")
                let task = createTask {
                    try await db.withTransaction { db in
                        try await db.execute("INSERT INTO t VALUES (1)")
                        _ = try await db.query("SELECT sleep(30)")
                    }
                }
                try await sleep(0.1)
                task.cancel()
                await #expect(throws: CancelledError.self) { try await task.value() }
                #expect(db.isOpen && !db.isInTransaction)
                return try await db.query("SELECT n FROM t")
            }
            #expect(rows.isEmpty)
        }

        @Test(arguments: TestDatabase.available)
        func `a query that takes too long is stopped, and the next one runs`(
            _ database: TestDatabase
        ) async throws {
            let rows = try await with(database) { db in
                let begin = EventLoop.time
                await #expect(throws: TimeoutError.self) {
                    try await withTimeout(0.1) { _ = try await db.query("SELECT sleep(30)") }
                }
                #expect(EventLoop.time - begin < 20)
                return try await db.query("SELECT 7 AS seven")
            }
            #expect(try rows[0].value("seven") == 7)
        }

        @Test(arguments: TestDatabase.available)
        func `an error names the SQL, its kind and the database, and no password`(
            _ database: TestDatabase
        ) async throws {
            let (syntax, duplicate, count) = try await with(database) { db in
                func failure(_ sql: String, _ values: DatabaseValue...) async throws
                    -> DatabaseError
                {
                    do {
                        try await db.execute(sql, parameters: values)
                    } catch let error as DatabaseError {
                        return error
                    }
                    throw CancelledError("no failure")
                }
                try await db.execute("CREATE TEMPORARY TABLE k (id INTEGER PRIMARY KEY)")
                try await db.execute("INSERT INTO k VALUES (1)")
                return (
                    try await failure("SELEKT 1"),
                    try await failure("INSERT INTO k VALUES (?)", 1),
                    try await failure("SELECT ?, ?", 1)
                )
            }
            #expect(syntax.kind == .programming && syntax.sql == "SELEKT 1")
            #expect(syntax.description.hasPrefix("ProgrammingError"))
            #expect(syntax.description.contains("in \"SELEKT 1\" at \(database.rawValue)"))
            #expect(!syntax.description.contains("p@ss") && !syntax.description.contains("p%40ss"))
            #expect(duplicate.kind == .integrity)
            #expect(count.message == "it has 2 parameters and was given 1")
        }

        @Test(arguments: TestDatabase.available)
        func `a table that is altered between two runs of a statement gives its new columns`(
            _ database: TestDatabase
        ) async throws {
            let (before, after) = try await with(database) { db in
                try await db.execute("CREATE TEMPORARY TABLE grown (a INTEGER)")
                try await db.execute("INSERT INTO grown VALUES (1)")
                let before = try await db.query("SELECT * FROM grown")
                try await db.execute("ALTER TABLE grown ADD COLUMN b VARCHAR(9) DEFAULT 'new'")
                return (before, try await db.query("SELECT * FROM grown"))
            }
            #expect(before.map(\.columns) == [["a"]])
            #expect(after.map(\.dictionary) == [["a": 1, "b": "new"]])
        }

        @Test(arguments: TestDatabase.available)
        func `a closed connection says so`(
            _ database: TestDatabase
        ) async throws {
            let error = try await with(database) { db in
                try await db.close()
                try await db.close()
                do { _ = try await db.query("SELECT 1") } catch let error as DatabaseError {
                    return error
                }
                throw CancelledError("no failure")
            }
            #expect(error.kind == .interface && error.message == "the connection is closed")
        }

        @Test(arguments: TestDatabase.available)
        func `more statements than are kept prepared all work`(
            _ database: TestDatabase
        ) async throws {
            let sum = try await with(database) { db in
                var sum = 0
                for round in 0..<2 {
                    for number in 0..<150 {
                        let rows = try await db.query("SELECT \(number) + ? AS n", round)
                        sum += try rows[0].value("n", as: Int.self)
                    }
                }
                return sum
            }
            #expect(sum == 2 * 150 * 149 / 2 + 150)
        }
    }
}
