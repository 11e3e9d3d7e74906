import AsyncLoop
import BenchMeasure

/// Tasks that return at once, each awaited before the next is made.
@EventLoop
func spawnSeq(_ count: Int) async throws {
    let began = wallSeconds()
    var sum = 0
    for number in 0..<count { sum += try await createTask { number }.value() }
    report("spawn_seq", count, seconds: wallSeconds() - began)
    precondition(sum == count * (count - 1) / 2)
}

/// Tasks that return at once, all made, then awaited in order.
@EventLoop
func spawnAll(_ count: Int) async throws {
    let began = wallSeconds()
    let tasks = (0..<count).map { number in createTask { number } }
    var sum = 0
    for task in tasks { sum += try await task.value() }
    report("spawn_all", count, seconds: wallSeconds() - began)
    precondition(sum == count * (count - 1) / 2)
}

/// The same, awaited by one `gather`.
@EventLoop
func spawnGather(_ count: Int) async throws {
    let began = wallSeconds()
    let results = try await gather((0..<count).map { number in createTask { number } })
    report("spawn_gather", count, seconds: wallSeconds() - began)
    precondition(results.last == count - 1)
}
