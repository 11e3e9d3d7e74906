import AsyncLoop

/// A small program as data, so that it can be made at random, run twice and printed.
struct RandomProgram {
    /// What a program can do without waiting: also what its callbacks do.
    enum Deed {
        case cancel(task: Int)
        case set(event: Int)
        case clear(event: Int)
        case complete(future: Int, Ending)
        case put
        case dropHandle
        case fail
    }

    enum Ending: String {
        case result = "setResult"
        case error = "setError"
        case cancellation = "cancel"
    }

    /// One statement. Times are in tenths of a second; tasks are named by number.
    indirect enum Step {
        case turn
        case sleep(Int)
        case busy(Int)
        case spawn(task: Int, eager: Bool, [Step])
        case await(task: Int)
        case future(Int)
        case gather([Int], returnExceptions: Bool)
        case wait([Int], timeout: Int?, ReturnWhen)
        case waitFor(task: Int, timeout: Int)
        case shield(task: Int)
        case group([[Step]])
        case lock(Int, [Step])
        case semaphore([Step])
        case putWaiting
        case get
        case event(Int)
        case timeout(Int, [Step])
        case job(Int, fails: Bool)
        case callSoon(Deed)
        case callLater(Int, Deed)
        case now(Deed)
        /// Goes on after any error, also a cancellation.
        case attempt([Step])
        /// Does the second part however the first ends.
        case cleanUp([Step], after: [Step])
    }

    /// What the generator must be seen to reach: one for each kind of step and deed.
    enum Operation: String, CaseIterable {
        case turn, sleep, busy, spawn, eagerSpawn, awaitTask, awaitFuture, gather, gatherResults
        case wait, waitWithTimeout, waitFor, shield, group, lock, semaphore, put, get, waitEvent
        case timeout, job, failingJob, callSoon, callLater, attempt, cleanUp
        case cancel, setEvent, clearEvent, complete, putNoWait, dropHandle, fail
    }

    static let locks = 2
    static let places = 1
    static let events = 2
    static let futures = 3
    static let queueSize = 2
    static let threads = 2

    var seed: UInt64
    var main: [Step] = []
    /// Whether the main task ends only when every other has.
    var joins = false
}

// MARK: In words

extension RandomProgram: CustomStringConvertible {
    var description: String {
        let end = joins ? "gather(all, returnExceptions: true)" : "return"
        return (["program \(seed):"] + Self.lines(main, depth: 1) + ["  " + end])
            .joined(separator: "\n")
    }

    private static func lines(_ steps: [Step], depth: Int) -> [String] {
        steps.flatMap { step -> [String] in
            let (head, parts) = text(step)
            let indent = String(repeating: "  ", count: depth)
            guard !parts.isEmpty else { return [indent + head] }
            var found: [String] = []
            for (index, part) in parts.enumerated() {
                found.append(indent + (index == 0 ? head : "} then {") + (index == 0 ? " {" : ""))
                found += lines(part, depth: depth + 1)
            }
            return found + [indent + "}"]
        }
    }

    private static func text(_ step: Step) -> (String, [[Step]]) {
        switch step {
        case .turn: ("sleep(0)", [])
        case .sleep(let time): ("sleep(\(seconds(time)))", [])
        case .busy(let time): ("busy(\(seconds(time)))", [])
        case .spawn(let task, let eager, let body):
            ("T\(task) = createTask\(eager ? "(eager: true)" : "")", [body])
        case .await(let task): ("await T\(task)", [])
        case .future(let number): ("await f\(number)", [])
        case .gather(let tasks, let returns):
            ("gather(\(names(tasks))\(returns ? ", returnExceptions: true" : ""))", [])
        case .wait(let tasks, let timeout, let when):
            (
                "wait([\(names(tasks))], timeout: \(timeout.map(seconds) ?? "nil"), .\(when))", []
            )
        case .waitFor(let task, let timeout):
            ("waitFor(T\(task), timeout: \(seconds(timeout)))", [])
        case .shield(let task): ("await shield(T\(task))", [])
        case .group(let bodies): ("group", bodies)
        case .lock(let number, let body): ("lock\(number).withLock", [body])
        case .semaphore(let body): ("semaphore.withPermit", [body])
        case .putWaiting: ("queue.put()", [])
        case .get: ("queue.get()", [])
        case .event(let number): ("event\(number).wait()", [])
        case .timeout(let time, let body): ("withTimeout(\(seconds(time)))", [body])
        case .job(let time, let fails):
            ("runInExecutor { block(\(seconds(time)))\(fails ? "; throw" : "") }", [])
        case .callSoon(let deed): ("callSoon { \(text(deed)) }", [])
        case .callLater(let time, let deed): ("callLater(\(seconds(time))) { \(text(deed)) }", [])
        case .now(let deed): (text(deed), [])
        case .attempt(let body): ("catching everything", [body])
        case .cleanUp(let body, let after): ("do", [body, after])
        }
    }

    private static func text(_ deed: Deed) -> String {
        switch deed {
        case .cancel(let task): "T\(task).cancel()"
        case .set(let event): "event\(event).set()"
        case .clear(let event): "event\(event).clear()"
        case .complete(let future, let ending): "f\(future).\(ending.rawValue)()"
        case .put: "queue.putNoWait()"
        case .dropHandle: "lastHandle.cancel()"
        case .fail: "throw"
        }
    }

    private static func names(_ tasks: [Int]) -> String {
        tasks.map { "T\($0)" }.joined(separator: ", ")
    }

    private static func seconds(_ tenths: Int) -> String {
        "\(Double(tenths) / 10)"
    }
}
