import AsyncLoop
import AsyncLoopIO
import LoopEvents
import LoopSupport
import Testing

extension IOTests {
    /// What is SQLite's own.
    @Suite struct SQLiteTests {
        @Test func `a statement is a job in a thread, on the virtual clock too`() async throws {
            let run = await runLoop {
                try await withDatabase("sqlite::memory:") { db in
                    let rows = try await db.query("SELECT sleep(2.5) AS slept, 'x' AS text")
                    return ("\(rows[0])", EventLoop.time)
                }
            }
            let (row, time) = try run.result.get()
            #expect(row == "{slept: 0, text: 'x'}" && time == 2.5)
            #expect(run.events.contains { $0.kind == .workReturned })
        }

        @Test func `two runs on the virtual clock leave one record`() async throws {
            func run() async -> [String] {
                let run = await runLoop {
                    try await withDatabase("sqlite::memory:") { db in
                        try await db.execute("CREATE TABLE t (n INTEGER)")
                        _ = try await gather(
                            (0..<5).map { number in
                                createTask {
                                    let pause = Double(5 - number) / 10
                                    try await db.execute("INSERT INTO t VALUES (?)", number)
                                    _ = try await db.query("SELECT sleep(?)", pause)
                                }
                            }
                        )
                    }
                }
                return run.events.map {
                    "\($0.kind) \($0.task) \($0.subject) \($0.pass) \($0.time)"
                }
            }
            let first = await run()
            for _ in 0..<3 { #expect(await run() == first) }
        }

        @Test func `what was committed is in the file, what was not is not`() async throws {
            let folder = ScratchFolder()
            let url = "sqlite:\(folder.file("kept"))"
            let run = await runLoop(clock: .real) {
                let first = try await connectDatabase(url)
                try await first.execute("CREATE TABLE t (n INTEGER)")
                try await first.withTransaction {
                    try await $0.execute("INSERT INTO t VALUES (1)")
                }
                try await first.execute("BEGIN")
                try await first.execute("INSERT INTO t VALUES (2)")
                try await first.close()
                return try await withDatabase(url) { try await $0.query("SELECT n FROM t") }
            }
            #expect(try run.result.get().map(\.values) == [[1]])
            #expect(folder.openFiles == 0)
        }

        @Test func `two connections that write take turns`() async throws {
            let folder = ScratchFolder()
            let url = "sqlite:\(folder.file("turns"))"
            let run = await runLoop(clock: .real) {
                try await withDatabasePool(url, limits: .init(maximum: 4)) { pool in
                    try await pool.execute("CREATE TABLE t (n INTEGER)")
                    try await pool.execute("INSERT INTO t VALUES (0)")
                    _ = try await gather(
                        (0..<12).map { _ in
                            createTask {
                                try await pool.withTransaction { db in
                                    let n: Int = try await db.query("SELECT n FROM t")[0].value("n")
                                    try await db.execute("UPDATE t SET n = ?", n + 1)
                                }
                            }
                        }
                    )
                    return try await pool.query("SELECT n FROM t")[0].value("n", as: Int.self)
                }
            }
            #expect(try run.result.get() == 12)
        }

        @Test func `a query that computes without end is stopped`() async throws {
            let run = await runLoop(clock: .real) {
                try await withDatabase("sqlite::memory:") { db in
                    await #expect(throws: TimeoutError.self) {
                        try await withTimeout(0.05) {
                            _ = try await db.query(
                                """
                                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
                                SELECT COUNT(*) FROM n
                                """
                            )
                        }
                    }
                    return try await db.query("SELECT 1")
                }
            }
            #expect(try run.result.get().count == 1)
        }

        @Test func `a connection that nobody closed is closed with its last user`() async throws {
            let folder = ScratchFolder()
            let run = await runLoop(clock: .real) {
                let db = try await connectDatabase("sqlite:\(folder.file("left"))")
                _ = try await db.query("SELECT 1")
            }
            try run.result.get()
            #expect(folder.openFiles == 0)
        }

        @Test func `a text that is no UTF-8 comes as bytes, and is no String`() async throws {
            let run = await runLoop {
                try await withDatabase("sqlite::memory:") { db in
                    try await db.query("SELECT CAST(x'41ff' AS TEXT) AS t, 'é' AS u")
                }
            }
            let row = try run.result.get()[0]
            #expect(row.values == [.bytes([0x41, 0xff]), "é"])
            #expect(throws: DatabaseError.self) { try row.value("t", as: String.self) }
        }

        @Test func `two statements in one, or none, are refused`() async throws {
            let run = await runLoop {
                try await withDatabase("sqlite::memory:") { db in
                    var messages: [String] = []
                    for sql in ["SELECT 1; SELECT 2", "", " -- nothing\n", "SELECT 1; -- "] {
                        do { _ = try await db.query(sql) } catch let error as DatabaseError {
                            messages.append(error.message)
                        }
                    }
                    return messages
                }
            }
            #expect(
                try run.result.get() == [
                    "one statement at a time", "there is no statement in it",
                    "there is no statement in it",
                ]
            )
        }

        @Test func `a file that is no database, or cannot be there, is named`() async throws {
            let folder = ScratchFolder()
            let run = await runLoop {
                let text = String(repeating: "no database ", count: 99)
                try await writeFile(folder.file("text"), text)
                var errors: [String] = []
                for path in [folder.file("text"), "/no/such/folder/db"] {
                    do {
                        try await withDatabase("sqlite:\(path)") {
                            _ = try await $0.query("SELECT * FROM t")
                        }
                    } catch { errors.append("\(error)") }
                }
                return errors
            }
            let errors = try run.result.get()
            #expect(errors.count == 2)
            #expect(errors.first?.contains("file is not a database") == true)
            #expect(errors.last?.hasSuffix("at sqlite:/no/such/folder/db") == true)
        }

        @Test(.enabled(if: SmallDisk.isPossible, "mounting a small disk takes root"))
        func `on a full disk a statement fails whole, and what was committed stays`() async throws {
            let disk = try SmallDisk(kilobytes: 256)
            let url = "sqlite:\(disk.file("small"))"
            let run = await runLoop(clock: .real) {
                try await withDatabase(url) { db in
                    try await db.execute("CREATE TABLE t (n INTEGER, data BLOB)")
                    var committed = 0
                    let data = [UInt8](repeating: 1, count: 20_000)
                    for number in 0..<100 {
                        do {
                            try await db.execute("INSERT INTO t VALUES (?, ?)", number, data)
                            committed += 1
                        } catch let error as DatabaseError {
                            let rows = try await db.query("SELECT COUNT(*) AS n FROM t")
                            return (error, committed, try rows[0].value("n", as: Int.self))
                        }
                    }
                    throw CancelledError("the disk is not full")
                }
            }
            let (error, committed, found) = try run.result.get()
            #expect(error.kind == .operational && error.message.contains("full"))
            #expect(committed > 0 && found == committed)
        }
    }
}
