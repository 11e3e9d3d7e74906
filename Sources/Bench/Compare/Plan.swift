/// How often each workload's operation is done, and by whom.
struct PlannedRun {
    var workload: String
    var counts: [Int]
    /// The peers, beside ours, that have the workload.
    var peers: Set<String>
    /// Whether it asks a web server.
    var needsServer = false

    static let all: [PlannedRun] = [
        PlannedRun(workload: "yield", counts: [200_000], peers: recorded.union(everybody)),
        PlannedRun(workload: "yield10", counts: [200_000], peers: everybody),
        PlannedRun(workload: "pingpong", counts: [100_000], peers: recorded.union(everybody)),
        PlannedRun(workload: "spawn_seq", counts: [100_000], peers: recorded.union(everybody)),
        PlannedRun(workload: "spawn_all", counts: [1_000, 100_000], peers: everybody),
        PlannedRun(
            workload: "spawn_gather",
            counts: [1_000, 100_000],
            peers: callbacks
        ),
        PlannedRun(workload: "timers", counts: [1_000, 10_000, 100_000], peers: loops),
        PlannedRun(
            workload: "timers_virtual",
            counts: [1_000, 10_000, 100_000],
            peers: ["loopwalk+record", "trio"]
        ),
        PlannedRun(workload: "future_wake", counts: [1_000, 10_000, 100_000], peers: everybody),
        PlannedRun(
            workload: "wait_all",
            counts: [1_000, 10_000, 100_000],
            peers: callbacks
        ),
        // Theirs takes steps that grow with the square: 100,000 would take them hours.
        PlannedRun(
            workload: "wait_first",
            counts: [1_000, 4_000],
            peers: ["asyncio", "uvloop", "node"]
        ),
        PlannedRun(workload: "wait_first", counts: [100_000], peers: []),
        PlannedRun(workload: "wait_first_list", counts: [1_000, 4_000], peers: []),
        PlannedRun(
            workload: "wait_first_linear",
            counts: [1_000, 10_000, 100_000],
            peers: ["loopwalk+record", "asyncio", "uvloop"]
        ),
        PlannedRun(workload: "cancel", counts: [1_000, 10_000, 100_000], peers: tasks),
        PlannedRun(workload: "locks", counts: [1_000, 10_000, 100_000], peers: tasks),
        PlannedRun(workload: "executor_seq", counts: [20_000], peers: everybody),
        PlannedRun(workload: "executor_conc", counts: [10_000], peers: loops),
        PlannedRun(workload: "queue", counts: [200_000], peers: everybody),
        PlannedRun(workload: "echo1", counts: [20_000], peers: tasks),
        PlannedRun(workload: "echo1_streams", counts: [20_000], peers: streams),
        PlannedRun(workload: "echo1_cb", counts: [20_000], peers: callbacks),
        PlannedRun(workload: "echo100", counts: [20_000], peers: tasks),
        PlannedRun(workload: "echo100_streams", counts: [20_000], peers: streams),
        PlannedRun(workload: "echo100_cb", counts: [20_000], peers: callbacks),
        PlannedRun(workload: "http_busy", counts: [10_000], peers: clients, needsServer: true),
        PlannedRun(workload: "http_seq", counts: [100], peers: clients, needsServer: true),
        PlannedRun(workload: "http_conc", counts: [100], peers: clients, needsServer: true),
        PlannedRun(workload: "files", counts: [1_000], peers: ["aiofiles"]),
        PlannedRun(workload: "select50", counts: [1_000], peers: ["aiomysql"]),
        PlannedRun(workload: "mem", counts: [100_000], peers: everybody),
        PlannedRun(workload: "mem_future", counts: [100_000], peers: ["asyncio", "uvloop"]),
    ]

    private static let loops = tasks.union(["node"])
    /// Those with tasks that can be cancelled, can wait for a lock or for a socket.
    private static let tasks: Set = ["loopwalk+record", "asyncio", "uvloop", "trio"]
    /// Those with asyncio's streams.
    private static let streams: Set = ["loopwalk+record", "asyncio", "uvloop"]
    /// Those with callbacks, and with one future for many.
    private static let callbacks: Set = ["loopwalk+record", "asyncio", "uvloop", "node"]
    /// Those with an HTTP client.
    private static let clients: Set = ["loopwalk+record", "aiohttp", "aiohttp+uvloop"]
    private static let everybody = loops.union(["floor"])
    private static let recorded: Set = ["loopwalk+record-cold"]
}
