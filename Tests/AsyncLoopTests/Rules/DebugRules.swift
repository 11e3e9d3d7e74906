import AsyncLoop
import LoopEvents
import LoopSupport
import Testing

extension LoopTests {
    /// R39: asyncio's debug mode says which handle took 0.1 s or more, once it has. A record is the
    /// loop's debug mode; it also names a pass whose handles took that long together.
    @Suite struct DebugRules {
        struct Blocked: Equatable, CustomStringConvertible {
            var who: String
            var seconds: Double
            var description: String { "\(who) \(seconds)" }

            init(_ who: String, _ seconds: Double) {
                self.who = who
                self.seconds = seconds
            }
        }

        /// Who blocked the loop and for how long, in order; each with a cause that is legal.
        static func blocked(
            _ main: @escaping @EventLoop () async throws -> Void
        ) async throws -> [Blocked] {
            let run = await runLoop(main)
            try run.result.get()
            let events = run.events
            return events.filter { $0.kind == .loopBlocked }.map { event in
                let cause = events[Int(event.cause)]
                #expect(EventKind.loopBlocked.legalCauses.contains(cause.kind))
                let who =
                    switch cause.kind {
                    case .passBegan: "pass"
                    case .handleRan: "callback"
                    default: "task \(event.task)"
                    }
                return Blocked(who, Double(event.value) / 1e9)
            }
        }

        @Test func `R39: a step and a callback of 0.1 s are reported after the fact, not less`()
            async throws
        {
            let blocked = try await Self.blocked {
                EventLoop.callSoon { busy(0.1) }
                EventLoop.callLater(1) { busy(0.0999) }
                try await sleep(2)
                busy(0.25)
                EventLoop.output("still its turn")
                try await sleep(0)
                busy(0.0999)
            }
            #expect(blocked == [Blocked("callback", 0.1), Blocked("task 1", 0.25)])
        }

        @Test func `R39: the report comes after all that the turn did`() async throws {
            let run = await runLoop {
                busy(0.2)
                EventLoop.output("last words")
                EventLoop.callSoon { EventLoop.output("next turn") }
                try await sleep(0)
            }
            let kinds = run.events.map(\.kind)
            let report = try #require(kinds.firstIndex(of: .loopBlocked))
            #expect(kinds[..<report].filter { $0 == .output }.count == 1)
            #expect(kinds[report...].filter { $0 == .output }.count == 1)
        }

        @Test func `R39: short turns of one pass that are long together are the pass's`()
            async throws
        {
            let blocked = try await Self.blocked {
                for _ in 0..<5 { EventLoop.callSoon { busy(0.03) } }
                try await sleep(1)
            }
            #expect(blocked == [Blocked("pass", 0.15)])
        }

        @Test func `R39: what was said of a turn is not said of its pass again`() async throws {
            let blocked = try await Self.blocked {
                EventLoop.callSoon { busy(0.3) }
                EventLoop.callSoon { busy(0.06) }
                try await sleep(1)
                EventLoop.callSoon { busy(0.3) }
                for _ in 0..<2 { EventLoop.callSoon { busy(0.06) } }
                try await sleep(1)
            }
            #expect(
                blocked == [
                    Blocked("callback", 0.3), Blocked("callback", 0.3), Blocked("pass", 0.12),
                ]
            )
        }

        @Test func `R39: no alarm: the same work over several passes, and time that is awaited`()
            async throws
        {
            let blocked = try await Self.blocked {
                for _ in 0..<10 {
                    busy(0.05)
                    try await sleep(0)
                }
                try await sleep(5)
                try await EventLoop.runInExecutor { block(5) }.value()
                // Two tasks: what one does while the other waits is not the other's.
                let other = createTask { busy(0.09) }
                try await sleep(1)
                try await other.value()
            }
            #expect(blocked == [])
        }

        @Test func `R39: no alarm: a loop that sleeps on the real clock is not blocked`()
            async throws
        {
            // The threshold is out of reach of a slow machine, and within reach of the sleep if
            // that were counted.
            let run = await runLoop(clock: .real) {
                EventLoop.slowCallbackDuration = 0.2
                try await sleep(0.25)
            }
            try run.result.get()
            #expect(!run.events.contains { $0.kind == .loopBlocked })
        }

        @Test func `R39: the threshold can be moved, for one run`() async throws {
            let blocked = try await Self.blocked {
                #expect(EventLoop.slowCallbackDuration == 0.1)
                EventLoop.slowCallbackDuration = 1
                busy(0.9)
                try await sleep(0)
                EventLoop.slowCallbackDuration = 0.01
                busy(0.02)
            }
            #expect(blocked == [Blocked("task 1", 0.02)])
            _ = try await Self.blocked { #expect(EventLoop.slowCallbackDuration == 0.1) }
        }

        @Test func `R39: an eager task's first step is its creator's turn`() async throws {
            let blocked = try await Self.blocked {
                createTask(eager: true) { busy(0.2) }
                try await sleep(0)
            }
            #expect(blocked == [Blocked("task 1", 0.2)])
        }

        @Test func `R39: a record tells where a task and a callback were made`() async throws {
            let line = UInt32(#line)
            let run = await runLoop {
                createTask { try await sleep(0) }
                EventLoop.callSoon {}
                try await sleep(0)
            }
            let made = run.events.filter {
                $0.kind == .taskCreated && $0.task == 2 || $0.kind == .handleScheduled
            }
            #expect(made.prefix(2).map(\.line) == [line + 2, line + 3])
        }
    }
}
