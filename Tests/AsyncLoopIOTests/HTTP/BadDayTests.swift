import AsyncLoop
import AsyncLoopIO
import Glibc
import LoopSupport
import Testing

extension HTTPTests {
    @Suite struct BadDayTests {
        @Test func `nobody listens`() async throws {
            let port = ScriptedServer.freePort()
            let run = await runHTTP {
                try await withHTTPSession { session in
                    try await session.get("http://127.0.0.1:\(port)/x") { _ in }
                }
            }
            let error = #expect(throws: HTTPError.self) { try run.result.get() }
            #expect(error?.reason == .refused)
            #expect(
                error?.description
                    == "HTTPError: http://127.0.0.1:\(port)/x: connection refused; "
                    + "is the server running, and the port right?"
            )
        }

        @Test func `a host that no resolver knows`() async throws {
            // Too long for a name, so that nobody on any network is asked.
            let name = String(repeating: "n", count: 64) + ".test"
            let run = await runHTTP {
                try await withHTTPSession { session in
                    let ours = try await reason {
                        try await session.get("http://\(name)/") { _ in }
                    }
                    #expect(ours == .unresolvable)
                    for host in ["no.invalid", "no.INVALID.:80", "user@no.invalid", "invalid"] {
                        let reason = try await reason {
                            try await session.get("http://\(host)/") { _ in }
                        }
                        #expect(reason == .unresolvable)
                    }
                }
            }
            try run.result.get()
        }

        @Test func `the connection breaks in the middle of the body`() async throws {
            let server = ScriptedServer { connection in
                _ = connection.readHead()
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
                connection.reset()
            }
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession { session in
                    try await session.get(server.url) { response in
                        #expect(response.status == 200)
                        _ = try await response.text()
                    }
                }
            }
            let error = #expect(throws: HTTPError.self) { try run.result.get() }
            #expect(error?.reason == .reset || error?.reason == .endedEarly)
        }

        @Test func `the server hangs up before it has sent what it announced`() async throws {
            try await runPages { session in
                let lost = try await reason {
                    try await session.get("/cut/100000") { response in
                        var count = 0
                        do {
                            for try await chunk in response { count += chunk.count }
                        } catch {
                            #expect(count == 50_000)
                            throw error
                        }
                    }
                }
                #expect(lost == .endedEarly)
            }
        }

        @Test func `the server hangs up without a word`() async throws {
            let server = ScriptedServer { _ = $0.readHead() }
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession { try await $0.get(server.url) { _ in } }
            }
            let error = #expect(throws: HTTPError.self) { try run.result.get() }
            #expect(error?.reason == .endedEarly)
        }

        @Test func `what comes is no HTTP`() async throws {
            let server = ScriptedServer { connection in
                connection.send("220 mail.test ESMTP\r\n\r\n")
                connection.waitForEnd()
            }
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession { session in
                    try await session.get(server.url, timeout: HTTPTimeout(total: 60)) { _ in }
                }
            }
            let error = #expect(throws: HTTPError.self) { try run.result.get() }
            #expect(error?.reason == .notHTTP)
        }

        @Test func `a server that sends a byte now and then is given up at the deadline`()
            async throws
        {
            let server = ScriptedServer { connection in
                _ = connection.readHead()
                connection.send("HTTP/1.1 200 OK\r\n")
                while connection.send("X-Slow: loris\r\n") { sleepMilliseconds(1) }
            }
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession(timeout: HTTPTimeout(total: 0.1)) { session in
                    let reason = try await reason { try await session.get(server.url) { _ in } }
                    #expect(reason == .timedOut(0.1))
                    // Given up, and so the server notices.
                    try await server.allEnded()
                }
            }
            try run.result.get()
        }

        @Test func `the deadline holds for a slow body too`() async throws {
            try await runPages { session in
                let slow = try await reason {
                    try await session.get(
                        "/drip/1000?every=0.01",
                        timeout: HTTPTimeout(total: 0.2)
                    ) { response in
                        #expect(try await response.next() != nil)
                        _ = try await response.text()
                    }
                }
                #expect(slow == .timedOut(0.2))
            }
        }

        @Test func `a server that does not take the connection is given up`() async throws {
            // By RFC 5737 nobody has this address; a network may also say so at once.
            let run = await runHTTP {
                try await withHTTPSession(timeout: HTTPTimeout(connect: 0.05)) { session in
                    try await reason { try await session.get("http://192.0.2.1/") { _ in } }
                }
            }
            switch try run.result.get() {
            case .connectTimedOut(0.05), .unreachable, .refused: break
            case let other: Issue.record("\(String(describing: other))")
            }
        }

        @Test func `the wait for a free connection counts, and gives up as any wait`() async throws
        {
            let server = ScriptedServer.silent()
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession(limit: 1) { session in
                    let holder = createTask { try await session.get(server.url) { _ in } }
                    while server.connections == 0 { try await sleep(0.001) }
                    let late = try await reason {
                        try await session.get(server.url, timeout: HTTPTimeout(total: 0.05)) { _ in
                        }
                    }
                    #expect(late == .timedOut(0.05))
                    holder.cancel()
                    await #expect(throws: CancelledError.self) { try await holder.value() }
                }
                try await server.allEnded()
            }
            try run.result.get()
            #expect(server.connections == 1)
        }
    }
}

private func sleepMilliseconds(_ count: UInt32) { usleep(count * 1_000) }
