import AsyncLoop
import AsyncLoopIO
import Glibc
import LoopSupport
import Testing

extension HTTPTests {
    @Suite struct BodyTests {
        @Test func `256 MiB go through a program that keeps a few of them`() async throws {
            let size = 256 << 20
            let server = ScriptedServer { connection in
                guard connection.readHead() != nil else { return }
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
                let block = [UInt8](repeating: 7, count: 1 << 20)
                for _ in 0..<(size >> 20) where !connection.send(block) { return }
            }
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession { session in
                    let before = peakKilobytes()
                    let count = try await session.get(server.url) { response in
                        var count = 0
                        for try await chunk in response { count += chunk.count }
                        return count
                    }
                    #expect(count == size)
                    #expect(peakKilobytes() - before < 32 << 10)
                }
            }
            try run.result.get()
        }

        @Test func `a reader that dawdles has the server wait`() async throws {
            let sent = Counter()
            let server = ScriptedServer { connection in
                guard connection.readHead() != nil else { return }
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(64 << 20)\r\n\r\n")
                let block = [UInt8](repeating: 7, count: 1 << 18)
                for _ in 1...256 where connection.send(block) { sent.add(1) }
            }
            defer { server.stop() }
            let run = await runHTTP {
                try await withHTTPSession { session in
                    try await session.get(server.url) { response in
                        // Until nothing more goes into what lies between.
                        var before = -1
                        while sent.value != before {
                            before = sent.value
                            try await sleep(0.05)
                        }
                        #expect(before < 200)
                        var count = 0
                        for try await chunk in response { count += chunk.count }
                        #expect(count == 64 << 20)
                    }
                }
            }
            try run.result.get()
        }

        @Test func `a body may have no length that is known before`() async throws {
            try await runPages { session in
                for size in [0, 1, 70_000, 1_000_000] {
                    let count = try await session.get("/stream/\(size)") {
                        try await $0.bytes().count
                    }
                    #expect(count == size)
                }
                #expect(
                    try await session.text("/drip/3?every=0.001")
                        == "line 1\nline 2\nline 3\n"
                )
                let connections = try await session.text("/connections")
                #expect(connections == "1")
            }
        }

        @Test func `a body that is longer than wanted is given up`() async throws {
            try await runPages { session in
                let size = 5_000_000
                for limit in [0, 1_000, size - 1] {
                    let long = try await reason {
                        try await session.get("/bytes/\(size)") { response in
                            _ = try await response.bytes(upTo: limit)
                        }
                    }
                    #expect(long == .bodyTooLarge(limit))
                }
                let count = try await session.get("/bytes/\(size)") { response in
                    let first = try await response.next()?.count ?? 0
                    return try await first + response.bytes(upTo: size).count
                }
                #expect(count == size)
            }
        }

        @Test func `a body is read by one task, in its block`() async throws {
            try await runPages { session in
                let kept = try await session.get("/drip/2?every=0.5") { response in
                    let other = createTask { try await response.text() }
                    try await sleep(0)
                    let refused = try await reason { _ = try await response.next() }
                    #expect(refused == .other("another task reads it already"))
                    let text = try await other.value()
                    #expect(text == "line 1\nline 2\n")
                    return response
                }
                let rest = try await kept.text()
                #expect(rest == "")
                let late = try await session.get("/drip/2?every=0.5") { $0 }
                let closed = try await reason { _ = try await late.text() }
                #expect(closed == .closed)
            }
        }
    }
}

/// The most memory this process has had at once.
private func peakKilobytes() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss
}
