import AsyncLoop
import AsyncLoopIO
import LoopEvents
import LoopSupport
import Testing

extension IOTests {
    @Suite struct WriterTests {
        /// More than the sockets of a connection hold.
        private static let much = [UInt8](repeating: 7, count: 8_000_000)

        @Test func `drain waits for a slow reader, and its wait is in the record`() async throws {
            let run = await runReal {
                try await withClient { reader, writer in
                    _ = try await reader.readExactly(1)
                    let count = try await reader.readExactly(Self.much.count).count
                    try writer.write("\(count)")
                } _: { reader, writer in
                    try writer.write("x")
                    try writer.write(Self.much)
                    let kept = writer.unsentCount
                    try await writer.drain()
                    let left = writer.unsentCount
                    return (kept, left, try await reader.readAll().decoded())
                }
            }
            let (kept, left, count) = try run.result.get()
            #expect(kept > 64 * 1024)
            #expect(left <= 16 * 1024)
            #expect(count == "\(Self.much.count)")
            #expect(
                run.events.contains {
                    $0.kind == .taskSuspended && $0.role == .fd && $0.task == 1
                }
            )
            let unwatched = run.events.count { $0.kind == .fdUnwatched }
            #expect(run.events.count { $0.kind == .fdWatched } == unwatched)
        }

        @Test func `what is kept goes by itself, and before the connection closes`() async throws {
            let run = await runReal {
                let received = Future<Int>()
                let server = try await startServer { reader, _ in
                    try received.setResult(try await reader.readAll().count)
                }
                let (_, writer) = try await openConnection(port: server.port!)
                try writer.write(Self.much)
                writer.close()
                let isClosing = writer.isClosing
                try await writer.waitClosed()
                server.close()
                return (isClosing, writer.unsentCount, try await received.value())
            }
            let (isClosing, kept, count) = try run.result.get()
            #expect(isClosing)
            #expect(kept == 0)
            #expect(count == Self.much.count)
        }

        @Test func `a half that was ended still lets the other half speak`() async throws {
            let run = await runReal {
                try await withClient { reader, writer in
                    let bytes = try await reader.readAll()
                    try writer.write("\(bytes.count) bytes")
                } _: { reader, writer in
                    try writer.write(Self.much)
                    writer.writeEOF()
                    var isRefused = false
                    do { try writer.write("more") } catch StreamError.ended { isRefused = true }
                    return (isRefused, try await reader.readAll().decoded())
                }
            }
            let (isRefused, answer) = try run.result.get()
            #expect(isRefused)
            #expect(answer == "\(Self.much.count) bytes")
        }

        @Test func `after close nothing is written and a reader is at the end`() async throws {
            let run = await runReal {
                try await withClient { reader, _ in
                    _ = try await reader.readAll()
                } _: { reader, writer in
                    let waiting = createTask { try await reader.read() }
                    try await sleep(0.01)
                    writer.close()
                    writer.close()
                    var isRefused = false
                    do { try writer.write("x") } catch StreamError.closed { isRefused = true }
                    try await writer.waitClosed()
                    return (isRefused, try await waiting.value(), try await reader.read())
                }
            }
            let (isRefused, bytes, more) = try run.result.get()
            #expect(isRefused)
            #expect(bytes.isEmpty && more.isEmpty)
        }

        @Test func `after an abort there is nothing left to drain`() async throws {
            let run = await runReal {
                try await withClient { reader, _ in
                    _ = try? await reader.readAll()
                } _: { _, writer in
                    try writer.write(Self.much)
                    writer.abort()
                    try await withTimeout(5) { try await writer.drain() }
                    return writer.unsentCount
                }
            }
            #expect(try run.result.get() == 0)
        }

        @Test func `a drain that is cancelled or late leaves what is kept alone`() async throws {
            let run = await runReal {
                let mayRead = Event()
                return try await withClient { reader, writer in
                    try await mayRead.wait()
                    try writer.write("\(try await reader.readAll().count)")
                } _: { reader, writer in
                    try writer.write(Self.much)
                    let isLate: Bool
                    do {
                        try await withTimeout(0.01) { try await writer.drain() }
                        isLate = false
                    } catch is TimeoutError {
                        isLate = true
                    }
                    let first = createTask { try await writer.drain() }
                    let second = createTask { try await writer.drain() }
                    try await sleep(0)
                    first.cancel()
                    mayRead.set()
                    try await second.value()
                    writer.writeEOF()
                    return (isLate, first.isCancelled, try await reader.readAll().decoded())
                }
            }
            let (isLate, isCancelled, count) = try run.result.get()
            #expect(isLate && isCancelled)
            #expect(count == "\(Self.much.count)")
        }

        @Test func `limits of one's own decide when drain waits`() async throws {
            let run = await runReal {
                let mayRead = Event()
                return try await withClient { reader, _ in
                    try await mayRead.wait()
                    _ = try await reader.readAll()
                } _: { _, writer in
                    writer.setWriteBufferLimits(high: 10_000_000)
                    try writer.write(Self.much)
                    try await writer.drain()
                    let kept = writer.unsentCount
                    writer.setWriteBufferLimits(high: 0)
                    mayRead.set()
                    try await writer.drain()
                    return (kept, writer.unsentCount)
                }
            }
            let (kept, left) = try run.result.get()
            #expect(kept > 0)
            #expect(left == 0)
        }

        @Test func `who writes to a fast reader lets others run`() async throws {
            let run = await runReal {
                var turns = 0
                return try await withClient { reader, _ in
                    _ = try await reader.readAll()
                } _: { _, writer in
                    let other = createTask {
                        while true {
                            try await sleep(0)
                            turns += 1
                        }
                    }
                    let chunk = [UInt8](repeating: 1, count: 1_000)
                    for _ in 0..<2_000 {
                        try writer.write(chunk)
                        try await writer.drain()
                    }
                    other.cancel()
                    return turns
                }
            }
            #expect(try run.result.get() > 3)
        }

        @Test func `both ends know where they are`() async throws {
            let run = await runReal {
                try await withClient { _, writer in
                    try writer.write("\(writer.peer!) \(writer.own!)")
                } _: { reader, writer in
                    let seen = try await reader.readAll().decoded()
                    return (seen, "\(writer.own!) \(writer.peer!)")
                }
            }
            let (seen, own) = try run.result.get()
            #expect(seen == own)
        }
    }
}
