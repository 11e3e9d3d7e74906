import AsyncLoop
import Glibc
import LoopEvents
import LoopSupport
import Testing

extension LoopTests {
    @Suite struct ReadinessAwaitingTests {
        @Test func `two tasks send each other more than the sockets hold`() async throws {
            let size = 3_000_000
            let run = await runReal {
                let ends = Ends()
                @EventLoop func send() async throws {
                    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 % 251) }
                    var sent = 0
                    while sent < size {
                        let count = bytes[sent...].withUnsafeBytes {
                            write(ends.near, $0.baseAddress, $0.count)
                        }
                        if count > 0 { sent += count } else { try await writable(ends.near) }
                    }
                    shutdown(ends.near, Int32(SHUT_WR))
                }
                @EventLoop func receive() async throws -> Int {
                    var bytes = [UInt8](repeating: 0, count: 10_000)
                    var right = 0
                    while true {
                        let count = read(ends.far, &bytes, bytes.count)
                        if count == 0 { return right }
                        guard count > 0 else {
                            try await readable(ends.far)
                            continue
                        }
                        for byte in bytes[..<count] where byte == UInt8(right % 251) { right += 1 }
                    }
                }
                let sender = createTask { try await send() }
                let right = try await receive()
                try await sender.value()
                return right
            }
            #expect(try run.result.get() == size)
            #expect(run.events.contains { $0.kind == .taskSuspended && $0.role == .fd })
            let watched = run.events.count { $0.kind == .fdWatched }
            #expect(run.events.count { $0.kind == .fdUnwatched } == watched)
        }

        @Test func `the other end's closing is something to read`() async throws {
            let run = await runReal {
                var ends: [Int32] = [-1, -1]
                guard pipe(&ends) == 0 else { throw Failure() }
                let (output, input) = (ends[0], ends[1])
                defer { close(output) }
                EventLoop.callSoon { close(input) }
                try await readable(output)
                return Ends.receive(from: output)
            }
            #expect(try run.result.get() == "")
        }

        @Test func `the reader of a descriptor still waits when its writer's wait is over`()
            async throws
        {
            let run = await runReal {
                let ends = Ends()
                let reader = createTask {
                    try await readable(ends.near)
                    return Ends.receive(from: ends.near)
                }
                let writer = createTask { try await writable(ends.near) }
                try await writer.value()
                let wasDone = reader.isDone
                Ends.send("x", to: ends.far)
                return (wasDone, try await reader.value())
            }
            let (wasDone, text) = try run.result.get()
            #expect(!wasDone)
            #expect(text == "x")
        }

        @Test(arguments: [true, false])
        func `a number that was waited for and then given to another file is waited for anew`(
            isCopied: Bool
        ) async throws {
            let run = await runReal {
                let (first, second) = (Ends(), Ends())
                let copy = isCopied ? dup(first.near) : -1
                defer { if isCopied { close(copy) } }
                var texts: [String?] = []
                Ends.send("x", to: first.far)
                try await readable(first.near)
                texts.append(Ends.receive(from: first.near))
                dup2(second.near, first.near)
                let waiter = createTask {
                    try await readable(first.near)
                    texts.append(Ends.receive(from: first.near))
                }
                try await sleep(0)
                Ends.send("y", to: second.far)
                try await waiter.value()
                return texts
            }
            #expect(try run.result.get() == ["x", "y"])
        }

        @Test func `a callback in place of a wait that is over is called again and again`()
            async throws
        {
            let run = await runReal {
                let ends = Ends()
                Ends.send("xyz", to: ends.far)
                try await readable(ends.near)
                let read = Future<String>()
                var text = ""
                try EventLoop.addReader(ends.near) {
                    text += Ends.receive(from: ends.near, limit: 1) ?? ""
                    if text.count == 3 { try read.setResult(text) }
                }
                defer { EventLoop.removeReader(ends.near) }
                return try await read.value()
            }
            #expect(try run.result.get() == "xyz")
        }

        @Test func `cancelling the wait ends the watch`() async throws {
            let run = await runReal {
                let ends = Ends()
                let task = createTask { try await readable(ends.near) }
                try await sleep(0)
                task.cancel()
                _ = try await wait([task])
                return (task.isCancelled, EventLoop.removeReader(ends.near))
            }
            let (isCancelled, wasWatched) = try run.result.get()
            #expect(isCancelled)
            #expect(!wasWatched)
            let unwatched = run.events.first { $0.kind == .fdUnwatched }!
            #expect(run.events[Int(unwatched.cause)].kind == .cancelRequested)
        }

        @Test func `a wait that is cancelled when its call is queued does not go on`() async throws
        {
            let run = await runReal {
                let ends = Ends()
                Ends.send("x", to: ends.far)
                let task = createTask { try await readable(ends.near) }
                try await sleep(0)
                EventLoop.callSoon { task.cancel() }
                _ = try await wait([task])
                return task.isCancelled
            }
            #expect(try run.result.get())
            #expect(run.events.contains { $0.kind == .fdReady })
            #expect(run.events.contains { $0.kind == .handleCancelled })
        }

        @Test func `a wait can time out`() async throws {
            let run = await runReal {
                let ends = Ends()
                do {
                    try await withTimeout(0.001) { _ in try await readable(ends.near) }
                    return false
                } catch is TimeoutError {
                    return !EventLoop.removeReader(ends.near)
                }
            }
            #expect(try run.result.get())
        }

        @Test func `a second wait for the same is refused and leaves the first alone`()
            async throws
        {
            let run = await runReal {
                let ends = Ends()
                let first = createTask { try await readable(ends.near) }
                try await sleep(0)
                var isRefused = false
                do { try await readable(ends.near) } catch LoopError.descriptor { isRefused = true }
                try await writable(ends.near)
                Ends.send("x", to: ends.far)
                try await first.value()
                return isRefused
            }
            #expect(try run.result.get())
        }

        @Test(arguments: [true, false])
        func `a wait whose watch is taken away ends with an error`(isReplaced: Bool) async throws {
            let run = await runReal {
                let ends = Ends()
                let task = createTask { try await readable(ends.near) }
                try await sleep(0)
                if isReplaced {
                    try EventLoop.addReader(ends.near) {}
                } else {
                    EventLoop.removeReader(ends.near)
                }
                do { try await task.value() } catch LoopError.descriptor { return true }
                return false
            }
            #expect(try run.result.get())
        }
    }
}
