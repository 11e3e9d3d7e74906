import AsyncLoop
import LoopEvents

/// Something that is done many times over on our loop, and timed.
struct Workload: Sendable {
    var name: String
    var clock = LoopClock.real
    /// Whether it is recorded also when nobody asks for a record.
    var isRecorded = false
    var body: @EventLoop @Sendable (Int) async throws -> Void

    static let all: [Workload] = [
        Workload(name: "yield") { try await yield($0, as: "yield") },
        Workload(name: "yield_traced", isRecorded: true) {
            try await yield($0, as: "yield_traced")
        },
        Workload(name: "yield10", body: yield10),
        Workload(name: "pingpong", body: pingpong),
        Workload(name: "spawn_seq", body: spawnSeq),
        Workload(name: "spawn_all", body: spawnAll),
        Workload(name: "spawn_gather", body: spawnGather),
        Workload(name: "timers", body: timers),
        Workload(name: "timers_virtual", clock: .virtual, body: timersVirtual),
        Workload(name: "future_wake", body: futureWake),
        Workload(name: "wait_all", body: waitAll),
        Workload(name: "wait_first", body: waitFirst),
        Workload(name: "wait_first_list", body: waitFirstList),
        Workload(name: "wait_first_linear", body: waitFirstLinear),
        Workload(name: "cancel", body: cancel),
        Workload(name: "locks", body: locks),
        Workload(name: "executor_seq", body: executorSeq),
        Workload(name: "executor_conc", body: executorConc),
        Workload(name: "queue", body: queue),
        Workload(name: "echo1") { try await echo($0, connections: 1, as: "echo1") },
        Workload(name: "echo100") { try await echo($0, connections: 100, as: "echo100") },
        Workload(name: "echo1_streams") {
            try await echoStreams($0, connections: 1, as: "echo1_streams")
        },
        Workload(name: "echo100_streams") {
            try await echoStreams($0, connections: 100, as: "echo100_streams")
        },
        Workload(name: "echo1_cb") { try await echoCallbacks($0, connections: 1, as: "echo1_cb") },
        Workload(name: "echo100_cb") {
            try await echoCallbacks($0, connections: 100, as: "echo100_cb")
        },
        Workload(name: "http_busy", body: httpBusy),
        Workload(name: "http_seq", body: httpSequential),
        Workload(name: "http_conc", body: httpConcurrent),
        Workload(name: "files", body: files),
        Workload(name: "select50", body: select50),
        Workload(name: "mem", body: mem),
        Workload(name: "mem_future", body: memFuture),
    ]

    func run(_ count: Int, recording: Recording) throws {
        let recording = isRecorded && recording == .off ? .on : recording
        let recorder = recording.recorder(for: count)
        try EventLoop.run(clock: clock, recorder: recorder) { try await body(count) }
        if let dropped = recorder?.buffer.droppedEvents, dropped > 0 {
            warn("\(name): the record was full, \(dropped) events were dropped")
        }
    }
}
