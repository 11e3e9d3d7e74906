import AsyncLoop
import LoopEvents

/// Something that is done many times over on our loop, and timed.
struct Workload: Sendable {
    var name: String
    var clock = LoopClock.real
    var body: @EventLoop @Sendable (Int) async throws -> Void

    static let all: [Workload] = [
        Workload(name: "yield", body: yield),
        Workload(name: "yield10", body: yield10),
        Workload(name: "pingpong", body: pingpong),
        Workload(name: "spawn_seq", body: spawnSeq),
        Workload(name: "spawn_all", body: spawnAll),
        Workload(name: "spawn_gather", body: spawnGather),
        Workload(name: "timers", body: timers),
        Workload(name: "timers_virtual", clock: .virtual, body: timersVirtual),
        Workload(name: "future_wake", body: futureWake),
        Workload(name: "wait_first", body: waitFirst),
        Workload(name: "wait_first_linear", body: waitFirstLinear),
        Workload(name: "executor_seq", body: executorSeq),
        Workload(name: "executor_conc", body: executorConc),
        Workload(name: "queue", body: queue),
        Workload(name: "mem", body: mem),
        Workload(name: "mem_future", body: memFuture),
    ]

    /// Those that are left out, and what they wait for.
    static let leftOut = [
        "echo1": "the loop does not watch descriptors yet",
        "echo100": "the loop does not watch descriptors yet",
    ]

    func run(_ count: Int, recording: Recording) throws {
        let recorder = recording.recorder(for: count)
        try EventLoop.run(clock: clock, recorder: recorder) { try await body(count) }
        if let dropped = recorder?.buffer.droppedEvents, dropped > 0 {
            warn("\(name): the record was full, \(dropped) events were dropped")
        }
    }
}
