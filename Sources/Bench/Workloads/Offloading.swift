import AsyncLoop
import BenchMeasure

/// A job that does nothing, on another thread and back, one at a time.
@EventLoop
func executorSeq(_ count: Int) async throws {
    let pool = ThreadPool(size: 4)
    try await EventLoop.runInExecutor(pool) {}.value()
    let began = wallSeconds()
    for _ in 0..<count { try await EventLoop.runInExecutor(pool) {}.value() }
    report("executor_seq", count, seconds: wallSeconds() - began)
    pool.shutdown()
}

/// Such jobs all at once, on four threads.
@EventLoop
func executorConc(_ count: Int) async throws {
    let pool = ThreadPool(size: 4)
    try await EventLoop.runInExecutor(pool) {}.value()
    let began = wallSeconds()
    let jobs = try (0..<count).map { _ in try EventLoop.runInExecutor(pool) {} }
    for job in jobs { try await job.value() }
    report("executor_conc", count, seconds: wallSeconds() - began)
    pool.shutdown()
}
