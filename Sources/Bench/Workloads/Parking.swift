import AsyncLoop
import BenchMeasure

/// Tasks that all wait for one event: how much memory each takes.
@EventLoop
func mem(_ count: Int) async throws {
    let event = Event()
    try await park(count, as: "mem", { try await event.wait() }, until: { event.set() })
}

/// The same with one future, which needs nothing more for each that waits.
@EventLoop
func memFuture(_ count: Int) async throws {
    let future = Future<Void>()
    try await park(
        count,
        as: "mem_future",
        { try await future.value() },
        until: { try future.setResult(()) }
    )
}

@EventLoop
private func park(
    _ count: Int,
    as metric: String,
    _ wait: @escaping @EventLoop () async throws -> Void,
    until release: @EventLoop () throws -> Void
) async throws {
    let before = residentBytes()
    let tasks = (0..<count).map { _ in createTask(wait) }
    try await sleep(0)
    let grown = residentBytes() - before
    report(metric, count, total: grown / 1e6, each: grown / Double(count))
    try release()
    for task in tasks { try await task.value() }
}
