import AsyncLoop
import AsyncLoopIO
import BenchMeasure

/// The same as `echo` through streams, as asyncio's tasks do it: a server, and clients of it.
@EventLoop
func echoStreams(_ count: Int, connections: Int, as metric: String) async throws {
    let server = try await startServer { reader, writer in
        do {
            while true {
                try writer.write(try await reader.readExactly(Message.size))
                try await writer.drain()
            }
        } catch is IncompleteReadError {}
    }
    let start = Event()
    let message = [UInt8](repeating: UInt8(ascii: "x"), count: Message.size)
    var clients: [LoopTask<Void>] = []
    for _ in 0..<connections {
        let (reader, writer) = try await openConnection(port: server.port!)
        clients.append(
            createTask {
                try await start.wait()
                for _ in 0..<count / connections {
                    try writer.write(message)
                    try await writer.drain()
                    _ = try await reader.readExactly(Message.size)
                }
                writer.close()
            }
        )
    }
    try await sleep(0.1)
    let began = wallSeconds()
    start.set()
    for client in clients { try await client.value() }
    report(metric, count / connections * connections, seconds: wallSeconds() - began)
    server.close()
    try await server.waitClosed()
}
