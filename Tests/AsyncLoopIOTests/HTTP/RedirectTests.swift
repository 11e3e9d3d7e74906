import AsyncLoop
import AsyncLoopIO
import LoopSupport
import Synchronization
import Testing

extension HTTPTests {
    @Suite struct RedirectTests {
        /// A server that leads `/from/STATUS` to `/to`, which answers with what it was asked.
        private func echo() -> ScriptedServer {
            ScriptedServer { connection in
                while let head = connection.readHead() {
                    guard let body = connection.readBody(after: head) else { return }
                    let words = head.split(separator: " ", maxSplits: 2)
                    let parts = words[1].split(separator: "/")
                    if parts[0] == "from" {
                        connection.send(
                            "HTTP/1.1 \(parts[1]) x\r\nLocation: /to\r\nContent-Length: 0\r\n\r\n"
                        )
                    } else {
                        connection.answer("\(words[0]) \(body)")
                    }
                }
            }
        }

        @Test(arguments: [
            ("DELETE", "", 303, "GET "), ("PUT", "data", 303, "GET "),
            ("POST", "data", 303, "GET "),
            ("DELETE", "", 302, "DELETE "), ("PUT", "data", 302, "PUT data"),
            ("PUT", "data", 301, "PUT data"), ("POST", "data", 302, "GET "),
            ("PUT", "data", 307, "PUT data"), ("POST", "data", 307, "POST data"),
            ("DELETE", "", 308, "DELETE "), ("PATCH", "data", 301, "PATCH data"),
        ])
        func `method and body are kept or not as in aiohttp`(
            _ method: String,
            _ body: String,
            _ status: Int,
            _ expected: String
        ) async throws {
            let server = echo()
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession(base: server.url) { session in
                    let url = "/from/\(status)"
                    return try await session.request(method, url, body: Array(body.utf8)) {
                        #expect($0.url == "\(server.url)/to")
                        return try await $0.text()
                    }
                }
            }
            #expect(try run.result.get() == expected)
        }

        @Test func `a redirected HEAD stays one`() async throws {
            let heads = Mutex<[String]>([])
            let server = ScriptedServer { connection in
                while let head = connection.readHead() {
                    heads.withLock { $0.append(String(head.prefix { $0 != " " })) }
                    let isFirst = head.contains(" /from ")
                    connection.send(
                        isFirst
                            ? "HTTP/1.1 303 x\r\nLocation: /to\r\nContent-Length: 9\r\n\r\n"
                            : "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
                    )
                }
            }
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession(base: server.url) { session in
                    try await session.request("HEAD", "/from") { $0.status }
                }
            }
            #expect(try run.result.get() == 200)
            #expect(heads.withLock { $0 } == ["HEAD", "HEAD"])
        }

        @Test func `credentials do not go to another host`() async throws {
            let seen = Mutex("")
            let other = ScriptedServer { connection in
                while let head = connection.readHead() {
                    seen.withLock { $0 = head.lowercased() }
                    connection.answer("there")
                }
            }
            defer { other.stop() }
            let server = ScriptedServer { connection in
                guard let head = connection.readHead() else { return }
                #expect(head.contains("Authorization: Bearer s3cret"))
                connection.send(
                    "HTTP/1.1 302 x\r\nLocation: \(other.url)/\r\nContent-Length: 0\r\n\r\n"
                )
                connection.waitForEnd()
            }
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession { session in
                    let headers: HTTPHeaders = [
                        "Authorization": "Bearer s3cret", "Cookie": "id=s3cret", "X-Mine": "kept",
                    ]
                    return try await session.get(server.url, headers: headers) {
                        try await $0.text()
                    }
                }
            }
            #expect(try run.result.get() == "there")
            let head = seen.withLock { $0 }
            #expect(!head.contains("s3cret") && head.contains("x-mine: kept"))
        }

        @Test func `a redirect to nowhere is an answer, however long`() async throws {
            let server = ScriptedServer { connection in
                guard connection.readHead() != nil else { return }
                let size = 1 << 20
                connection.send("HTTP/1.1 302 x\r\nLocation:\r\nContent-Length: \(size)\r\n\r\n")
                _ = connection.send([UInt8](repeating: 7, count: size))
            }
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession(timeout: HTTPTimeout(total: 20)) { session in
                    try await session.get(server.url) { ($0.status, try await $0.bytes().count) }
                }
            }
            let (status, count) = try run.result.get()
            #expect(status == 302 && count == 1 << 20)
        }
    }
}
