import AsyncLoop
import BenchMeasure

/// Sleeps of 0 to 100 ms, all at once: processor time a sleep, its task included, and how much
/// later than the last deadline it all ends.
@EventLoop
func timers(_ count: Int) async throws {
    let times = sleepTimes(count)
    let last = Double(times.max() ?? 0) / 1e6
    let (began, used) = (wallSeconds(), processorSeconds())
    try await sleepAll(times)
    let (took, spent) = (wallSeconds() - began, processorSeconds() - used)
    report("timers_cpu", count, seconds: spent)
    report("timers_over_ms", count, total: took, each: (took - last) * 1e3)
}

/// The same on a virtual clock, where waiting costs nothing.
@EventLoop
func timersVirtual(_ count: Int) async throws {
    let times = sleepTimes(count)
    let began = wallSeconds()
    try await sleepAll(times)
    report("timers_virtual", count, seconds: wallSeconds() - began)
}

@EventLoop
private func sleepAll(_ times: [Int]) async throws {
    let tasks = times.map { time in createTask { try await sleep(Double(time) / 1e6) } }
    for task in tasks { try await task.value() }
}
