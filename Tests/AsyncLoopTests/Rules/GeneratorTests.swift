import AsyncLoop
import LoopEvents
import LoopSupport
import Testing

extension LoopTests {
    @Suite struct GeneratorTests {
        @Test func `asking a generator costs no pass, and its body runs in the asking task`()
            async throws
        {
            let run = await runLoop {
                let note = Notes()
                let numbers = AsyncGenerator<Int> { yield in
                    for number in 1...3 {
                        note("yields \(number) in \(currentTask()!.name)")
                        try await yield(number)
                    }
                }
                for try await number in numbers { note("got \(number)") }
                #expect(try await numbers.next() == nil)
                return note.lines
            }
            #expect(
                try run.result.get()
                    == [
                        "+0 yields 1 in main", "+0 got 1", "+0 yields 2 in main", "+0 got 2",
                        "+0 yields 3 in main", "+0 got 3",
                    ]
            )
        }

        @Test func `what a generator awaits its asker awaits, and a cancellation arrives in it`()
            async throws
        {
            let run = await runLoop {
                let numbers = AsyncGenerator<Double> { yield in
                    while true {
                        do { try await sleep(1) } catch {
                            EventLoop.output("body: \(error)")
                            throw error
                        }
                        try await yield(EventLoop.time)
                    }
                }
                let asker = createTask {
                    for try await time in numbers { EventLoop.output("\(time)") }
                }
                try await sleep(2.5)
                asker.cancel("enough")
                await #expect(throws: CancelledError("enough")) { try await asker.value() }
                #expect(try await numbers.next() == nil)
            }
            #expect(run.output == ["1.0", "2.0", "body: CancelledError: enough"])
        }

        @Test func `close runs the clean-up, which may await; an unstarted body runs nothing`()
            async throws
        {
            let run = await runLoop {
                @EventLoop func make(_ name: String) -> AsyncGenerator<Int> {
                    AsyncGenerator(name) { yield in
                        do {
                            for number in 0... { try await yield(number) }
                        } catch {
                            try await sleep(1)
                            EventLoop.output("\(name): \(error) at \(EventLoop.time)")
                            throw error
                        }
                    }
                }
                let started = make("started")
                for try await number in started where number == 2 { break }
                try await started.close()
                try await started.close()
                #expect(try await started.next() == nil)
                let unstarted = make("unstarted")
                try await unstarted.close()
                #expect(try await unstarted.next() == nil)
            }
            #expect(throws: Never.self) { try run.result.get() }
            #expect(run.output == ["started: GeneratorExit at 1.0"])
        }

        @Test func `a generator serves one asker at a time, and must end when it is closed`()
            async throws
        {
            let run = await runLoop {
                let slow = AsyncGenerator<Int> { yield in
                    try await sleep(1)
                    try await yield(1)
                }
                let asker = createTask { try await slow.next() }
                try await sleep(0)
                var told: [String] = []
                do { _ = try await slow.next() } catch { told.append("\(error)") }
                do { try await slow.close() } catch { told.append("\(error)") }
                #expect(try await asker.value() == 1)
                let stubborn = AsyncGenerator<Int> { yield in
                    for number in 1...2 { try? await yield(number) }
                }
                _ = try await stubborn.next()
                do { try await stubborn.close() } catch { told.append("\(error)") }
                return told
            }
            #expect(
                try run.result.get()
                    == [
                        "RuntimeError: anext(): asynchronous generator is already running",
                        "RuntimeError: aclose(): asynchronous generator is already running",
                        "RuntimeError: async generator ignored GeneratorExit",
                    ]
            )
        }

        @Test func `one task may ask a generator after another, and generators may nest`()
            async throws
        {
            let run = await runLoop {
                let inner = AsyncGenerator<Int> { yield in
                    for number in 1...4 {
                        try await sleep(1)
                        try await yield(number)
                    }
                }
                let doubled = AsyncGenerator<Int> { yield in
                    for try await number in inner { try await yield(number * 2) }
                }
                var got: [String] = []
                for name in ["a", "b"] {
                    let task = createTask(name: name) {
                        for _ in 0..<2 {
                            let value = try await doubled.next()
                            got.append("\(currentTask()!.name)\(value!)")
                        }
                    }
                    try await task.value()
                }
                return got
            }
            #expect(try run.result.get() == ["a2", "a4", "b6", "b8"])
            for event in run.events where event.cause != LoopEvent.noCause {
                let cause = run.events[Int(event.cause)].kind
                #expect(event.kind.legalCauses.contains(cause), "\(event.kind) by \(cause)")
            }
        }

        @Test func `a body may wait outside the loop, for an actor, a child or a bare Swift task`()
            async throws
        {
            let run = await runLoop {
                let counter = Counter()
                let numbers = AsyncGenerator<Int> { yield in
                    while true {
                        async let one = counter.next()
                        try await yield(one)
                        try await yield(await counter.next())
                    }
                }
                var got: [Int] = []
                for try await number in numbers {
                    got.append(number)
                    if number == 4 { break }
                }
                let bare = Task { try await numbers.next() }
                got.append(try await bare.value!)
                let eager = createTask(eager: true) { await counter.next() }
                got.append(try await eager.value())
                try await numbers.close()
                return got
            }
            #expect(try run.result.get() == [1, 2, 3, 4, 5, 6])
        }

        @Test func `a timeout holds in a child of Swift's own, and leaves its parent alone`()
            async throws
        {
            let run = await runLoop {
                @EventLoop func limited() async -> String {
                    do {
                        try await withTimeout(1) { try await sleep(9) }
                        return "through"
                    } catch {
                        return "\(error) at \(EventLoop.time)"
                    }
                }
                async let child = limited()
                try await sleep(2)
                #expect(currentTask()?.cancelling == 0)
                return await child
            }
            #expect(try run.result.get() == "TimeoutError at 1.0")
        }
    }
}

private actor Counter {
    private var count = 0

    func next() -> Int {
        count += 1
        return count
    }
}
