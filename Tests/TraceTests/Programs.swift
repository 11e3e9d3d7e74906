import AsyncLoop
import LoopEvents
import LoopSupport
import Testing
import Trace

/// A small program with a name, run anew at each use.
struct Program: CustomTestStringConvertible {
    let name: String
    let run: @Sendable () async -> Recording

    init(_ name: String, _ main: @escaping @EventLoop @Sendable () async throws -> Void) {
        self.name = name
        run = { await Trace.Recording(of: name, main) }
    }

    var testDescription: String { name }
}

extension Recording {
    /// What happens when `main` runs; `firstLine` is the line shown as 1.
    init(
        of title: String = "",
        firstLine: Int = 1,
        events: Int = 100_000,
        clock: LoopClock = .virtual,
        experiment: Experiment = Experiment(),
        _ main: @escaping @EventLoop () async throws -> Void
    ) async {
        let run = await runLoop(
            clock: clock,
            events: events,
            experiment: experiment,
            line: 0,
            main
        )
        self = withExtendedLifetime(run.recorder) {
            Recording(
                run.buffer,
                title: title,
                firstLine: firstLine,
                clock: clock == .real ? .real : .virtual
            )
        }
    }
}

struct Refused: Error, CustomStringConvertible {
    var description: String { "Refused: no" }
}

enum Programs: LoopProgram {
    /// Programs that between them do what the runtime can do.
    static let all: [Program] = [
        sleepers, twoSleepersOneGather, failingGather, waits, futures, callbacks, cancelled,
        swallowed, cancelledGather, cancelledEarly, coroutines, executor, children, bareTask,
        blocking, deadlock, leftOver, callbackFails, turns, fails, printsMuch, cancelledWait,
        knobs,
    ]

    static let knobs = Program("knobs") {
        if knob("loud", true) { print("sleeps") }
        for _ in 0..<knob("times", 2) { try await sleep(knob("delay", 0.5)) }
    }

    static let sleepers = Program("sleepers") {
        let a = createTask(name: "A") {
            print("A begins")
            try await sleep(1)
            print("A done")
        }
        let b = createTask(name: "B") { try await sleep(0.5) }
        try await a.value()
        try await b.value()
    }
    static let twoSleepersOneGather = Program("gather") {
        let results = try await gather(
            createTask(name: "A") {
                try await sleep(1); return 1
            },
            createTask(name: "B") {
                try await sleep(0.5); return 2
            }
        )
        print(results)
    }
    static let failingGather = Program("failing gather") {
        let bad = createTask(name: "bad") { () async throws -> Int in
            try await sleep(0)
            throw Refused()
        }
        let good = createTask(name: "good") {
            try await sleep(2); return 1
        }
        do { _ = try await gather(bad, good) } catch { print("caught", error) }
        let all = try await gather([bad, good], returnExceptions: true)
        print(all.count)
    }
    static let waits = Program("wait") {
        let tasks = [1.0, 2, 3].map { seconds in
            createTask(name: "T\(Int(seconds))") { try await sleep(seconds) }
        }
        let first = try await wait(tasks, returnWhen: .firstCompleted)
        let second = try await wait(first.pending, timeout: 0.5)
        let last = try await wait(tasks, timeout: 60)
        print(first.done.count, second.done.count, last.done.count)
    }
    static let futures = Program("futures") {
        let reply = Future<Int>(name: "reply")
        createTask(name: "writer") {
            try await sleep(1)
            try reply.setResult(42)
        }
        let reader = createTask(name: "reader") { print("read", try await reply.value()) }
        print("main has", try await reply.value())
        try await reader.value()
        let broken = Future<Int>(name: "broken")
        EventLoop.callSoon { try broken.setError(Refused()) }
        do { _ = try await broken.value() } catch { print(error) }
        let gone = Future<Int>()
        EventLoop.callLater(1) { gone.cancel() }
        do { _ = try await gone.value() } catch { print(error) }
        try Future<Int>(name: "lost").setError(Refused())
    }
    static let callbacks = Program("callbacks") {
        EventLoop.callSoon { print("soon") }
        EventLoop.callSoon { print("never") }.cancel()
        EventLoop.callLater(1) { print("later") }
        EventLoop.callLater(5) { print("never") }.cancel()
        let task = createTask(name: "A") { 1 }
        task.addDoneCallback { _ in print("A is done") }
        EventLoop.callSoon { createTask(name: "made") { print("made by a callback") } }
        try await sleep(2)
    }
    static let cancelled = Program("cancelled") {
        let a = createTask(name: "A") { try await sleep(10) }
        try await sleep(1)
        a.cancel("enough")
        do { try await a.value() } catch { print(error) }
    }
    static let swallowed = Program("swallowed") {
        let a = createTask(name: "A") {
            do { try await sleep(10) } catch { print("A cleans up") }
            try await sleep(1)
        }
        try await sleep(1)
        a.cancel()
        try await a.value()
    }
    static let cancelledGather = Program("cancelled gather") {
        let inner = createTask(name: "inner") { try await sleep(10) }
        let outer = createTask(name: "outer") {
            _ = try await gather(inner, createTask(name: "other") { try await sleep(20) })
        }
        try await sleep(1)
        outer.cancel()
        do { try await outer.value() } catch { print(error) }
    }
    static let cancelledEarly = Program("cancelled early") {
        let a = createTask(name: "A") { print("never") }
        a.cancel()
        let b = createTask(name: "B") { EventLoop.callSoon { a.cancel() } }
        _ = try await wait([a, b])
    }
    static let coroutines = Program("coroutines") {
        let first = Coroutine("first") {
            try await sleep(1); return 1
        }
        _ = Coroutine("forgotten") { 2 }
        let closed = Coroutine("closed") { 3 }
        closed.close()
        print(try await first.value())
        try await createTask(Coroutine("second") { try await sleep(1) }).value()
        do {
            try await Coroutine("third") { throw Refused() }.value()
        } catch { print(error) }
    }
    static let executor = Program("executor") {
        let pool = ThreadPool(size: 2)
        let jobs = try (0..<3).map { number in
            try EventLoop.runInExecutor(pool) {
                EventLoop.output("job \(number) on \(threadName())")
                block(1)
                return number
            }
        }
        print(try await gather(jobs))
        let seven = try EventLoop.runInExecutor { () -> Int in
            block(0.5); return 7
        }
        print(try await seven.value())
        do {
            _ = try await EventLoop.runInExecutor(pool) { throw Refused() }.value()
        } catch { print(error) }
        pool.shutdown()
    }
    static let children = Program("children") {
        async let a: Void = sleep(2)
        async let b: Void = sleep(1)
        _ = try await (a, b)
        print("both")
    }
    static let bareTask = Program("bare task") {
        Task {
            try? await sleep(1)
            EventLoop.output("bare")
        }
        try await sleep(3)
    }
    static let blocking = Program("blocking") {
        createTask(name: "patient") {
            try await sleep(0.1); print("late")
        }
        try await sleep(0)
        busy(2)
        try await sleep(1)
    }
    static let deadlock = Program("deadlock") {
        let never = Future<Int>(name: "never")
        createTask(name: "A") { _ = try await never.value() }
        _ = try await never.value()
    }
    static let leftOver = Program("left over") {
        createTask(name: "A") { try await sleep(10) }
        createTask(name: "B") {
            do { try await sleep(10) } catch { throw Refused() }
        }
        try await sleep(1)
        print("main ends")
    }
    static let callbackFails = Program("callback fails") {
        EventLoop.setExceptionHandler { EventLoop.output($0.message) }
        EventLoop.callSoon { throw Refused() }
        _ = Coroutine("forgotten") { 1 }
        try Future<Int>(name: "lost").setError(Refused())
        createTask(name: "bad") { throw Refused() }
        try await sleep(1)
    }
    static let turns = Program("turns") {
        for name in ["A", "B"] {
            createTask(name: name) {
                for step in 1...3 {
                    print(name, step)
                    try await sleep(0)
                }
            }
        }
        try await sleep(1)
    }
    static let fails = Program("fails") {
        try await sleep(1)
        throw Refused()
    }
    static let printsMuch = Program("prints") {
        print("one", terminator: "")
        print(" line")
        print("two\nlines")
        print("colour \u{1B}[31mred\u{1B}[0m and a bell \u{7}")
        print("进度", terminator: "…\n")
        print()
        try await sleep(0.0005)
    }
    static let cancelledWait = Program("cancelled wait") {
        let pool = ThreadPool(size: 1)
        let job = try EventLoop.runInExecutor(pool) { block(5) }
        let waiter = createTask(name: "waiter") {
            _ = try await wait([job], timeout: 3)
            try await job.value()
        }
        let other = createTask(name: "other") { try await waiter.value() }
        try await sleep(4)
        other.cancel()
        do { try await other.value() } catch { print(error) }
        pool.shutdown()
    }
}

/// A task that gives up its turn once.
@EventLoop
func createTaskNamed(_ number: Int) {
    createTask(name: "T\(number)") { try await sleep(0) }
}
