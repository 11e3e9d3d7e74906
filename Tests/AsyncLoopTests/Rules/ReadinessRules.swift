import AsyncLoop
import LoopEvents
import LoopSupport
import Testing

extension LoopTests {
    @Suite struct ReadinessRules {
        @Test func `R1: of one pass, what was ready comes first, then descriptors, then timers`()
            async throws
        {
            let run = await runReal {
                let ends = Ends()
                var order: [String] = []
                Ends.send("x", to: ends.far)
                EventLoop.callLater(0) { order.append("timer") }
                try EventLoop.addReader(ends.near) {
                    order.append("descriptor")
                    EventLoop.removeReader(ends.near)
                }
                EventLoop.callSoon { order.append("soon") }
                let pass = EventLoop.pass
                while order.count < 3 { try await sleep(0) }
                return (order, EventLoop.pass - pass)
            }
            let (order, passes) = try run.result.get()
            #expect(order == ["soon", "descriptor", "timer"])
            // The task's turn stands before the callbacks in the first pass, so it sees them in
            // the second.
            #expect(passes == 2)
        }

        @Test func `R5: what another thread sent comes before the descriptors of its pass`()
            async throws
        {
            let run = await runReal {
                let ends = Ends()
                var order: [String] = []
                Ends.send("x", to: ends.far)
                try EventLoop.addReader(ends.near) {
                    order.append("descriptor")
                    EventLoop.removeReader(ends.near)
                }
                let pool = ThreadPool(size: 1)
                let call: @EventLoop () -> Void = { order.append("thread") }
                _ = try EventLoop.runInExecutor(pool) {
                    try EventLoop.callSoonThreadsafe(call)
                }
                pool.shutdown()
                while order.count < 2 { try await sleep(0) }
                return order
            }
            #expect(try run.result.get() == ["thread", "descriptor"])
        }

        @Test func `R2: turns given up for ever do not keep a descriptor from being seen`()
            async throws
        {
            let run = await runReal {
                let ends = Ends()
                var text: String?
                try EventLoop.addReader(ends.near) { text = Ends.receive(from: ends.near) }
                EventLoop.callSoon { Ends.send("seen", to: ends.far) }
                while text == nil { try await sleep(0) }
                return text
            }
            #expect(try run.result.get() == "seen")
        }

        @Test func `R34a: level-triggered: told pass after pass until all is read`() async throws {
            let run = await runReal {
                let ends = Ends()
                var told: [(text: String, pass: Int)] = []
                Ends.send("abc", to: ends.far)
                let done = Future<Void>()
                try EventLoop.addReader(ends.near) {
                    told.append((Ends.receive(from: ends.near, limit: 1)!, EventLoop.pass))
                    if told.count == 3 { try done.setResult(()) }
                }
                try await done.value()
                for _ in 0..<3 { try await sleep(0) }
                return told
            }
            let told = try run.result.get()
            #expect(told.map(\.text) == ["a", "b", "c"])
            #expect(told.map { $0.pass - told[0].pass } == [0, 1, 2])
        }

        @Test func `R34a: the reader's call is queued before the writer's`() async throws {
            let run = await runReal {
                let ends = Ends()
                var order: [String] = []
                Ends.send("x", to: ends.far)
                try EventLoop.addWriter(ends.near) { order.append("writer") }
                try EventLoop.addReader(ends.near) { order.append("reader") }
                for _ in 0..<3 { try await sleep(0) }
                return order
            }
            #expect(try run.result.get() == ["reader", "writer", "reader", "writer"])
            let first = run.events.first { $0.kind == .fdReady }!
            let due = run.events.filter { $0.cause == first.sequence }
            #expect(due.map(\.kind) == [.handleScheduled, .handleScheduled], "one root for both")
        }

        @Test func `R34a: adding again replaces the callback and cancels its call`() async throws {
            let run = await runReal {
                let ends = Ends()
                var order: [String] = []
                Ends.send("x", to: ends.far)
                try EventLoop.addReader(ends.near) { order.append("old") }
                EventLoop.callSoon {
                    order.append("replace")
                    try EventLoop.addReader(ends.near) { order.append("new") }
                }
                for _ in 0..<3 { try await sleep(0) }
                return order
            }
            #expect(try run.result.get() == ["replace", "new"])
            let watched = run.events.filter { $0.kind == .fdWatched }
            let cancelled = run.events.filter { $0.kind == .handleCancelled }
            #expect(watched.count == 2)
            #expect(cancelled.map(\.subject) == [watched[0].subject])
            #expect(!run.events.contains { $0.kind == .fdUnwatched })
        }

        @Test func `R34a: data that is there already costs no turn, other data one`() async throws {
            let run = await runReal {
                let ends = Ends()
                Ends.send("early", to: ends.far)
                let start = EventLoop.pass
                let early = try await Ends.awaitText(from: ends.near)
                let turns = EventLoop.pass - start
                EventLoop.callSoon { Ends.send("late", to: ends.far) }
                let late = try await Ends.awaitText(from: ends.near)
                return (early, turns, late, EventLoop.pass)
            }
            let (early, turns, late, pass) = try run.result.get()
            #expect(early == "early")
            #expect(turns == 0)
            #expect(late == "late")
            let ready = run.events.filter { $0.kind == .fdReady }
            #expect(ready.map { pass - Int($0.pass) } == [1])
        }
    }
}
