import AsyncLoop
@testable import AsyncLoopIO
import Glibc
import LoopEvents
import LoopSupport
import Testing

/// Runs `main` on the real clock, and checks that each event of its record has a cause it can have
/// and that no socket is left open.
func runReal<Success>(
    _ main: @escaping @EventLoop () async throws -> Success
) async -> LoopRun<Success> {
    let (run, left): (LoopRun<Success>, Int) = await alone {
        // So that every socket there is afterwards and was not before is this run's.
        withOwnDescriptors {
            let before = socketNames()
            let recorder = Recorder(events: 200_000)
            let result = Result { try EventLoop.run(clock: .real, recorder: recorder, main) }
            let left = socketNames().subtracting(before).count
            return (LoopRun(result: result, recorder: recorder), left)
        }
    }
    #expect(left == 0, "sockets are left open")
    let events = run.events
    for event in events {
        #expect(event.kind.isRoot == (event.cause == LoopEvent.noCause))
        guard event.cause != LoopEvent.noCause else { continue }
        let cause = events[Int(event.cause)].kind
        #expect(event.kind.legalCauses.contains(cause), "\(event.kind) due to \(cause)")
    }
    return run
}

/// The thread's descriptors that are sockets, as the system calls them: no two are called the same.
func socketNames() -> Set<String> {
    guard let folder = opendir("/proc/thread-self/fd") else { return [] }
    defer { closedir(folder) }
    var sockets: Set<String> = []
    while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        var target = [UInt8](repeating: 0, count: 64)
        let length = target.withUnsafeMutableBytes {
            readlink(
                "/proc/thread-self/fd/\(name)",
                $0.assumingMemoryBound(to: CChar.self).baseAddress!,
                64
            )
        }
        guard length > 0 else { continue }
        let text = String(decoding: target[..<length], as: UTF8.self)
        if text.hasPrefix("socket:") { sockets.insert(text) }
    }
    return sockets
}

/// A server and one client of it.
@EventLoop
func withClient<Success>(
    limit: Int = StreamReader.usualLimit,
    _ handler: @escaping StreamServer.Handler,
    _ client: @EventLoop (StreamReader, StreamWriter) async throws -> Success
) async throws -> Success {
    let server = try await startServer(name: "server", handler)
    let (reader, writer) = try await openConnection(port: server.port!, limit: limit)
    let result = try await client(reader, writer)
    writer.close()
    server.close()
    try await server.waitClosed()
    return result
}

extension StreamWriter {
    /// Breaks the connection as a host does that knows nothing of it any more.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        let size = socklen_t(MemoryLayout.size(ofValue: linger))
        setsockopt(connection.descriptor, SOL_SOCKET, SO_LINGER, &linger, size)
        abort()
    }
}
