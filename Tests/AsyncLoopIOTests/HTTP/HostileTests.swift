import AsyncLoop
import Glibc
import LoopSupport
import Testing

@testable import AsyncLoopIO

extension HTTPTests {
    /// Servers, users and lessons that mean no good, or do not know what they do.
    @Suite struct HostileTests {
        @Test func `a head without end is given up`() async throws {
            let server = ScriptedServer { connection in
                guard connection.readHead() != nil else { return }
                connection.send("HTTP/1.1 200 OK\r\n")
                let field = "X-Field: \(String(repeating: "x", count: 1_000))\r\n"
                while connection.send(field) {}
            }
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession(timeout: HTTPTimeout(total: 20)) { session in
                    try await reason { try await session.get(server.url) { _ in } }
                }
            }
            #expect(
                try run.result.get() == .other("the answer's head has more than 262144 bytes")
            )
        }

        @Test func `a field that looks like a status line is none`() async throws {
            let server = ScriptedServer { connection in
                guard connection.readHead() != nil else { return }
                connection.send("HTTP/1.1 200 OK\r\nA: b \t\r\n  c\r\nHTTP/1.1 999: x\r\n")
                connection.send("Content-Length: 0\r\n\r\n")
                connection.waitForEnd()
            }
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession { session in
                    try await session.get(server.url) { ($0.status, $0.headers["a"]) }
                }
            }
            let (status, field) = try run.result.get()
            #expect(status == 200 && field == "b c")
        }

        @Test func `requests that gave up waiting for a connection are forgotten`() async throws {
            let server = ScriptedServer.silent()
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession(limit: 1) { session in
                    let holder = createTask { try await session.get(server.url) { _ in } }
                    try await sleep(0)
                    let before = currentKilobytes()
                    for number in 0..<128 {
                        let body = [UInt8](repeating: UInt8(number), count: 1 << 20)
                        let late = try await reason {
                            try await session.post(
                                server.url,
                                body: body,
                                timeout: HTTPTimeout(total: 0.0001)
                            ) { _ in }
                        }
                        #expect(late == .timedOut(0.0001))
                    }
                    holder.cancel()
                    _ = try? await holder.value()
                    return currentKilobytes() - before
                }
            }
            #expect(try run.result.get() < 32 << 10)
        }

        @Test func `a password in a URL is shown nowhere`() async throws {
            let server = ScriptedServer { connection in
                while let head = connection.readHead() {
                    // ann:s3cret
                    #expect(head.contains("Authorization: Basic YW5uOnMzY3JldA=="))
                    connection.answer("x")
                }
            }
            defer { server.stop() }
            let free = ScriptedServer.freePort()
            let run = await runHTTP {
                try await withHTTPSession { session in
                    let url = try await session.get(
                        "http://ann:s3cret@127.0.0.1:\(server.port)/a@b"
                    ) {
                        $0.url
                    }
                    var texts = [url]
                    for bad in ["http://ann:s3cret@127.0.0.1:\(free)/", "ftp://ann:s3cret@h/x"] {
                        do { try await session.get(bad) { _ in } } catch {
                            texts.append("\(error)")
                        }
                    }
                    return texts
                }
            }
            let texts = try run.result.get()
            #expect(texts.count == 3 && texts[0] == "\(server.url)/a@b")
            #expect(!texts.joined().contains("s3cret"))
            #expect(!run.events.contains { run.buffer.string($0.text).contains("s3cret") })
        }

        @Test func `limits that are no numbers do no harm`() {
            #expect(HTTPTimeout(connect: .nan).connectMilliseconds == 1)
            #expect(HTTPTimeout(connect: .infinity).connectMilliseconds == Int(Int32.max))
            #expect(HTTPTimeout(connect: 0.25).connectMilliseconds == 250)
            #expect(HTTPError.Reason.timedOut(-.infinity).description.contains("-inf"))
        }

        @Test func `a field of blanks is sent as an empty one`() {
            #expect(
                (["X-Blank": " \t", "X-None": ""] as HTTPHeaders).lines == ["X-Blank;", "X-None;"]
            )
        }

        @Test func `the lesson server takes any path`() async throws {
            try await runPages { session in
                for (path, status, text) in [
                    ("/bytes/-5", 200, ""), ("/status/100", 404, ""), ("/status/x", 404, ""),
                    ("/drip/1?every=nan", 200, "line 1\n"), ("/drip/1?every=-inf", 200, "line 1\n"),
                    ("/hello?delay=nan", 200, "hello"), ("/", 404, ""),
                    ("/redirect/-1", 200, "hello"),
                ] {
                    try await session.get(path, timeout: HTTPTimeout(total: 20)) { response in
                        #expect(response.status == status, "\(path)")
                        let body = try await response.text()
                        #expect(body == text, "\(path)")
                    }
                }
            }
        }

        @Test func `a Ctrl-C is the demo's, and its lesson server still answers`() async throws {
            try await runPages { session in
                let server = try #require(childOfThisThread())
                _ = try await session.text("/hello")
                kill(server, SIGINT)
                for _ in 1...20 {
                    let text = try await session.text("/hello")
                    #expect(text == "hello")
                }
            }
        }
    }
}

/// The memory this process has now.
private func currentKilobytes() -> Int {
    let words = contents(of: "/proc/self/statm").split(separator: " ")
    return words.count > 1 ? (Int(words[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE)) / 1_024 : 0
}

/// The process that this thread has started last.
private func childOfThisThread() -> pid_t? {
    contents(of: "/proc/thread-self/children").split(separator: " ").last.flatMap { pid_t($0) }
}

/// What a small file of the system's says.
private func contents(of path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = read(file, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)).filter { $0 != 10 }, as: UTF8.self)
}
