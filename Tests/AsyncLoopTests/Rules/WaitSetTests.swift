import AsyncLoop
import LoopSupport
import Testing

extension LoopTests {
    @Suite struct WaitSetTests {
        @Test func `a set gives those that have ended, each once, in the order they were given in`()
            async throws
        {
            let run = await runLoop {
                let tasks = [3.0, 1.0, 2.0, 1.0].enumerated().map { place, time in
                    createTask(name: "t\(place)") { try await sleep(time) }
                }
                let set = WaitSet(tasks + tasks)
                var given: [String] = []
                while !set.isEmpty {
                    let ended = try await set.wait().map(\.name).joined(separator: " ")
                    given.append("\(EventLoop.time): \(ended), \(set.count) left")
                }
                return given
            }
            #expect(
                try run.result.get() == [
                    "1.0: t1 t3, 2 left", "2.0: t2, 1 left", "3.0: t0, 0 left",
                ]
            )
        }

        @Test func `it resumes two passes after the deciding one ends, and at once for one ended`()
            async throws
        {
            let run = await runLoop {
                let note = Notes()
                let first = createTask {
                    try await sleep(1)
                    note.restart()
                }
                let second = createTask { try await sleep(1) }
                let set = WaitSet([first, second])
                note("\(try await set.wait().count) ended")
                try await sleep(0)
                let pass = EventLoop.pass
                let more = set.isEmpty ? 0 : try await set.wait().count
                note("\(more) ended, \(EventLoop.pass - pass) passes")
                return note.lines
            }
            #expect(try run.result.get().first?.hasPrefix("+2 ") == true)
            #expect(try run.result.get().last?.hasSuffix("0 passes") == true)
        }

        @Test func `the first error decides, or all of them do, or the timeout`() async throws {
            let run = await runLoop {
                let quick = createTask { try await sleep(1) }
                let failing = createTask {
                    try await sleep(2)
                    throw Failure()
                }
                let slow = createTask { try await sleep(5) }
                let set = WaitSet<LoopTask<Void>>([quick, failing, slow])
                var given = [try await set.wait(timeout: 0.5).count]
                given.append(try await set.wait(returnWhen: .firstException).count)
                #expect(EventLoop.time == 2)
                #expect(set.left.map(\.name) == [slow.name])
                given.append(try await set.wait(returnWhen: .allCompleted).count)
                #expect(EventLoop.time == 5)
                return given
            }
            #expect(try run.result.get() == [0, 2, 1])
        }

        @Test func `nobody waits for an empty set, nor two tasks for one`() async throws {
            let run = await runLoop {
                let future = Future<Void>()
                let set = WaitSet([future])
                let first = createTask { try await set.wait() }
                try await sleep(0)
                await #expect(throws: LoopError.waitedForTwice) { _ = try await set.wait() }
                first.cancel()
                await #expect(throws: CancelledError.self) { _ = try await first.value() }
                try future.setResult(())
                _ = try await set.wait()
                await #expect(throws: LoopError.nothingToWaitFor) { _ = try await set.wait() }
                return set.count
            }
            #expect(try run.result.get() == 0)
        }

        @Test func `100,000 tasks are waited for one by one`() async throws {
            let rounds = try await alone {
                Result {
                    try EventLoop.run {
                        let set = WaitSet(
                            (0..<100_000).map { number in
                                createTask { try await sleep(Double(number)) }
                            }
                        )
                        var rounds = 0
                        while !set.isEmpty { rounds += try await set.wait().count }
                        return rounds
                    }
                }
            }.get()
            #expect(rounds == 100_000)
        }
    }

    @Suite struct FutureResults {
        final class Token {}

        struct Wide: Equatable {
            var words = (1, 2, 3)
            var text = "a text that is too long to be kept in its own sixteen bytes"

            static func == (a: Self, b: Self) -> Bool { a.words == b.words && a.text == b.text }
        }

        @Test func `a result of any size is kept, given out many times, and given up once`()
            async throws
        {
            let run = await runLoop {
                weak var dropped: Token?
                do {
                    let token = Token()
                    dropped = token
                    let (small, wide, object) = (
                        createTask { UInt8(7) }, createTask { Wide() }, createTask { token }
                    )
                    for _ in 0..<2 {
                        #expect(try await small.value() == 7)
                        #expect(try await wide.value() == Wide())
                        #expect(try await object.value() === token)
                    }
                    let texts = try await gather(createTask { "a" }, createTask { "b" })
                    #expect(texts == ["a", "b"])
                }
                try await sleep(0)
                return dropped == nil
            }
            #expect(try run.result.get())
        }
    }
}
