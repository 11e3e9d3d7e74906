import LoopEvents
import LoopSupport
import Testing

@testable import AsyncLoop

extension LoopTests {
    @Suite struct TimerRules {
        @Test func `R15: sleep(0) takes exactly one pass and makes no future`() async throws {
            let run = await runLoop {
                let before = EventLoop.pass
                try await sleep(0)
                try await sleep(-1)
                return EventLoop.pass - before
            }
            #expect(try run.result.get() == 2)
            let waits = run.events.filter { $0.kind == .taskSuspended }
            #expect(waits.map(\.role) == [.turn, .turn])
            #expect(waits.allSatisfy { $0.subject == 0 })
            #expect(!run.events.contains { $0.kind == .timerArmed })
        }

        @Test func `R15: a sleep's timer runs in one pass and the sleeper in the next`()
            async throws
        {
            let run = await runLoop { try await sleep(1) }
            _ = try run.result.get()
            let timer = run.events.first { $0.kind == .timerFired }!
            let ran = run.events.first { $0.kind == .handleRan && $0.subject == timer.subject }!
            let woken = run.events.last { $0.kind == .taskStepped }!
            #expect(ran.pass == timer.pass)
            #expect(woken.pass == timer.pass + 1)
        }

        @Test func `R15: a cancelled sleep gives its timer up`() async throws {
            let run = await runLoop {
                let sleeper = createTask { try await sleep(100) }
                try await sleep(0)
                sleeper.cancel()
                _ = try await AsyncLoop.wait([sleeper])
                return EventLoop.time
            }
            #expect(try run.result.get() == 0)
            let armed = run.events.first { $0.kind == .timerArmed }!
            let cancelled = run.events.first { $0.kind == .timerCancelled }!
            #expect(cancelled.subject == armed.subject)
            #expect(!run.events.contains { $0.kind == .timerFired })
        }

        @Test func `R33: one wait on the real clock may do for timers half a millisecond apart`()
            async throws
        {
            let run = await runLoop {
                @EventLoop func wakeup(_ deadlines: [Int64]) -> Int64? {
                    var heap = TimerHeap()
                    for deadline in deadlines {
                        heap.insert(TimerHandle(id: 0, line: 0, deadline: deadline) {})
                    }
                    return heap.nextWakeup(slack: 500)
                }
                return [wakeup([]), wakeup([9_000]), wakeup([9_000, 1_500, 1_000, 1_501])]
            }
            #expect(try run.result.get() == [nil, 9_000, 1_500])
        }

        // asyncio ran the same program as 0, 2, 6, 5, 11, 10, 9, 8, 7, 1, 3, 4.
        @Test func `R33: equal deadlines fire in the order they were set`() async throws {
            let run = await runLoop {
                var order: [Int] = []
                for number in 0..<12 { EventLoop.callAt(1) { order.append(number) } }
                try await sleep(2)
                return order
            }
            #expect(try run.result.get() == Array(0..<12))
        }

        @Test func `R33: a timer is due at its deadline, in one pass with its equals`() async throws
        {
            let run = await runLoop {
                var fired: [String] = []
                for (name, delay) in [("c", 2.0), ("a", 1.0), ("b", 1.0), ("z", -1.0)] {
                    EventLoop.callLater(delay) {
                        fired.append("\(name) \(EventLoop.time) \(EventLoop.pass)")
                    }
                }
                try await sleep(3)
                return fired
            }
            #expect(try run.result.get() == ["z 0.0 2", "a 1.0 3", "b 1.0 3", "c 2.0 4"])
        }

        @Test func `R34: over a hundred timers, half of them cancelled, are swept out`()
            async throws
        {
            final class Kept {
                weak var timer: TimerHandle?
                init(_ timer: TimerHandle) { self.timer = timer }
            }
            let run = await runLoop {
                var timers: [TimerHandle?] = []
                var order: [Int] = []
                for number in 0..<150 {
                    timers.append(EventLoop.callLater(1) { order.append(number) })
                }
                let kept = timers.map { Kept($0!) }
                for number in 0..<75 {
                    timers[number * 2]?.cancel()
                    timers[number * 2] = nil
                }
                let before = kept.count { $0.timer != nil }
                timers[1]?.cancel()
                timers[1] = nil
                let after = kept.count { $0.timer != nil }
                try await sleep(2)
                return (before, after, order)
            }
            let (before, after, order) = try run.result.get()
            #expect(before == 150, "up to half they stay in the heap")
            #expect(after == 74, "beyond half they are swept out")
            #expect(order == Array(stride(from: 3, to: 150, by: 2)))
        }
    }
}
