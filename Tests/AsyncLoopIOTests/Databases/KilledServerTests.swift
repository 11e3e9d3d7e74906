import AsyncLoop
import AsyncLoopIO
import LoopSupport
import Testing

extension IOTests {
    /// Servers of these tests' own, as they do not survive them.
    @Suite(.enabled(if: DatabaseServer.isInstalled, "mariadb-server is not installed"))
    struct KilledServerTests {
        @Test func `killed in a query, what was committed is there and the rest is not`()
            async throws
        {
            let server = try DatabaseServer(connections: 3)
            let url = server.url
            let run = await runLoop(clock: .real) {
                try await withDatabasePool(url, limits: .init(maximum: 3)) { pool in
                    try await pool.execute("CREATE TABLE kept (n INT PRIMARY KEY) ENGINE=InnoDB")
                    try await pool.withTransaction {
                        try await $0.execute("INSERT INTO kept VALUES (1)")
                    }
                    let long = createTask {
                        try await pool.withTransaction { db in
                            try await db.execute("INSERT INTO kept VALUES (2)")
                            _ = try await db.query("SELECT sleep(60)")
                        }
                    }
                    let running = """
                        SELECT id FROM information_schema.processlist
                        WHERE info LIKE 'SELECT sleep%'
                        """
                    while try await pool.query(running).isEmpty { try await sleep(0.02) }
                    _ = try await EventLoop.runInExecutor { server.kill() }.value()
                    var failures: [DatabaseError] = []
                    do { try await long.value() } catch let error as DatabaseError {
                        failures.append(error)
                    }
                    // The idle connection is dead as well, and there is no server to make another.
                    do {
                        try await pool.execute("INSERT INTO kept VALUES (3)")
                    } catch let error as DatabaseError {
                        failures.append(error)
                    }
                    let after = pool.size
                    try await EventLoop.runInExecutor { try server.start() }.value()
                    // The same pool goes on with the server that is there now.
                    return (failures, after, try await pool.query("SELECT n FROM kept"))
                }
            }
            let (failures, size, rows) = try run.result.get()
            #expect(failures.count == 2 && failures.allSatisfy(\.isConnectionLost))
            #expect(failures.first?.sql == "SELECT sleep(60)")
            #expect(size == 0)
            #expect(rows.map(\.values) == [[1]])
        }

        @Test func `one connection too many is refused, and there is room again later`()
            async throws
        {
            let server = try DatabaseServer(connections: 10)
            let url = server.url
            let run = await runLoop(clock: .real) {
                var open: [DatabaseConnection] = []
                var refusal: DatabaseError?
                for _ in 0..<20 where refusal == nil {
                    do {
                        open.append(try await connectDatabase(url))
                    } catch let error as DatabaseError {
                        refusal = error
                    }
                }
                for connection in open { try await connection.close() }
                while true {
                    do {
                        let rows = try await withDatabase(url) { try await $0.query("SELECT 1") }
                        return (open.count, refusal, rows.count)
                    } catch let error as DatabaseError where error.code == refusal?.code {
                        try await sleep(0.02)
                    }
                }
            }
            let (count, refusal, rows) = try run.result.get()
            #expect(count == 10 && rows == 1)
            #expect(refusal?.code == 1040 && refusal?.kind == .operational)
            #expect(refusal?.message.contains("Too many connections") == true)
        }
    }
}
