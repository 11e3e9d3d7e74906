import AsyncLoop
import LoopEvents
import LoopSupport
import Testing

extension LoopTests {
    /// A million deadlines at once (200,000 in a debug build).
    @Suite struct TimerHazards {
        @Test func `of a million timers half are cancelled, and the rest run in order`()
            async throws
        {
            let (ran, inOrder, late) = try await alone {
                Result {
                    try EventLoop.run {
                        var (ran, last, inOrder, late) = (0, (time: -1, order: -1), true, 0)
                        var handles: [TimerHandle] = []
                        handles.reserveCapacity(Size.timers)
                        for number in 0..<Size.timers {
                            // Deadlines come in no order, several timers to each.
                            let time = 1 + number * 7919 % (Size.timers / 4)
                            handles.append(
                                EventLoop.callLater(Double(time)) {
                                    ran += 1
                                    if (time, number) <= last { inOrder = false }
                                    last = (time, number)
                                    if EventLoop.time != Double(time) { late += 1 }
                                }
                            )
                        }
                        for number in stride(from: 0, to: Size.timers, by: 2) {
                            handles[number].cancel()
                        }
                        handles = []
                        try await sleep(Double(Size.timers))
                        return (ran, inOrder, late)
                    }
                }
            }.get()
            #expect(ran == Size.timers / 2)
            #expect(inOrder)
            #expect(late == 0)
        }

        /// Counted in events, not seconds: a pass for each deadline and nothing besides.
        @Test func `a timer costs three events, however many there are`() async throws {
            func events(_ count: Int) async throws -> Int {
                let run = await runLoop {
                    for number in 0..<count { EventLoop.callLater(Double(number % 10 + 1)) {} }
                    try await sleep(11)
                }
                try run.result.get()
                return run.events.count
            }
            let (few, many) = (try await events(1_000), try await events(20_000))
            #expect(many - few == 3 * 19_000)
        }
    }
}
