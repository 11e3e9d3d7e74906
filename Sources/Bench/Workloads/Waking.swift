import AsyncLoop
import BenchMeasure

/// One future and many who wait for it: from its result to the last one's next statement.
@EventLoop
func futureWake(_ count: Int) async throws {
    let future = Future<Void>()
    var left = count
    var ended = 0.0
    let tasks = (0..<count).map { _ in
        createTask {
            try await future.value()
            left -= 1
            if left == 0 { ended = wallSeconds() }
        }
    }
    try await sleep(0)
    let began = wallSeconds()
    try future.setResult(())
    for task in tasks { try await task.value() }
    report("future_wake", count, seconds: ended - began)
}

/// Tasks end one at a time, and each time the rest is waited for anew.
@EventLoop
func waitFirst(_ count: Int) async throws {
    let (gates, tasks) = try await gatedTasks(count)
    let began = wallSeconds()
    let pending = WaitSet(tasks)
    for gate in gates {
        try gate.setResult(())
        _ = try await pending.wait(returnWhen: .firstCompleted)
    }
    report("wait_first", count, seconds: wallSeconds() - began)
    precondition(pending.isEmpty)
}

/// The same with a list of what is left, made anew each time, as `wait` gives it.
@EventLoop
func waitFirstList(_ count: Int) async throws {
    let (gates, tasks) = try await gatedTasks(count)
    var pending = tasks
    let began = wallSeconds()
    for gate in gates {
        try gate.setResult(())
        pending = try await wait(pending, returnWhen: .firstCompleted).pending
    }
    report("wait_first_list", count, seconds: wallSeconds() - began)
    precondition(pending.isEmpty)
}

/// Tasks end all at once, and all are waited for by one `wait`.
@EventLoop
func waitAll(_ count: Int) async throws {
    let (gates, tasks) = try await gatedTasks(count)
    let began = wallSeconds()
    for gate in gates { try gate.setResult(()) }
    let pending = try await wait(tasks).pending
    report("wait_all", count, seconds: wallSeconds() - began)
    precondition(pending.isEmpty)
}

/// The same job as `waitFirst` through `asCompleted`.
@EventLoop
func waitFirstLinear(_ count: Int) async throws {
    let (gates, tasks) = try await gatedTasks(count)
    let completions = asCompleted(tasks)
    let began = wallSeconds()
    for gate in gates {
        try gate.setResult(())
        _ = try await completions.next()
    }
    report("wait_first_linear", count, seconds: wallSeconds() - began)
}

@EventLoop
private func gatedTasks(
    _ count: Int
) async throws -> (gates: [Future<Void>], tasks: [LoopTask<Void>]) {
    let gates = (0..<count).map { _ in Future<Void>() }
    let tasks = gates.map { gate in createTask { try await gate.value() } }
    try await sleep(0)
    return (gates, tasks)
}
