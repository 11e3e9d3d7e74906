import AsyncLoop
import AsyncLoopIO
import BuildProducts
import Glibc
import LoopEvents
import LoopSupport
import Testing

/// All that makes requests: one loop runs in a process, so one after the other.
@Suite(.serialized) struct HTTPTests {}

/// Runs `main` on the real clock. Checks that each event's cause is one it can have, and that no
/// socket is left open that was not open before.
func runHTTP<Success>(
    _ main: @escaping @EventLoop () async throws -> Success
) async -> LoopRun<Success> {
    precondition(namesServer)
    let run = await runLoop(clock: .real, events: 1_000_000) {
        let before = openSockets()
        let result = try await main()
        // The other end of a connection may be ours too, and on its way.
        for _ in 1...2_000 where !openSockets().isSubset(of: before) { try await sleep(0.001) }
        #expect(openSockets().subtracting(before).isEmpty)
        return result
    }
    let events = run.events
    for event in events {
        #expect(event.kind.isRoot == (event.cause == LoopEvent.noCause))
        guard event.cause != LoopEvent.noCause else { continue }
        let cause = events[Int(event.cause)].kind
        #expect(event.kind.legalCauses.contains(cause), "\(event.kind) due to \(cause)")
    }
    return run
}

/// Runs `main` with a lesson server, and a session whose base that is.
func runPages<Success>(
    limit: Int = 100,
    _ main: @escaping @EventLoop (HTTPSession) async throws -> Success
) async throws -> Success {
    let run = await runHTTP {
        try await withLessonServer { server in
            try await withHTTPSession(base: server.url, limit: limit) { session in
                try await main(session)
            }
        }
    }
    return try run.result.get()
}

/// What a request failed with.
@EventLoop
func reason(_ request: @EventLoop () async throws -> Void) async throws -> HTTPError.Reason? {
    do {
        try await request()
        return nil
    } catch let error as HTTPError {
        return error.reason
    }
}

extension HTTPSession {
    /// The body of the answer to a `GET`.
    func text(_ url: String) async throws -> String {
        try await get(url) { try await $0.text() }
    }
}

extension ScriptedServer {
    /// Waits until every connection that was made is over.
    @EventLoop
    func allEnded() async throws {
        while endedConnections < connections { try await sleep(0.001) }
    }
}

/// Names the built program as the one that can be the lesson server.
private let namesServer = setenv(LessonServer.programVariable, "\(buildProducts)/loopwalk", 1) == 0

/// The sockets this process has open, as the kernel names them.
private func openSockets() -> Set<String> {
    guard let folder = opendir("/proc/self/fd") else { return [] }
    defer { closedir(folder) }
    var sockets: Set<String> = []
    var name = [UInt8](repeating: 0, count: 64)
    while let entry = readdir(folder) {
        let count = withUnsafePointer(to: &entry.pointee.d_name) { descriptor in
            name.withUnsafeMutableBytes { name in
                readlinkat(
                    dirfd(folder),
                    UnsafeRawPointer(descriptor).assumingMemoryBound(to: CChar.self),
                    name.baseAddress!,
                    name.count
                )
            }
        }
        guard count > 0 else { continue }
        let text = String(decoding: name[..<count], as: UTF8.self)
        if text.hasPrefix("socket:") { sockets.insert(text) }
    }
    return sockets
}
