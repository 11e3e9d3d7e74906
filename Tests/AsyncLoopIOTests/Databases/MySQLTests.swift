import AsyncLoop
import AsyncLoopIO
import LoopEvents
import LoopSupport
import Testing

extension IOTests {
    /// What is a server's own: types, waits on sockets, and bad days.
    @Suite(.enabled(if: DatabaseServer.isInstalled, "mariadb-server is not installed"))
    struct MySQLTests {
        private func failure(
            _ body: @escaping @EventLoop () async throws -> Void
        ) async throws -> DatabaseError {
            let run = await runLoop(clock: .real) {
                do { try await body() } catch let error as DatabaseError { return error }
                throw CancelledError("it did not fail")
            }
            return try run.result.get()
        }

        @Test func `a query's waits are the loop's waits for a socket`() async throws {
            let url = try DatabaseServer.sharedServer().url
            let run = await runLoop(clock: .real) {
                try await withDatabase(url) { try await $0.query("SELECT sleep(0.02)") }
            }
            #expect(try run.result.get().count == 1)
            let kinds = run.events.map(\.kind)
            #expect(kinds.contains(.fdWatched) && kinds.contains(.fdReady))
            #expect(!kinds.contains(.workOffloaded))
        }

        @Test func `other tasks run while a query is under way`() async throws {
            let url = try DatabaseServer.sharedServer().url
            let run = await runLoop(clock: .real) {
                try await withDatabase(url) { db in
                    var ticks = 0
                    let clock = createTask {
                        while true {
                            try await sleep(0.01)
                            ticks += 1
                        }
                    }
                    _ = try await db.query("SELECT sleep(0.3)")
                    clock.cancel()
                    return ticks
                }
            }
            #expect(try run.result.get() > 2)
        }

        @Test func `every type of column comes as the value it stands for`() async throws {
            let url = try DatabaseServer.sharedServer().url
            let run = await runLoop(clock: .real) {
                try await withDatabase(url) { db in
                    try await db.query(
                        """
                        SELECT CAST(18446744073709551615 AS UNSIGNED) AS big, 7 AS small,
                          CAST(1.10 AS DECIMAL(10,2)) AS exact, 0.5e0 AS real_,
                          CAST('2024-02-29 12:30:15.25' AS DATETIME(2)) AS moment,
                          CAST('2024-02-29' AS DATE) AS day, CAST('-12:00:01' AS TIME) AS span,
                          x'00ff' AS data, 'text' AS words, NULL AS nothing,
                          TRUE AS truth, b'101' + 0 AS bits, JSON_OBJECT('a', 1) AS json
                        """
                    )
                }
            }
            let row = try run.result.get()[0]
            #expect(
                row.values == [
                    "18446744073709551615", 7, "1.10", 0.5, "2024-02-29 12:30:15.25", "2024-02-29",
                    "-12:00:01", .bytes([0, 255]), "text", nil, 1, 5, "{\"a\": 1}",
                ]
            )
            #expect(try row.value("exact", as: Double.self) == 1.1)
            #expect(try row.value("truth", as: Bool.self))
        }

        @Test func `statements without rows say what they did`() async throws {
            let url = try DatabaseServer.sharedServer().url
            let run = await runLoop(clock: .real) {
                try await withDatabase(url) { db in
                    try await db.execute(
                        "CREATE TEMPORARY TABLE n (id INT AUTO_INCREMENT PRIMARY KEY, v INT)"
                    )
                    let first = try await db.execute("INSERT INTO n (v) VALUES (5), (5), (6)")
                    let second = try await db.execute("INSERT INTO n (v) VALUES (7)")
                    let same = try await db.execute("UPDATE n SET v = 5 WHERE v = 5")
                    return [
                        first.affectedRows, first.lastInsertID, second.lastInsertID,
                        same.affectedRows,
                    ]
                }
            }
            #expect(try run.result.get() == [3, 1, 4, 2])
        }

        @Test func `a procedure's rows come, and the connection goes on`() async throws {
            let url = try DatabaseServer.sharedServer().url
            let run = await runLoop(clock: .real) {
                try await withDatabase(url) { db in
                    try await db.execute("DROP PROCEDURE IF EXISTS twice")
                    try await db.execute(
                        "CREATE PROCEDURE twice(n INT) BEGIN SELECT n * 2 AS d; END"
                    )
                    let rows = try await db.query("CALL twice(?)", 21)
                    let next = try await db.query("SELECT 1 AS one")
                    try await db.execute("DROP PROCEDURE twice")
                    return [rows[0][0], next[0][0]]
                }
            }
            #expect(try run.result.get() == [42, 1])
        }

        @Test func `SQL that is longer than what the socket takes at once is sent whole`()
            async throws
        {
            let url = try DatabaseServer.sharedServer().url
            let run = await runLoop(clock: .real) {
                try await withDatabase(url) { db in
                    let long = String(repeating: "x", count: 12_000_000)
                    return try await db.query("SELECT LENGTH('\(long)') AS n")
                }
            }
            #expect(try run.result.get()[0].value("n") == 12_000_000)
        }

        @Test func `10,000 rows come whole`() async throws {
            let url = try DatabaseServer.sharedServer().url
            let run = await runLoop(clock: .real) {
                try await withDatabase(url) { db in
                    try await db.query(
                        """
                        SELECT seq, REPEAT('x', seq % 300) AS filler FROM seq_1_to_10000 ORDER BY seq
                        """
                    )
                }
            }
            let rows = try run.result.get()
            #expect(rows.count == 10_000)
            #expect(rows.enumerated().allSatisfy { $1[0] == .integer($0 + 1) })
            #expect(try rows[298].value("filler", as: String.self).count == 299)
        }

        // MARK: Bad days

        @Test func `a wrong password is refused, and repeated nowhere`() async throws {
            let server = try DatabaseServer.sharedServer()
            let url = server.url(user: DatabaseServer.user, password: "SecretSecret")
            let error = try await failure { _ = try await connectDatabase(url) }
            #expect(error.code == 1045 && error.kind == .operational)
            #expect(!"\(error)\(dumped(error))".contains("SecretSecret"))
        }

        @Test func `a database that is not there is named`() async throws {
            let server = try DatabaseServer.sharedServer()
            let url = String(server.url.dropLast("lessons".count)) + "nowhere"
            let error = try await failure { _ = try await connectDatabase(url) }
            #expect(error.description.contains("nowhere"))
        }

        @Test func `nobody listening is said with host and port`() async throws {
            let port = freePort()
            let error = try await failure {
                _ = try await connectDatabase("mysql://me:SecretSecret@127.0.0.1:\(port)/x")
            }
            #expect(error.isConnectionLost && error.kind == .operational)
            #expect(error.description.contains("127.0.0.1:\(port)"))
            #expect(!error.description.contains("SecretSecret"))
        }

        @Test func `a host without an address is named`() async throws {
            let error = try await failure {
                _ = try await connectDatabase("mysql://me@nowhere.invalid/x")
            }
            #expect(error.description.contains("nowhere.invalid"))
        }

        @Test func `a server that says nothing is given up in time`() async throws {
            let listener = SilentListener()
            let url = "mysql://me@127.0.0.1:\(listener.port)/x"
            let run = await runLoop(clock: .real) {
                try await connectDatabase(url, timeout: 0.2)
            }
            #expect(throws: TimeoutError.self) { try run.result.get() }
        }

        @Test func `on the virtual clock a server is refused, with what to do`() async throws {
            let run = await runLoop { try await connectDatabase("mysql://me@127.0.0.1/x") }
            let error = #expect(throws: DatabaseError.self) { try run.result.get() }
            #expect(error?.message.contains("clock=real") == true)
        }

        @Test func `a cancelled query is over at the server, and no connection is left`()
            async throws
        {
            let url = try DatabaseServer.sharedServer().url
            let run = await runLoop(clock: .real) {
                try await withDatabase(url) { watcher in
                    let task = createTask {
                        try await withDatabase(url) { db in
                            _ = try await db.query("SELECT sleep(60) /* a long one */")
                        }
                    }
                    let running = Self.others + " AND info LIKE '%a long one%'"
                    while try await watcher.query(running).isEmpty { try await sleep(0.02) }
                    let during = try await watcher.query(Self.others)
                    task.cancel()
                    await #expect(throws: CancelledError.self) { try await task.value() }
                    return (during.count, try await Self.countOthersSoon(watcher))
                }
            }
            let (during, after) = try run.result.get()
            #expect(during == 1 && after == 0)
        }

        @Test func `ended by Ctrl-C, a query is over at the server`() async throws {
            let url = try DatabaseServer.sharedServer().url
            let interrupted = await runLoop(clock: .real) {
                EventLoop.callLater(0.2) { EventLoop.interrupt() }
                try await withDatabase(url) { db in _ = try await db.query("SELECT sleep(60)") }
            }
            #expect(throws: InterruptedError.self) { try interrupted.result.get() }
            let after = await runLoop(clock: .real) {
                try await withDatabase(url) { try await Self.countOthersSoon($0) }
            }
            #expect(try after.result.get() == 0)
        }

        /// What other connections of ours the server has.
        private static let others = """
            SELECT id FROM information_schema.processlist
            WHERE user = '\(DatabaseServer.user)' AND id <> CONNECTION_ID()
            """

        /// How many others there are, once those that have said goodbye are gone.
        @EventLoop
        private static func countOthersSoon(_ db: DatabaseConnection) async throws -> Int {
            var count = -1
            for _ in 0..<200 {
                count = try await db.query(others).count
                if count == 0 { return 0 }
                try await sleep(0.02)
            }
            return count
        }

        private func dumped(_ value: Any) -> String {
            var text = ""
            dump(value, to: &text)
            return text
        }
    }
}
