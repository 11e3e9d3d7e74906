import AsyncLoop

/// A small program as data, so that it can be made at random, run twice and printed.
struct RandomProgram: Sendable {
    /// What a program can do without waiting: also what its callbacks do.
    enum Deed: Sendable {
        case cancel(task: Int)
        case cancelMain
        case cancelGroup(task: Int)
        case uncancel
        case set(event: Int)
        case clear(event: Int)
        case complete(future: Int, Ending)
        case put
        case take
        case taskDone
        case shutDown(immediate: Bool)
        case dropHandle
        case fail
    }

    enum BarrierStep: String {
        case wait, reset, abort
    }

    enum Ending: String {
        case result = "setResult"
        case error = "setError"
        case cancellation = "cancel"
    }

    /// One statement. Times are in tenths of a second. Tasks are named by number; where a future
    /// will do as well, −1 is the first of them, −2 the second.
    indirect enum Step: Sendable {
        case turn
        case sleep(Int)
        case busy(Int)
        case spawn(task: Int, eager: Bool, [Step])
        case await(task: Int)
        case future(Int)
        case gather([Int], returnExceptions: Bool)
        case wait([Int], timeout: Int?, ReturnWhen)
        case asCompleted([Int], timeout: Int?)
        case waitFor(Int, timeout: Int)
        case waitForBody(timeout: Int, [Step])
        case shield(Int)
        case group([[Step]])
        case lock(Int, [Step])
        case semaphore([Step])
        case putWaiting
        case get
        case join
        case event(Int)
        case condition
        /// Notifies so many, or all.
        case notify(Int?)
        case barrier(BarrierStep)
        case timeout(Int, [Step])
        /// A timeout that is moved between its two parts.
        case movedTimeout(Int, to: Int?, [Step], [Step])
        case job(Int, fails: Bool)
        case callSoon(Deed)
        case callLater(Int, Deed)
        case callThreadsafe(Deed)
        case watch(Int, Deed)
        case now(Deed)
        /// Goes on after any error, also a cancellation.
        case attempt([Step])
        /// Does the second part however the first ends.
        case cleanUp([Step], after: [Step])
    }

    /// What the generator must be seen to reach: one for each kind of step and deed.
    enum Operation: String, CaseIterable {
        case turn, sleep, busy, spawn, eagerSpawn, awaitTask, awaitFuture, gather, gatherResults
        case wait, waitWithTimeout, asCompleted, waitFor, waitForBody, shield, group, lock
        case semaphore, put, get, join, waitEvent, condition, notify, barrier, timeout, movedTimeout
        case job, failingJob, callSoon, callLater, callThreadsafe, watch, attempt, cleanUp
        case cancel, cancelMain, cancelGroup, uncancel, setEvent, clearEvent, complete, putNoWait
        case getNoWait, taskDone, shutDown, dropHandle, fail
    }

    static let locks = 2
    static let places = 1
    static let parties = 2
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
            let (head, parts) = (label(of: step), bodies(of: step))
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

    /// A step's first line; also what a run calls it.
    static func label(of step: Step) -> String {
        switch step {
        case .turn: "sleep(0)"
        case .sleep(let time): "sleep(\(seconds(time)))"
        case .busy(let time): "busy(\(seconds(time)))"
        case .spawn(let task, let eager, _): "T\(task) = createTask\(eager ? "(eager: true)" : "")"
        case .await(let task): "await T\(task)"
        case .future(let number): "await f\(number)"
        case .gather(let tasks, let returns):
            "gather(\(names(tasks))\(returns ? ", returnExceptions: true" : ""))"
        case .wait(let tasks, let timeout, let when):
            "wait([\(names(tasks))], timeout: \(timeout.map(seconds) ?? "nil"), .\(when))"
        case .asCompleted(let all, let timeout):
            "asCompleted([\(names(all))], timeout: \(timeout.map(seconds) ?? "nil"))"
        case .waitFor(let one, let timeout): "waitFor(\(name(one)), timeout: \(seconds(timeout)))"
        case .waitForBody(let timeout, _): "waitFor(timeout: \(seconds(timeout)))"
        case .shield(let one): "await shield(\(name(one)))"
        case .group: "group"
        case .lock(let number, _): "lock\(number).withLock"
        case .semaphore: "semaphore.withPermit"
        case .putWaiting: "queue.put()"
        case .get: "queue.get()"
        case .join: "queue.join()"
        case .event(let number): "event\(number).wait()"
        case .condition: "condition.wait()"
        case .notify(let count): "condition.notify\(count.map { "(\($0))" } ?? "All()")"
        case .barrier(let step): "barrier.\(step.rawValue)()"
        case .timeout(let time, _): "withTimeout(\(seconds(time)))"
        case .movedTimeout(let time, let next, _, _):
            "withTimeout(\(seconds(time)), moved to \(next.map(seconds) ?? "nil"))"
        case .job(let time, let fails):
            "runInExecutor { block(\(seconds(time)))\(fails ? "; throw" : "") }"
        case .callSoon(let deed): "callSoon { \(label(of: deed)) }"
        case .callLater(let time, let deed): "callLater(\(seconds(time))) { \(label(of: deed)) }"
        case .callThreadsafe(let deed): "callSoonThreadsafe { \(label(of: deed)) }"
        case .watch(let one, let deed): "\(name(one)).addDoneCallback { \(label(of: deed)) }"
        case .now(let deed): label(of: deed)
        case .attempt: "catching everything"
        case .cleanUp: "do"
        }
    }

    static func label(of deed: Deed) -> String {
        switch deed {
        case .cancel(let task): "T\(task).cancel()"
        case .cancelMain: "main.cancel()"
        case .cancelGroup(let task): "G\(task).cancel()"
        case .uncancel: "uncancel()"
        case .set(let event): "event\(event).set()"
        case .clear(let event): "event\(event).clear()"
        case .complete(let future, let ending): "f\(future).\(ending.rawValue)()"
        case .put: "queue.putNoWait()"
        case .take: "queue.getNoWait()"
        case .taskDone: "queue.taskDone()"
        case .shutDown(let immediate): "queue.shutdown(immediate: \(immediate))"
        case .dropHandle: "lastHandle.cancel()"
        case .fail: "throw"
        }
    }

    /// The steps inside a step, those of each part.
    static func bodies(of step: Step) -> [[Step]] {
        switch step {
        case .spawn(_, _, let body), .lock(_, let body), .semaphore(let body),
            .timeout(_, let body), .waitForBody(_, let body), .attempt(let body):
            [body]
        case .group(let bodies): bodies
        case .cleanUp(let body, let after): [body, after]
        case .movedTimeout(_, _, let before, let after): [before, after]
        default: []
        }
    }

    private static func names(_ all: [Int]) -> String {
        all.map(name).joined(separator: ", ")
    }

    /// A task's name, or a future's.
    private static func name(_ number: Int) -> String {
        number < 0 ? "f\(-1 - number)" : "T\(number)"
    }

    private static func seconds(_ tenths: Int) -> String {
        "\(Double(tenths) / 10)"
    }
}
