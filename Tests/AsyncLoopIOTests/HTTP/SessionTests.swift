import AsyncLoop
import AsyncLoopIO
import LoopEvents
import LoopSupport
import Testing

extension HTTPTests {
    @Suite struct SessionTests {
        @Test func `an answer has a status, header fields and a body`() async throws {
            try await runPages { session in
                try await session.get("/hello") { response in
                    #expect(response.status == 200)
                    #expect(response.isOK)
                    #expect(response.headers["content-TYPE"] == "text/plain; charset=utf-8")
                    #expect(response.headers["none"] == nil)
                    #expect(response.url.hasSuffix("/hello"))
                    let text = try await response.text()
                    #expect(text == "hello")
                }
                try await session.get("/status/404") { response in
                    #expect(response.status == 404)
                    #expect(!response.isOK)
                    let bytes = try await response.bytes()
                    #expect(bytes.isEmpty)
                }
            }
        }

        @Test func `what is posted comes to the server, and so do header fields`() async throws {
            try await runPages { session in
                let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 % 251) }
                let back = try await session.post("/echo", body: body) { try await $0.bytes() }
                #expect(back == body)
                let empty = try await session.post("/echo", body: []) { try await $0.bytes() }
                #expect(empty.isEmpty)
                let fields = try await session.get("/headers", headers: ["X-Word": "über 世界"]) {
                    try await $0.text().lowercased()
                }
                #expect(fields.contains("x-word: über 世界"))
                #expect(fields.contains("user-agent: loopwalk"))
                for method in ["PUT", "DELETE"] {
                    let text = try await session.request(method, "/echo", body: Array("x".utf8)) {
                        try await $0.text()
                    }
                    #expect(text == "x")
                }
            }
        }

        @Test func `a HEAD brings a head and no body`() async throws {
            let server = ScriptedServer { connection in
                while let head = connection.readHead() {
                    #expect(head.hasPrefix("HEAD / HTTP/1.1\r\n"))
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n")
                }
            }
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession { session in
                    for _ in 1...2 {
                        try await session.request("HEAD", server.url) { response in
                            #expect(response.headers["Content-Length"] == "7")
                            let bytes = try await response.bytes()
                            #expect(bytes.isEmpty)
                        }
                    }
                }
            }
            try run.result.get()
            #expect(server.connections == 1)
        }

        @Test func `redirects are followed, and the answer says where it came from`() async throws {
            try await runPages { session in
                try await session.get("/redirect/5") { response in
                    #expect(response.status == 200)
                    #expect(response.url.hasSuffix("/hello"))
                    let text = try await response.text()
                    #expect(text == "hello")
                }
                let tooMany = try await reason {
                    try await session.get("/redirect/11") { _ in }
                }
                #expect(tooMany == .tooManyRedirects(10))
            }
        }

        @Test func `a session may leave redirects to its user`() async throws {
            let run = await runHTTP {
                try await withLessonServer { server in
                    try await withHTTPSession(base: server.url, redirects: 0) { session in
                        try await session.get("/redirect/1") { response in
                            #expect(response.status == 302)
                            #expect(response.headers["Location"] == "/hello")
                        }
                    }
                }
            }
            try run.result.get()
        }

        @Test func `one request after the other needs one connection`() async throws {
            try await runPages { session in
                for _ in 1...20 {
                    let text = try await session.text("/hello")
                    #expect(text == "hello")
                }
                let connections = try await session.text("/connections")
                #expect(connections == "1")
            }
        }

        @Test func `no more connections than the limit, however many requests`() async throws {
            try await runPages(limit: 4) { session in
                let tasks = (1...40).map { number in
                    createTask {
                        try await session.get("/bytes/\(number)?delay=0.002") {
                            try await $0.bytes().count
                        }
                    }
                }
                let sizes = try await gather(tasks)
                #expect(sizes == Array(1...40))
                let connections = try await session.text("/connections")
                #expect(connections == "4")
            }
        }

        @Test func `a connection that the server closed is replaced without a word`() async throws {
            let server = ScriptedServer { connection in
                if connection.readHead() != nil { connection.answer("once") }
            }
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession { session in
                    for _ in 1...3 {
                        let text = try await session.text(server.url)
                        #expect(text == "once")
                    }
                }
                try await server.allEnded()
            }
            try run.result.get()
            #expect(server.connections == 3)
        }

        @Test func `the record shows a wait for the answer, rooted in the socket`() async throws {
            let server = ScriptedServer { connection in
                while connection.readHead() != nil { connection.answer("x") }
            }
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession { session in
                    _ = try await session.text(server.url)
                }
            }
            try run.result.get()
            let events = run.events
            let made = try #require(events.first { $0.kind == .futureCreated })
            #expect(run.buffer.string(made.text) == "GET \(server.url)")
            let woken = try #require(
                events.first { $0.kind == .taskWoken && $0.subject == made.subject }
            )
            var event = woken
            while event.cause != LoopEvent.noCause { event = events[Int(event.cause)] }
            #expect(event.kind == .fdReady)
        }

        @Test func `a session needs the real clock, and its block`() async throws {
            let virtual = await runLoop {
                try await withHTTPSession { try await $0.get("http://127.0.0.1") { _ in } }
            }
            #expect(throws: LoopError.needsRealClock("an HTTP session")) {
                try virtual.result.get()
            }
            let run = await runHTTP {
                let kept = try await withHTTPSession { $0 }
                return try await reason { try await kept.get("http://127.0.0.1") { _ in } }
            }
            #expect(try run.result.get() == .closed)
        }

        @Test func `what is no request is refused before anything is sent`() async throws {
            let run = await runHTTP {
                try await withHTTPSession { session in
                    for url in ["", "x", "ftp://127.0.0.1/", "http://", "http://127.0.0.1/\0", "/"]
                    {
                        let refused = try await reason { try await session.get(url) { _ in } }
                        guard case .badRequest = refused else {
                            Issue.record("'\(url)' gives \(String(describing: refused))")
                            continue
                        }
                    }
                    for headers: HTTPHeaders in [["a b": "c"], ["a": "b\r\nc: d"], ["": "x"]] {
                        let refused = try await reason {
                            try await session.get("http://127.0.0.1:1", headers: headers) { _ in }
                        }
                        #expect(refused == .badRequest("bad header field"))
                    }
                    let refused = try await reason {
                        try await session.request("G E\r\nT", "http://127.0.0.1:1") { _ in }
                    }
                    #expect(refused == .badRequest("bad method"))
                }
            }
            try run.result.get()
        }
    }
}
