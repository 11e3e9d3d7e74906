import AsyncLoop
import BenchMeasure

/// Tasks that all sleep, all cancelled at once: from the first `cancel` to the last task's end.
@EventLoop
func cancel(_ count: Int) async throws {
    let tasks = (0..<count).map { _ in createTask { try await sleep(3_600) } }
    try await sleep(0)
    let began = wallSeconds()
    for task in tasks { task.cancel() }
    _ = try await wait(tasks)
    report("cancel", count, seconds: wallSeconds() - began)
    precondition(tasks.allSatisfy(\.isCancelled))
}
