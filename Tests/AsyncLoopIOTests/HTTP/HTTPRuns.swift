import AsyncLoop
import AsyncLoopIO
import BuildProducts
import Glibc
import LoopSupport
import Testing

/// All that makes requests: one loop runs in a process, so one after the other.
@Suite(.serialized) struct HTTPTests {}

/// Runs `main` on the real clock, where a lesson server can be started.
func runHTTP<Success>(
    _ main: @escaping @EventLoop () async throws -> Success
) async -> LoopRun<Success> {
    precondition(namesServer)
    return await runReal(main)
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
