import BenchMeasure

/// The workloads on the bare executor.
public enum FloorWorkloads {
    /// Their names.
    public static var names: [String] { table.keys.sorted() + ["executor_seq"] }

    /// Runs one on the calling thread, the only one in the process that may; false if there is none
    /// of this name.
    public static func run(_ name: String, _ count: Int) -> Bool {
        if name == "executor_seq" {
            roundTrips(count)
            return true
        }
        guard let body = table[name] else { return false }
        _ = start { await body(count) }
        floorLoop.run()
        return true
    }

    private static let table: [String: @Floor @Sendable (Int) async -> Void] = [
        "yield": yield, "yield10": yield10, "pingpong": pingpong, "spawn_seq": spawnSeq,
        "spawn_all": spawnAll, "future_wake": futureWake, "queue": queue, "mem": mem,
    ]

    @Floor
    private static func yield(_ count: Int) async {
        let began = wallSeconds()
        for _ in 0..<count { await giveWay() }
        report("yield", count, seconds: wallSeconds() - began)
    }

    @Floor
    private static func yield10(_ count: Int) async {
        let began = wallSeconds()
        let tasks = (0..<10).map { _ in
            start { @Floor in for _ in 0..<count / 10 { await giveWay() } }
        }
        for task in tasks { await task.value }
        report("yield10", count, seconds: wallSeconds() - began)
    }

    @Floor
    private static func pingpong(_ count: Int) async {
        let rally = FloorRally()
        let partner = start { @Floor in
            for _ in 0..<count {
                await rally.ping.wait()
                rally.ping = FloorSignal()
                rally.pong.come()
            }
        }
        await giveWay()
        let began = wallSeconds()
        for _ in 0..<count {
            let answer = FloorSignal()
            rally.pong = answer
            rally.ping.come()
            await answer.wait()
        }
        report("pingpong", count, seconds: wallSeconds() - began)
        await partner.value
    }

    @Floor
    private static func spawnSeq(_ count: Int) async {
        let began = wallSeconds()
        var sum = 0
        for number in 0..<count { sum += await start { @Floor in number }.value }
        report("spawn_seq", count, seconds: wallSeconds() - began)
        precondition(sum == count * (count - 1) / 2)
    }

    @Floor
    private static func spawnAll(_ count: Int) async {
        let began = wallSeconds()
        let tasks = (0..<count).map { number in start { @Floor in number } }
        var sum = 0
        for task in tasks { sum += await task.value }
        report("spawn_all", count, seconds: wallSeconds() - began)
        precondition(sum == count * (count - 1) / 2)
    }

    @Floor
    private static func futureWake(_ count: Int) async {
        let signal = FloorSignal()
        var left = count
        var ended = 0.0
        let tasks = (0..<count).map { _ in
            start { @Floor in
                await signal.wait()
                left -= 1
                if left == 0 { ended = wallSeconds() }
            }
        }
        await giveWay()
        let began = wallSeconds()
        signal.come()
        for task in tasks { await task.value }
        report("future_wake", count, seconds: ended - began)
    }

    @Floor
    private static func queue(_ count: Int) async {
        let queue = FloorQueue(limit: 64)
        let began = wallSeconds()
        let producer = start { @Floor in for item in 0..<count { await queue.put(item) } }
        var sum = 0
        for _ in 0..<count { sum += await queue.get() }
        report("queue", count, seconds: wallSeconds() - began)
        await producer.value
        precondition(sum == count * (count - 1) / 2)
    }

    @Floor
    private static func mem(_ count: Int) async {
        let signal = FloorSignal()
        let before = residentBytes()
        let tasks = (0..<count).map { _ in start { @Floor in await signal.wait() } }
        await giveWay()
        let grown = residentBytes() - before
        report("mem", count, total: grown / 1e6, each: grown / Double(count))
        signal.come()
        for task in tasks { await task.value }
    }
}

/// What the two who play pingpong share.
@Floor
private final class FloorRally {
    var ping = FloorSignal()
    var pong = FloorSignal()
}
