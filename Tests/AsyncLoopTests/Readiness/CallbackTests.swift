import AsyncLoop
import Glibc
import LoopEvents
import LoopSupport
import Testing

extension LoopTests {
    @Suite struct ReadinessCallbackTests {
        @Test func `a callback that removes itself is not called again`() async throws {
            let run = await runReal {
                let ends = Ends()
                var removed: [Bool] = []
                Ends.send("x", to: ends.far)
                try EventLoop.addReader(ends.near) {
                    removed.append(EventLoop.removeReader(ends.near))
                    removed.append(EventLoop.removeReader(ends.near))
                }
                for _ in 0..<3 { try await sleep(0) }
                return removed
            }
            #expect(try run.result.get() == [true, false])
        }

        @Test func `a reader that removes the writer takes its queued call away`() async throws {
            let run = await runReal {
                let ends = Ends()
                var order: [String] = []
                Ends.send("x", to: ends.far)
                try EventLoop.addReader(ends.near) {
                    order.append("reader")
                    EventLoop.removeWriter(ends.near)
                }
                try EventLoop.addWriter(ends.near) { order.append("writer") }
                for _ in 0..<3 { try await sleep(0) }
                return order
            }
            #expect(try run.result.get() == ["reader", "reader"])
            #expect(run.events.count { $0.kind == .handleCancelled } == 1)
        }

        @Test func `a record says what is watched, which line asked, and what was ready`()
            async throws
        {
            let first = UInt32(#line) + 5
            let run = await runReal {
                let ends = Ends()
                Ends.send("x", to: ends.far)
                let done = Future<Void>()
                try EventLoop.addReader(ends.near) { try done.setResult(()) }
                try EventLoop.addWriter(ends.near) {}
                try await done.value()
                EventLoop.removeReader(ends.near)
                EventLoop.removeWriter(ends.near)
                return Int64(ends.near)
            }
            let descriptor = try run.result.get()
            let kinds: Set<EventKind> = [.fdWatched, .fdReady, .fdUnwatched]
            var events = run.events.filter { kinds.contains($0.kind) }
            // The loop polls again before the task goes on.
            #expect(events.remove(at: 3).kind == .fdReady)
            #expect(
                events.map(\.kind) == [
                    .fdWatched, .fdWatched, .fdReady, .fdUnwatched, .fdUnwatched,
                ]
            )
            #expect(events.allSatisfy { $0.value == descriptor })
            #expect(events.map(\.detail) == [1, 3, 3, 2, 0])
            #expect(events.map(\.line) == [first, first + 1, first, first, first + 1])
            #expect(events[2].cause == LoopEvent.noCause)
        }

        @Test func `a callback that throws is reported, and called again`() async throws {
            let run = await runReal {
                let ends = Ends()
                var reported = 0
                EventLoop.setExceptionHandler { if $0.error is Failure { reported += 1 } }
                Ends.send("x", to: ends.far)
                try EventLoop.addReader(ends.near) { throw Failure() }
                for _ in 0..<3 { try await sleep(0) }
                return reported
            }
            #expect(try run.result.get() == 2)
        }

        @Test func `a callback sees the defaults of task-local values`() async throws {
            enum Local { @TaskLocal static var value = "default" }
            let run = await runReal {
                let ends = Ends()
                var seen: String?
                try Local.$value.withValue("bound") {
                    try EventLoop.addWriter(ends.near) { seen = Local.value }
                    #expect(Local.value == "bound")
                }
                for _ in 0..<2 { try await sleep(0) }
                return seen
            }
            #expect(try run.result.get() == "default")
        }

        @Test func `hundreds of descriptors are told of in one pass, each once`() async throws {
            let run = await runReal {
                let all = (0..<150).map { _ in Ends() }
                var told: [Int: Int] = [:]
                var passes: Set<Int> = []
                for (number, ends) in all.enumerated() {
                    Ends.send("x", to: ends.far)
                    try EventLoop.addReader(ends.near) {
                        told[number, default: 0] += 1
                        passes.insert(EventLoop.pass)
                        EventLoop.removeReader(ends.near)
                    }
                }
                for _ in 0..<3 { try await sleep(0) }
                return (told, passes.count)
            }
            let (told, passes) = try run.result.get()
            #expect(told == Dictionary(uniqueKeysWithValues: (0..<150).map { ($0, 1) }))
            #expect(passes == 1)
        }

        @Test func `a call that is left in the queue is not queued twice`() async throws {
            let (first, texts) = try await alone {
                Result {
                    let loop = ManualLoop(clock: .real)
                    defer { loop.close() }
                    let ends = Ends()
                    let received = Received()
                    Ends.send("x", to: ends.far)
                    try loop.schedule {
                        try EventLoop.addReader(ends.near) {
                            received.texts.append(Ends.receive(from: ends.near))
                            EventLoop.stop()
                        }
                        EventLoop.callSoon { throw SystemExit(3) }
                    }
                    let first = Result { try loop.runForever() }
                    try loop.runForever()
                    return (first, try loop.schedule { received.texts })
                }
            }.get()
            #expect(throws: SystemExit(3)) { try first.get() }
            #expect(texts == ["x"])
        }

        @Test func `what cannot be watched is refused, and nothing is recorded`() async throws {
            let run = await runReal {
                let file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC)
                defer { close(file) }
                var refused: [Int32] = []
                for descriptor in [-1, Int32.max, file] {
                    do {
                        try EventLoop.addReader(descriptor) {}
                    } catch LoopError.descriptor(let number, _) {
                        refused.append(number)
                    }
                }
                return refused == [-1, .max, file] && !EventLoop.removeReader(file)
            }
            #expect(try run.result.get())
            #expect(!run.events.contains { $0.kind == .fdWatched })
        }

        @Test func `on the virtual clock all is refused`() async throws {
            let run = await runLoop {
                let ends = Ends()
                var refused = 0
                do { try EventLoop.addReader(ends.near) {} } catch is LoopError { refused += 1 }
                do { try EventLoop.addWriter(ends.near) {} } catch is LoopError { refused += 1 }
                do { try await readable(ends.near) } catch is LoopError { refused += 1 }
                do { try await writable(ends.near) } catch is LoopError { refused += 1 }
                return refused
            }
            #expect(try run.result.get() == 4)
        }
    }
}

@EventLoop
private final class Received {
    var texts: [String?] = []
    nonisolated init() {}
}
