import AsyncLoop
import LoopEvents
import LoopSupport
import Testing

extension LoopTests {
    /// What is done to a run from outside, by the numbers of its record.
    @Suite struct InterventionTests {
        struct Reply: Equatable {}

        /// A, task 2, sleeps 1 s; B, task 3, sleeps 2 s; main waits for both.
        @EventLoop
        static func sleepers() async throws -> String {
            let a = createTask(name: "A") {
                try await sleep(1)
                return EventLoop.time
            }
            let b = createTask(name: "B") {
                try await sleep(2)
                return EventLoop.time
            }
            let times = try await gather([a, b], returnExceptions: true)
            return times.map { (try? $0.get()).map { "\($0)" } ?? "cancelled" }
                .joined(separator: " ")
        }

        private func sleepers(_ interventions: [Intervention]) async -> LoopRun<String> {
            await runLoop(
                experiment: Experiment(interventions: interventions),
                Self.sleepers
            )
        }

        /// The run of `main` with `deed` done once the first future was made.
        private func reply<Success>(
            _ deed: Intervention.Deed,
            _ main: @escaping @EventLoop () async throws -> Success
        ) async -> LoopRun<Success> {
            let plain = await runLoop(main)
            let made = plain.events.firstIndex { $0.kind == .futureCreated }!
            return await runLoop(
                experiment: Experiment(interventions: [Intervention(after: made + 1, deed)]),
                main
            )
        }

        private func future(of run: LoopRun<some Any>) -> UInt32 {
            run.events.first { $0.kind == .futureCreated }!.subject
        }

        private func intervened(_ run: LoopRun<some Any>) throws -> LoopEvent {
            try #require(run.events.first { $0.kind == .intervened })
        }

        @Test func `at every moment the record up to it is the same, and every cause is legal`()
            async throws
        {
            let plain = await sleepers([])
            let armed = plain.events.filter { $0.kind == .timerArmed }
            for moment in 0...plain.events.count {
                for deed in [
                    Intervention.Deed.cancelTask(3),
                    .delay(timer: armed[0].subject, task: 2, by: 5_000_000_000),
                ] {
                    let run = await sleepers([Intervention(after: moment, deed)])
                    #expect(run.events.prefix(moment) == plain.events.prefix(moment))
                    let done = run.events.firstIndex { $0.kind == .intervened }
                    if let done {
                        #expect(done >= moment)
                        #expect(run.events.prefix(done) == plain.events.prefix(done))
                    } else {
                        #expect(run.events == plain.events)
                    }
                    for event in run.events where event.cause != LoopEvent.noCause {
                        let cause = run.events[Int(event.cause)].kind
                        #expect(event.kind.legalCauses.contains(cause), "\(event.kind) by \(cause)")
                    }
                }
            }
        }

        @Test func `a task that is cancelled goes on in the next pass`() async throws {
            let plain = await sleepers([])
            let waits = plain.events.lastIndex { $0.kind == .taskSuspended && $0.task == 3 }!
            let run = await sleepers([Intervention(after: waits + 1, .cancelTask(3))])
            #expect(try run.result.get() == "1.0 cancelled")
            let done = try intervened(run)
            let step = run.events.last { $0.kind == .taskStepped && $0.task == 3 }!
            #expect(done.other == 3 && done.outcome == .result && done.time == 0)
            #expect(step.pass == done.pass + 1)
        }

        @Test func `a timer moves, and who sleeps until it moves with it`() async throws {
            let plain = await sleepers([])
            let timer = plain.events.first { $0.kind == .timerArmed }!
            let moment = Int(timer.sequence) + 1
            for (by, end) in [(5_000_000_000, "6.0 2.0"), (-500_000_000, "0.5 2.0")] {
                let run = await sleepers([
                    Intervention(
                        after: moment,
                        .delay(timer: timer.subject, task: 2, by: Int64(by))
                    )
                ])
                #expect(try run.result.get() == end)
                #expect(try intervened(run).value == timer.value + Int64(by))
            }
        }

        @Test func `a timer cannot move into the past, nor once it has fired`() async throws {
            let plain = await sleepers([])
            let timer = plain.events.first { $0.kind == .timerArmed }!
            let fired = plain.events.firstIndex { $0.kind == .timerFired }!
            let early = await sleepers([
                Intervention(
                    after: fired - 1,
                    .delay(timer: timer.subject, task: 2, by: -2_000_000_000)
                )
            ])
            #expect(try intervened(early).outcome == .error)
            #expect(
                early.buffer.string(try intervened(early).text)
                    == "its timer would then lie in the past"
            )
            let late = await sleepers([
                Intervention(after: fired + 1, .delay(timer: timer.subject, task: 2, by: 1))
            ])
            #expect(
                late.buffer.string(try intervened(late).text) == "its timer has fired already"
            )
            #expect(try late.result.get() == "1.0 2.0" && early.result.get() == "1.0 2.0")
        }

        @Test func `a move by nothing, and a moment after the end, leave the same record`() async {
            let plain = await sleepers([])
            let timer = plain.events.first { $0.kind == .timerArmed }!
            let moment = Int(timer.sequence) + 1
            let still = await sleepers([
                Intervention(after: moment, .delay(timer: timer.subject, task: 2, by: 0)),
                Intervention(after: plain.events.count, .cancelTask(2)),
            ])
            #expect(still.events == plain.events)
        }

        @Test func `several are done in their order, each where it belongs`() async throws {
            let plain = await sleepers([])
            let timer = plain.events.first { $0.kind == .timerArmed }!
            let first = Intervention(
                after: Int(timer.sequence) + 1,
                .delay(timer: timer.subject, task: 2, by: 4_000_000_000)
            )
            let moved = await sleepers([first])
            let late = moved.events.firstIndex { $0.time == 2_000_000_000 }!
            let run = await sleepers([first, Intervention(after: late, .cancelTask(2))])
            #expect(try run.result.get() == "cancelled 2.0")
            #expect(run.events.prefix(late) == moved.events.prefix(late))
        }

        @Test func `a deadlock is no end if somebody sets what is waited for`() async throws {
            let main: @EventLoop () async throws -> Int = {
                let reply = Future<Int>(name: "reply")
                return try await reply.value()
            }
            let plain = await runLoop(main)
            #expect(throws: DeadlockError.self) { try plain.result.get() }
            let stuck = plain.events.firstIndex { $0.kind == .deadlock }!
            let deed = Intervention.Deed.resolve(future(of: plain), "42")
            let run = await runLoop(
                experiment: Experiment(interventions: [Intervention(after: stuck, deed)]),
                main
            )
            #expect(try run.result.get() == 42)
        }

        @Test func `a future takes a Bool, an Int, a Double, a String and Void`() async throws {
            func given<T>(_ type: T.Type, _ text: String) async throws -> T {
                let main: @EventLoop () async throws -> T = { try await Future<T>().value() }
                let id = future(of: await runLoop(main))
                return try await reply(.resolve(id, text), main).result.get()
            }
            #expect(try await given(Bool.self, "true"))
            #expect(try await given(Int.self, "-42") == -42)
            #expect(try await given(Double.self, "42") == 42)
            #expect(try await given(String.self, "42") == "42")
            #expect(try await given(String.self, "\"two words\"") == "two words")
            try await given(Void.self, "")
        }

        @Test func `what is none of its type is refused, and the type named`() async throws {
            func refusal<T>(_ type: T.Type, _ text: String) async throws -> String {
                let main: @EventLoop () async throws -> T = { try await Future<T>().value() }
                let id = future(of: await runLoop(main))
                let run = await reply(.resolve(id, text), main)
                #expect(throws: DeadlockError.self) { try run.result.get() }
                return run.buffer.string(try intervened(run).text)
            }
            #expect(try await refusal(Int.self, "4.5") == "its result is an Int, and '4.5' is none")
            #expect(try await refusal(Bool.self, "1") == "its result is a Bool, and '1' is none")
            #expect(
                try await refusal(Double.self, "nan") == "its result is a Double, and 'nan' is none"
            )
            #expect(
                try await refusal(Reply.self, "x")
                    == "its result is a Reply, and only Bool, Int, Double, String and Void can be"
                    + " typed"
            )
        }

        @Test func `a future takes an error, and is cancelled`() async throws {
            let main: @EventLoop () async throws -> String = {
                let reply = Future<Int>(name: "reply")
                do {
                    return "\(try await reply.value())"
                } catch {
                    return "\(error)"
                }
            }
            let id = future(of: await runLoop(main))
            #expect(try await reply(.fail(id, "boom"), main).result.get() == "boom")
            let cancelled = try await reply(.cancelFuture(id), main).result.get()
            #expect(cancelled.contains("CancelledError"))
        }

        @Test func `what is done, gone or was never there is left alone, with a reason`()
            async throws
        {
            let main: @EventLoop () async throws -> Int = {
                let reply = Future<Int>(name: "reply")
                try reply.setResult(1)
                try await sleep(0)
                return try reply.result()
            }
            let id = future(of: await runLoop(main))
            let late = await reply(.resolve(id, "2"), main)
            #expect(try late.result.get() == 1)
            #expect(late.buffer.string(try intervened(late).text) == "it is done already")
            let none = await reply(.fail(99, "x"), main)
            #expect(none.buffer.string(try intervened(none).text) == "nobody holds it any more")
            let nobody = await reply(.cancelTask(99), main)
            #expect(nobody.buffer.string(try intervened(nobody).text) == "it has ended already")
        }
    }
}
