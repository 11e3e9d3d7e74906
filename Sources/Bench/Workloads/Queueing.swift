import AsyncLoop
import BenchMeasure

/// Items through a queue that holds 64, from one task to another.
@EventLoop
func queue(_ count: Int) async throws {
    let queue = Queue<Int>(maxsize: 64)
    let began = wallSeconds()
    let producer = createTask { for item in 0..<count { try await queue.put(item) } }
    var sum = 0
    for _ in 0..<count { sum += try await queue.get() }
    report("queue", count, seconds: wallSeconds() - began)
    try await producer.value()
    precondition(sum == count * (count - 1) / 2)
}
