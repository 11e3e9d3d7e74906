import AsyncLoop
import AsyncLoopIO
import BenchMeasure
import Glibc

/// The environment's name for the server that the HTTP workloads ask.
let serverVariable = "LOOPWALK_BENCH_HTTP"

/// Requests that are answered at once, 50 on their way at any time.
@EventLoop
func httpBusy(_ count: Int) async throws {
    try await fetch("/", count, concurrency: 50, as: "http_busy")
}

/// Requests that are answered after 50 ms, one after the other.
@EventLoop
func httpSequential(_ count: Int) async throws {
    try await fetch("/delay", count, concurrency: 1, as: "http_seq")
}

/// The same, all at once.
@EventLoop
func httpConcurrent(_ count: Int) async throws {
    try await fetch("/delay", count, concurrency: count, as: "http_conc")
}

@EventLoop
private func fetch(
    _ path: String,
    _ count: Int,
    concurrency: Int,
    as metric: String
) async throws {
    guard let base = getenv(serverVariable).map({ String(cString: $0) }) else {
        return warn("\(metric) needs a server; name one in \(serverVariable)")
    }
    try await withHTTPSession(base: base, limit: concurrency) { session in
        @EventLoop func get() async throws {
            try await session.get(path) { response in
                guard response.status == 200 else { throw SocketError("bad answer") }
                _ = try await response.bytes()
            }
        }
        // What a program pays once: libcurl's beginning, and that of the first connection.
        try await get()
        var left = count
        let began = wallSeconds()
        let workers = (0..<concurrency).map { _ in
            createTask {
                while left > 0 {
                    left -= 1
                    try await get()
                }
            }
        }
        for worker in workers { try await worker.value() }
        report(metric, count, seconds: wallSeconds() - began)
    }
}
