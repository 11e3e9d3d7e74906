import AsyncLoop
import BenchMeasure

/// Tasks that all want one lock and hold it for a turn: from the first release to the last one's
/// end, so that there are ever fewer in line.
@EventLoop
func locks(_ count: Int) async throws {
    let lock = Lock()
    try await lock.acquire()
    let tasks = (0..<count).map { _ in
        createTask { try await lock.withLock { try await sleep(0) } }
    }
    try await sleep(0)
    let began = wallSeconds()
    try lock.release()
    _ = try await wait(tasks)
    report("locks", count, seconds: wallSeconds() - began)
}
