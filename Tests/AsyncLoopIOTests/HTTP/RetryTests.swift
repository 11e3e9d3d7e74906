import AsyncLoop
import AsyncLoopIO
import LoopSupport
import Testing

@testable import AsyncLoopIO

extension HTTPTests {
    @Suite struct RetryTests {
        @Test func `what the server cannot do now is asked for again`() async throws {
            try await runPages { session in
                let text = try await session.get(
                    "/flaky/2",
                    retry: HTTPRetry(times: 3, backoff: 0.001)
                ) { try await $0.text() }
                #expect(text == "request 3")
            }
        }

        @Test func `after the last attempt the answer is what it is`() async throws {
            try await runPages { session in
                try await session.get("/flaky/9", retry: HTTPRetry(times: 2, backoff: 0)) {
                    #expect($0.status == 503)
                }
                // Three attempts were made, so the fourth request is this one.
                try await session.get("/flaky/9", retry: .never) { #expect($0.status == 503) }
                let retry = HTTPRetry(times: 9, backoff: 0)
                let text = try await session.get("/flaky/9", retry: retry) { try await $0.text() }
                #expect(text == "request 10")
            }
        }

        @Test func `a connection that breaks is made anew`() async throws {
            let server = ScriptedServer { connection in
                guard connection.readHead() != nil else { return }
                if connection.isFirst { connection.reset() } else { connection.answer("second") }
            }
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession(retry: HTTPRetry(times: 1, backoff: 0)) { session in
                    try await session.text(server.url)
                }
            }
            #expect(try run.result.get() == "second")
        }

        @Test func `a post that may have arrived is not made twice`() async throws {
            let server = ScriptedServer { connection in
                if connection.readHead() != nil { connection.reset() }
            }
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession(retry: HTTPRetry(times: 5, backoff: 0)) { session in
                    try await reason { try await session.post(server.url, body: []) { _ in } }
                }
            }
            let broken = try run.result.get()
            #expect(broken == .reset || broken == .endedEarly)
            #expect(server.connections == 1)
        }

        @Test func `what no repetition would mend is not repeated`() async throws {
            let run = await runHTTP {
                try await withHTTPSession(retry: HTTPRetry(times: 3, backoff: 1_000)) { session in
                    try await reason { try await session.get("ftp://127.0.0.1/") { _ in } }
                }
            }
            #expect(try run.result.get() == .badRequest("bad URL"))
        }

        @Test func `pauses double up to the longest`() {
            let retry = HTTPRetry(times: 9, backoff: 0.5, factor: 2, longest: 3)
            #expect((1...5).map { retry.pause(after: $0) } == [0.5, 1, 2, 3, 3])
            #expect(HTTPRetry(times: 1, backoff: -1).pause(after: 1) == 0)
        }
    }
}
