/// How often each workload's operation is done, and by whom.
struct PlannedRun {
    var workload: String
    var counts: [Int]
    /// The peers, beside ours, that have the workload.
    var peers: Set<String>

    static let all: [PlannedRun] = [
        PlannedRun(workload: "yield", counts: [200_000], peers: recorded.union(everybody)),
        PlannedRun(workload: "yield10", counts: [200_000], peers: everybody),
        PlannedRun(workload: "pingpong", counts: [100_000], peers: recorded.union(everybody)),
        PlannedRun(workload: "spawn_seq", counts: [100_000], peers: recorded.union(everybody)),
        PlannedRun(workload: "spawn_all", counts: [1_000, 100_000], peers: everybody),
        PlannedRun(
            workload: "spawn_gather",
            counts: [1_000, 100_000],
            peers: ["asyncio", "uvloop", "node"]
        ),
        PlannedRun(workload: "timers", counts: [1_000, 10_000, 100_000], peers: loops),
        PlannedRun(workload: "timers_virtual", counts: [1_000, 10_000, 100_000], peers: ["trio"]),
        PlannedRun(workload: "future_wake", counts: [1_000, 10_000, 100_000], peers: everybody),
        PlannedRun(
            workload: "wait_first",
            counts: [1_000, 2_000, 4_000],
            peers: ["asyncio", "uvloop", "node"]
        ),
        PlannedRun(
            workload: "wait_first_linear",
            counts: [1_000, 10_000, 100_000],
            peers: ["asyncio", "uvloop"]
        ),
        PlannedRun(workload: "executor_seq", counts: [20_000], peers: everybody),
        PlannedRun(workload: "executor_conc", counts: [10_000], peers: loops),
        PlannedRun(workload: "queue", counts: [200_000], peers: everybody),
        PlannedRun(workload: "echo1", counts: [20_000], peers: loops),
        PlannedRun(workload: "echo100", counts: [20_000], peers: loops),
        PlannedRun(workload: "mem", counts: [100_000], peers: everybody),
        PlannedRun(workload: "mem_future", counts: [100_000], peers: ["asyncio", "uvloop"]),
    ]

    private static let loops: Set = ["asyncio", "uvloop", "trio", "node"]
    private static let everybody = loops.union(["floor", "loopwalk+record"])
    private static let recorded: Set = ["loopwalk+record-cold"]
}
