import AsyncLoop
import Glibc
import LoopEvents
import LoopSupport
import Testing

@testable import AsyncLoopIO

extension IOTests {
    @Suite struct StreamBadDayTests {
        @Test func `a reset in mid-stream is an error to who reads, and then to who writes`()
            async throws
        {
            let run = await runReal {
                try await withClient { reader, writer in
                    try writer.write("half of it")
                    _ = try await reader.readExactly(2)
                    writer.reset()
                } _: { reader, writer in
                    let half = try await reader.readExactly(10).decoded()
                    try writer.write("go")
                    var kinds: [String] = []
                    for _ in 1...2 {
                        do { _ = try await reader.read() } catch let error as SocketError {
                            kinds.append(error.kind)
                        }
                    }
                    do {
                        try writer.write("anybody?")
                        try await writer.drain()
                    } catch let error as SocketError {
                        kinds.append(error.kind)
                    }
                    return (half, kinds)
                }
            }
            let (half, kinds) = try run.result.get()
            #expect(half == "half of it")
            #expect(
                kinds == ["ConnectionResetError", "ConnectionResetError", "BrokenPipeError"]
            )
        }

        @Test func `a reset while much is kept wakes who drains, and closing still ends`()
            async throws
        {
            let run = await runReal {
                try await withClient { reader, writer in
                    _ = try await reader.readExactly(1)
                    try await sleep(0.01)
                    writer.reset()
                } _: { _, writer in
                    try writer.write([UInt8](repeating: 1, count: 8_000_000))
                    var kinds: [String] = []
                    do { try await writer.drain() } catch let error as SocketError {
                        kinds.append(error.kind)
                    }
                    writer.close()
                    do { try await writer.waitClosed() } catch let error as SocketError {
                        kinds.append(error.kind)
                    }
                    return (kinds, writer.unsentCount)
                }
            }
            let (kinds, kept) = try run.result.get()
            #expect(kinds == ["ConnectionResetError", "ConnectionResetError"])
            #expect(kept == 0)
        }

        @Test func `a peer that sends byte by byte holds up nobody but itself`() async throws {
            let run = await runReal {
                let server = try await startServer { reader, writer in
                    try writer.write("\(try await reader.readLine() ?? "none")\n")
                }
                var order: [String] = []
                let slow = createTask {
                    let (reader, writer) = try await openConnection(port: server.port!)
                    for byte in "slow\n".utf8 {
                        try writer.write([byte])
                        try await sleep(0.01)
                    }
                    order.append(try await reader.readLine() ?? "none")
                }
                let quick = createTask {
                    let (reader, writer) = try await openConnection(port: server.port!)
                    try writer.write("quick\n")
                    order.append(try await reader.readLine() ?? "none")
                }
                _ = try await gather([slow, quick])
                server.close()
                try await server.waitClosed()
                return order
            }
            #expect(try run.result.get() == ["quick", "slow"])
        }

        @Test func `1,000 idle connections cost nobody else anything`() async throws {
            let run = await runReal {
                let server = try await startServer(backlog: 1_000) { reader, writer in
                    while let line = try await reader.readLine() { try writer.write("\(line)\n") }
                }
                var idle: [StreamWriter] = []
                for _ in 1...1_000 {
                    idle.append(try await openConnection(port: server.port!).1)
                }
                let (reader, writer) = try await openConnection(port: server.port!)
                var answers = 0
                for number in 1...100 {
                    try writer.write("\(number)\n")
                    if try await reader.readLine() == "\(number)" { answers += 1 }
                }
                let open = socketNames().count
                for other in idle { other.close() }
                writer.close()
                server.close()
                try await server.waitClosed()
                return (answers, open)
            }
            let (answers, open) = try run.result.get()
            #expect(answers == 100)
            #expect(open >= 2_002)
        }

        @Test func `a run that ends with clients open leaves no descriptor`() async throws {
            let run = await runReal {
                let server = try await startServer { reader, _ in _ = try await reader.readAll() }
                for _ in 1...5 {
                    let (reader, writer) = try await openConnection(port: server.port!)
                    try writer.write([UInt8](repeating: 1, count: 8_000_000))
                    createTask { _ = try await reader.read() }
                }
                try await sleep(0)
            }
            try run.result.get()
        }

        @Test func `a client cancelled anywhere on its way leaves no descriptor`() async throws {
            let run = await runReal {
                let server = try await startServer { reader, writer in
                    try writer.write(try await reader.readExactly(4))
                    try writer.write([UInt8](repeating: 1, count: 8_000_000))
                    try await writer.drain()
                }
                var ends = 0
                for turns in 0..<12 {
                    let client = createTask {
                        let (reader, writer) = try await openConnection(
                            host: "localhost",
                            port: server.port!
                        )
                        try writer.write("ab")
                        try await sleep(0)
                        try writer.write("cd")
                        _ = try await reader.readExactly(100)
                        writer.close()
                        try await writer.waitClosed()
                    }
                    for _ in 0..<turns { try await sleep(0) }
                    client.cancel()
                    _ = try await wait([client])
                    ends += 1
                }
                server.close()
                server.closeClients()
                try await server.waitClosed()
                return ends
            }
            #expect(try run.result.get() == 12)
        }

        @Test func `who forgets to close loses no descriptor`() async throws {
            let run = await runReal {
                let server = try await startServer { reader, _ in _ = try await reader.readAll() }
                for _ in 1...20 { _ = try await openConnection(port: server.port!) }
                server.close()
                // Each handler ends as its client's socket is closed, or this waits for ever.
                try await withTimeout(5) { try await server.waitClosed() }
            }
            try run.result.get()
        }
    }
}
