import AsyncLoop
import AsyncLoopIO
import BenchMeasure
import Glibc

/// `SELECT … LIMIT 3` from a MySQL server, by fifty tasks over a pool of fifty connections.
///
/// The server is the one that `LOOPWALK_BENCH_MYSQL` names: `Peers/with_mariadb.sh` starts one.
@EventLoop
func select50(_ count: Int) async throws {
    guard let url = getenv("LOOPWALK_BENCH_MYSQL") else {
        fail("LOOPWALK_BENCH_MYSQL names no server")
    }
    let width = 50
    let limits = DatabasePoolLimits(minimum: width, maximum: width)
    try await withDatabasePool(String(cString: url), limits: limits) { pool in
        try await selectThree(pool)
        let began = wallSeconds()
        _ = try await gather(
            (0..<width).map { _ in
                createTask { for _ in 0..<count / width { try await selectThree(pool) } }
            }
        )
        let done = count / width * width
        report("select50", done, seconds: wallSeconds() - began)
    }
}

@EventLoop
private func selectThree(_ pool: DatabasePool) async throws {
    let rows = try await pool.query("SELECT * FROM users LIMIT 3")
    guard rows.count == 3 else { fail("\(rows.count) rows instead of 3") }
}
