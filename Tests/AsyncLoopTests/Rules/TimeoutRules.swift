import AsyncLoop
import LoopEvents
import LoopSupport
import Testing

extension LoopTests {
    @Suite struct TimeoutRules {
        @Test func `R26: at the deadline the body is cancelled, and the scope throws TimeoutError`()
            async throws
        {
            let run = await runLoop {
                var inside = ""
                do {
                    try await withTimeout(1) {
                        do { try await sleep(9) } catch {
                            inside = "\(error)"
                            throw error
                        }
                    }
                } catch let error as TimeoutError {
                    #expect(error.cause == CancelledError())
                }
                #expect(currentTask()!.cancelling == 0)
                return "\(inside) at \(EventLoop.time)"
            }
            #expect(try run.result.get() == "CancelledError at 1.0")
        }

        @Test func `R26: a cancellation by somebody else in the same pass stays one`() async throws
        {
            let run = await runLoop {
                let task = createTask { try await withTimeout(1) { try await sleep(9) } }
                EventLoop.callLater(1) { task.cancel("by somebody") }
                try await sleep(0)
                _ = try await wait([task])
                return "\(task.isCancelled) \(task.cancelling)"
            }
            #expect(try run.result.get() == "true 1")
        }

        @Test func `R26: what the body throws at the deadline is not replaced`() async throws {
            let run = await runLoop {
                await #expect(throws: Failure()) {
                    try await withTimeout(1) {
                        do { try await sleep(9) } catch { throw Failure() }
                    }
                }
                // A body that keeps the cancellation to itself is not late.
                let value = try await withTimeout(1) {
                    try? await sleep(9)
                    return "in time"
                }
                try await sleep(0)
                return value
            }
            #expect(try run.result.get() == "in time")
        }

        @Test func `R27: of nested equal deadlines the outer one raises`() async throws {
            let run = await runLoop {
                var inner = ""
                do {
                    try await withTimeout(at: 1) {
                        do {
                            try await withTimeout(at: 1) { try await sleep(9) }
                        } catch {
                            inner = "\(error)"
                            throw error
                        }
                    }
                } catch {
                    return "inner \(inner), outer \(error)"
                }
                return "none"
            }
            #expect(try run.result.get() == "inner CancelledError, outer TimeoutError")
        }

        @Test
        func `R28: a deadline that is not ahead beats sleep(0), but stops no body without a wait`()
            async throws
        {
            let run = await runLoop {
                await #expect(throws: TimeoutError()) {
                    try await withTimeout(0) { try await sleep(0) }
                }
                await #expect(throws: TimeoutError()) {
                    try await withTimeout(at: -1) { try await sleep(0) }
                }
                return try await withTimeout(0) { "through" }
            }
            #expect(try run.result.get() == "through")
            #expect(!run.events.contains { $0.kind == .timerArmed })
        }

        @Test func `R29: waitFor runs a coroutine in the caller's task, for no pass`() async throws
        {
            let run = await runLoop {
                let pass = EventLoop.pass
                let me = currentTask()!.name
                let coroutine = Coroutine { currentTask()!.name }
                let names = [
                    try await waitFor(coroutine, timeout: 1),
                    try await waitFor(timeout: 1) { currentTask()!.name },
                ]
                #expect(names == [me, me])
                return EventLoop.pass - pass
            }
            #expect(try run.result.get() == 0)
        }

        @Test func `R29: waitFor with no time takes what is done, and starts no body`() async throws
        {
            let run = await runLoop {
                var started = false
                let body: @EventLoop () async throws -> Void = { started = true }
                await #expect(throws: TimeoutError()) { try await waitFor(timeout: 0, body) }
                await #expect(throws: TimeoutError()) {
                    try await waitFor(Coroutine(body: body), timeout: -1)
                }
                let future = Future<Int>()
                await #expect(throws: TimeoutError()) { try await waitFor(future, timeout: 0) }
                #expect(future.isCancelled)
                let done = Future<Int>()
                try done.setResult(1)
                #expect(try await waitFor(done, timeout: 0) == 1)
                return started
            }
            #expect(try run.result.get() == false)
        }

        @Test func `R29: waitFor returns what work that keeps the cancellation to itself returns`()
            async throws
        {
            let run = await runLoop {
                let task = createTask {
                    try? await sleep(9)
                    try await sleep(1)
                    return EventLoop.time
                }
                return try await waitFor(task, timeout: 1)
            }
            #expect(try run.result.get() == 2)
        }
    }
}
