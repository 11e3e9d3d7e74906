import AsyncLoop
import BenchMeasure

/// One task goes once round the loop, again and again.
@EventLoop
func yield(_ count: Int, as metric: String) async throws {
    let began = wallSeconds()
    for _ in 0..<count { try await sleep(0) }
    report(metric, count, seconds: wallSeconds() - began)
}

/// The same in turn with nine others: a pass, its poll and its clock are shared by ten.
@EventLoop
func yield10(_ count: Int) async throws {
    let began = wallSeconds()
    let tasks = (0..<10).map { _ in
        createTask { for _ in 0..<count / 10 { try await sleep(0) } }
    }
    for task in tasks { try await task.value() }
    report("yield10", count, seconds: wallSeconds() - began)
}
