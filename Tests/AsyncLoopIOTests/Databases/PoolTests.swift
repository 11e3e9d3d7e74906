import AsyncLoop
import AsyncLoopIO
import LoopSupport
import Testing

extension IOTests {
    @Suite struct PoolTests {
        private func withPool<Success: Sendable>(
            _ limits: DatabasePoolLimits,
            _ body: @escaping @EventLoop (DatabasePool) async throws -> Success
        ) async throws -> Success {
            let folder = ScratchFolder()
            let run = await runLoop(clock: .real) {
                try await withDatabasePool("sqlite:\(folder.file("pool"))", limits: limits) {
                    try await body($0)
                }
            }
            #expect(folder.openFiles == 0)
            return try run.result.get()
        }

        @Test func `never more connections than its limit, and each used again`() async throws {
            let (most, size, idle) = try await withPool(.init(minimum: 2, maximum: 3)) { pool in
                #expect(pool.size == 2 && pool.idleCount == 2)
                var (now, most) = (0, 0)
                _ = try await gather(
                    (0..<20).map { _ in
                        createTask {
                            try await pool.withConnection { db in
                                now += 1
                                most = max(most, now)
                                _ = try await db.query("SELECT sleep(0.005)")
                                now -= 1
                            }
                        }
                    }
                )
                return (most, pool.size, pool.idleCount)
            }
            #expect(most == 3 && size == 3 && idle == 3)
        }

        @Test func `who waits too long for a connection is told so`() async throws {
            let limits = DatabasePoolLimits(maximum: 1, acquireTimeout: 0.05)
            let (message, after) = try await withPool(limits) { pool in
                try await pool.withConnection { _ in
                    do { _ = try await pool.query("SELECT 1") } catch let error as DatabaseError {
                        return (error.message, 0)
                    }
                    return ("", 0)
                }
            }
            #expect(message == "no connection came free in 0.05 s; all 1 are lent" && after == 0)
        }

        @Test func `they are served in the order they came, and who is cancelled leaves the line`()
            async throws
        {
            let order = try await withPool(.init(maximum: 1)) { pool in
                var order: [Int] = []
                let tasks = (0..<5).map { number in
                    createTask {
                        try await pool.withConnection { db in
                            _ = try await db.query("SELECT sleep(0.02)")
                            order.append(number)
                        }
                    }
                }
                try await sleep(0.005)
                tasks[2].cancel()
                _ = try await gather(tasks, returnExceptions: true)
                _ = try await pool.query("SELECT 1")
                return order
            }
            #expect(order == [0, 1, 3, 4])
        }

        @Test func `a transaction that was left open is undone when the connection comes back`()
            async throws
        {
            let rows = try await withPool(.init(maximum: 1)) { pool in
                try await pool.execute("CREATE TABLE t (n INTEGER)")
                try await pool.withConnection { db in
                    try await db.execute("BEGIN")
                    try await db.execute("INSERT INTO t VALUES (1)")
                }
                return try await pool.query("SELECT n FROM t")
            }
            #expect(rows.isEmpty)
        }

        @Test func `a connection that was closed is replaced`() async throws {
            let (rows, size) = try await withPool(.init(maximum: 1)) { pool in
                try await pool.withConnection { try await $0.close() }
                #expect(pool.size == 0)
                return (try await pool.query("SELECT 1"), pool.size)
            }
            #expect(rows.count == 1 && size == 1)
        }

        @Test func `one that has lain idle too long is replaced`() async throws {
            let (first, second) = try await withPool(.init(maximum: 1, maximumIdle: 0.01)) { pool in
                let first = try await pool.withConnection { ObjectIdentifier($0).hashValue }
                try await sleep(0.05)
                _ = try await pool.execute("CREATE TABLE t (n INTEGER)")
                return (first, pool.size)
            }
            #expect(first != 0 && second == 1)
        }

        @Test func `a closed pool lends nothing and closes what comes back`() async throws {
            let message = try await withPool(.init(maximum: 2)) { pool in
                try await pool.withConnection { _ in try await pool.close() }
                #expect(pool.size == 0)
                do { _ = try await pool.query("SELECT 1") } catch let error as DatabaseError {
                    return error.message
                }
                return ""
            }
            #expect(message == "the pool was closed")
        }

        @Test func `in memory there is one connection, as each would be another database`()
            async throws
        {
            let run = await runLoop {
                try await withDatabasePool("sqlite::memory:") { pool in
                    try await pool.execute("CREATE TABLE t (n INTEGER)")
                    _ = try await gather(
                        (0..<5).map { number in
                            createTask {
                                try await pool.execute("INSERT INTO t VALUES (?)", number)
                            }
                        }
                    )
                    return (try await pool.query("SELECT n FROM t ORDER BY n"), pool.size)
                }
            }
            let (rows, size) = try run.result.get()
            #expect(rows.count == 5 && size == 1)
        }

        @Test(.enabled(if: DatabaseServer.isInstalled, "mariadb-server is not installed"))
        func `a connection the server has ended is dropped before it is lent again`() async throws {
            let url = try DatabaseServer.sharedServer().url
            let run = await runLoop(clock: .real) {
                try await withDatabasePool(url, limits: .init(maximum: 2)) { pool in
                    let ask = "SELECT CONNECTION_ID() AS id"
                    let id: Int = try await pool.query(ask)[0].value("id")
                    try await withDatabase(url) { other in
                        try await other.execute("KILL \(id)")
                        let left = "SELECT 1 FROM information_schema.processlist WHERE id = \(id)"
                        while try await !other.query(left).isEmpty { try await sleep(0.02) }
                    }
                    try await sleep(0.1)
                    let next: Int = try await pool.query(ask)[0].value("id")
                    return (id, next, pool.size)
                }
            }
            let (id, next, size) = try run.result.get()
            #expect(id != next && size == 1)
        }
    }
}
