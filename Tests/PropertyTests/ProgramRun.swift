import AsyncLoop
import LoopEvents

/// What a run of a program says of itself, beside its record.
///
/// Kept outside the loop, as a program that ends in a deadlock leaves nothing else.
final class Notes: @unchecked Sendable {
    // Safe to send: used by the thread that runs the loop, then by the test that waited for it.

    /// How often each kind of statement was begun.
    var reached: [RandomProgram.Operation: Int] = [:]
    /// What was seen that must not be.
    var broken: [String] = []
    /// Who was still pending when the loop closed, as it reported.
    var abandoned: [String] = []
    /// What happened, a line each: when, to whom, and how it ended.
    var lines: [String] = []
    /// Whether the main task has ended: what is left is cancelled then.
    var isEnding = false
    /// Who waits for what is shared, and who has it, now.
    var lockWaiters = Array(repeating: 0, count: RandomProgram.locks)
    var lockHolders = Array(repeating: 0, count: RandomProgram.locks)
    var placeWaiters = 0
    var placeHolders = 0
    var eventWaiters = Array(repeating: 0, count: RandomProgram.events)
    var eventsSet = Array(repeating: false, count: RandomProgram.events)
    var getters = 0
    var putters = 0
    var itemsPut = 0
    var itemsGot = 0
    var lastItem = -1

    /// What somebody still waits for although it is there.
    var lostWakeups: [String] {
        var lost: [String] = []
        for number in 0..<RandomProgram.locks where lockWaiters[number] > 0 {
            if lockHolders[number] == 0 { lost.append("lock\(number) is open and waited for") }
        }
        for number in 0..<RandomProgram.events where eventWaiters[number] > 0 {
            if eventsSet[number] { lost.append("event\(number) is set and waited for") }
        }
        if placeWaiters > 0, placeHolders < RandomProgram.places {
            lost.append("the semaphore has a place and is waited for")
        }
        let items = itemsPut - itemsGot
        if getters > 0, items > 0 { lost.append("the queue has an item and is waited for") }
        if putters > 0, items < RandomProgram.queueSize {
            lost.append("the queue has a place and is waited for")
        }
        return lost
    }
}

/// One run of a random program: what it printed into the record, and how it ended.
struct ProgramRun {
    var events: [LoopEvent]
    var texts: [String]
    var buffer: RecordBuffer
    /// The tasks named by `DeadlockError`; nil if the run ended otherwise.
    var deadlocked: [String]?
    /// The tasks that never ended, as the exception handler was told.
    var abandoned: [String] { notes.abandoned }
    var notes: Notes
    private let recorder: Recorder

    /// Runs `program` on a virtual clock, on the calling thread, which must be alone (`alone`); with
    /// an `experiment`, changed.
    init(_ program: RandomProgram, _ experiment: Experiment = Experiment()) {
        let recorder = Recorder(events: 20_000, stringBytes: 1 << 16)
        let notes = Notes()
        let pool = ThreadPool(size: RandomProgram.threads)
        defer { pool.shutdown() }
        do {
            try EventLoop.run(recorder: recorder, experiment: experiment) {
                EventLoop.setExceptionHandler { problem in
                    if let error = problem.error, problem.message.hasSuffix("shutdown") {
                        notes.lines.append(
                            "shutdown \(problem.name ?? "-") \(RandomProgram.kind(of: error))"
                        )
                    }
                    guard problem.message.hasSuffix("it is pending") else { return }
                    notes.abandoned.append(problem.name ?? "")
                }
                try await ProgramWorld(notes: notes, pool: pool).run(program)
            }
        } catch let error as DeadlockError {
            deadlocked = error.pending
            notes.lines.append("deadlock " + error.pending.joined(separator: " "))
        } catch {
            // How the main task ends is in the record like every other's end.
        }
        let buffer = recorder.buffer
        events = (0..<buffer.eventCount).map { buffer[$0] }
        texts = events.map { buffer.string($0.text) }
        self.buffer = buffer
        self.recorder = recorder
        self.notes = notes
    }
}

/// What the statements of a program act on.
@EventLoop
private final class ProgramWorld {
    struct Failure: Error {}

    let notes: Notes
    let pool: ThreadPool
    var tasks: [Int: LoopTask<Void>] = [:]
    let locks = (0..<RandomProgram.locks).map { Lock(name: "lock\($0)") }
    let semaphore = Semaphore(RandomProgram.places, name: "semaphore")
    let events = (0..<RandomProgram.events).map { Event(name: "event\($0)") }
    let queue = Queue<Int?>(maxsize: RandomProgram.queueSize, name: "queue")
    let futures = (0..<RandomProgram.futures).map { Future<Void>(name: "f\($0)") }
    var lastHandle: Handle?
    var groupTasks = 0
    var groupMembers: [Int: LoopTask<Void>] = [:]
    let condition = Condition(name: "condition")
    let barrier = Barrier(parties: RandomProgram.parties, name: "barrier")
    var main: (any AnyLoopTask)?

    init(notes: Notes, pool: ThreadPool) {
        self.notes = notes
        self.pool = pool
    }

    func run(_ program: RandomProgram) async throws {
        defer { notes.isEnding = true }
        main = currentTask()
        try await perform(program.main)
        guard program.joins else { return }
        // What is spawned meanwhile is waited for too.
        var joined = 0
        while joined < tasks.count {
            joined = tasks.count
            let all = tasks.sorted { $0.key < $1.key }.map(\.value)
            _ = try await AsyncLoop.gather(all, returnExceptions: true)
        }
    }

    private func perform(_ steps: [RandomProgram.Step]) async throws {
        for step in steps { try await perform(step) }
    }

    private func perform(_ step: RandomProgram.Step) async throws {
        let label = RandomProgram.label(of: step)
        do {
            try await carryOut(step)
            say(label, "ok")
        } catch {
            say(label, RandomProgram.kind(of: error))
            throw error
        }
    }

    /// Notes that something ended: when, in which task, how often that is asked to end.
    private func say(_ what: String, _ how: String) {
        let task = currentTask()
        var line = "\(Int((EventLoop.time * 10).rounded())) \(task?.name ?? "callback") \(what)"
        line += " \(how)"
        if let asked = task?.cancelling, asked > 0, !notes.isEnding { line += " asked \(asked)" }
        notes.lines.append(line)
    }

    private func reach(_ operation: RandomProgram.Operation) {
        notes.reached[operation, default: 0] += 1
    }

    private func future(_ number: Int) -> Future<Void>? {
        number < 0 ? futures[-1 - number] : tasks[number]
    }

    private func found(_ numbers: [Int]) -> [Future<Void>] {
        numbers.compactMap(future)
    }

    // MARK: Steps

    private func carryOut(_ step: RandomProgram.Step) async throws {
        switch step {
        case .turn:
            reach(.turn)
            try await sleep(0)
        case .sleep(let time):
            reach(.sleep)
            try await sleep(Double(time) / 10)
        case .busy(let time):
            reach(.busy)
            AsyncLoop.busy(Double(time) / 10)
        case .spawn(let number, let eager, let body):
            reach(eager ? .eagerSpawn : .spawn)
            tasks[number] = createTask(name: "T\(number)", eager: eager) {
                try await self.perform(body)
            }
        case .waitForBody(let timeout, let body):
            reach(.waitForBody)
            try await AsyncLoop.waitFor(timeout: Double(timeout) / 10) {
                try await self.perform(body)
            }
        case .movedTimeout(let time, let next, let before, let after):
            reach(.movedTimeout)
            try await withTimeout(Double(time) / 10) { timeout in
                try await self.perform(before)
                try timeout.reschedule(next.map { EventLoop.time + Double($0) / 10 })
                try await self.perform(after)
            }
        case .timeout(let time, let body):
            reach(.timeout)
            try await withTimeout(Double(time) / 10) { try await self.perform(body) }
        case .attempt(let body):
            reach(.attempt)
            do { try await perform(body) } catch {}
        case .cleanUp(let body, let after):
            reach(.cleanUp)
            do {
                try await perform(body)
            } catch {
                try await perform(after)
                throw error
            }
            try await perform(after)
        case .group(let bodies):
            reach(.group)
            try await withLoopTaskGroup { group in
                for body in bodies {
                    groupTasks += 1
                    groupMembers[groupTasks] = try group.createTask(name: "G\(groupTasks)") {
                        try await self.perform(body)
                    }
                }
            }
        case .job(let time, let fails):
            reach(fails ? .failingJob : .job)
            let job = try EventLoop.runInExecutor(pool) {
                block(Double(time) / 10)
                if fails { throw Failure() }
            }
            try await job.value()
        case .callSoon(let deed):
            reach(.callSoon)
            lastHandle = EventLoop.callSoon { try self.callBack(deed) }
        case .callLater(let time, let deed):
            reach(.callLater)
            lastHandle = EventLoop.callLater(Double(time) / 10) { try self.callBack(deed) }
        case .callThreadsafe(let deed):
            reach(.callThreadsafe)
            try EventLoop.callSoonThreadsafe { try self.callBack(deed) }
        case .watch(let number, let deed):
            guard let future = future(number) else { return }
            reach(.watch)
            future.addDoneCallback { _ in try self.callBack(deed) }
        case .now(let deed):
            try perform(deed)
        case .await, .future, .gather, .wait, .asCompleted, .waitFor, .shield:
            try await performWait(step)
        case .condition, .notify, .barrier, .join:
            try await performMeeting(step)
        case .lock, .semaphore, .putWaiting, .get, .event:
            try await performShared(step)
        }
    }

    /// Waits for tasks and futures; who is not there yet is not waited for.
    private func performWait(_ step: RandomProgram.Step) async throws {
        switch step {
        case .await(let number):
            guard let task = tasks[number] else { return }
            reach(.awaitTask)
            try await task.value()
        case .future(let number):
            reach(.awaitFuture)
            try await futures[number].value()
        case .gather(let numbers, let returnExceptions):
            reach(returnExceptions ? .gatherResults : .gather)
            let results = try await AsyncLoop.gather(
                found(numbers),
                returnExceptions: returnExceptions
            )
            guard returnExceptions else {
                for result in results { try result.get() }
                break
            }
            say("gathered", results.map(RandomProgram.kind).joined(separator: " "))
        case .wait(let numbers, let timeout, let when):
            let all = found(numbers)
            guard !all.isEmpty else { return }
            reach(timeout == nil ? .wait : .waitWithTimeout)
            let (done, pending) = try await AsyncLoop.wait(
                all,
                timeout: timeout.map { Double($0) / 10 },
                returnWhen: when
            )
            say("done", done.map(\.name).joined(separator: " "))
            say("pending", pending.map(\.name).joined(separator: " "))
            if done.isEmpty, timeout == nil { notes.broken.append("wait returned too early") }
        case .asCompleted(let numbers, let timeout):
            reach(.asCompleted)
            let all = asCompleted(
                withOneDone(found(numbers)),
                timeout: timeout.map { Double($0) / 10 }
            )
            for try await one in all { say("came", one.name) }
        case .waitFor(let number, let timeout):
            guard let future = future(number) else { return }
            reach(.waitFor)
            try await AsyncLoop.waitFor(future, timeout: Double(timeout) / 10)
        case .shield(let number):
            guard let future = future(number) else { return }
            reach(.shield)
            try await AsyncLoop.shield(future).value()
        default:
            break
        }
    }

    /// Without those that are done already, but for the first: of more, asyncio leaves the order to
    /// chance.
    private func withOneDone(_ all: [Future<Void>]) -> [Future<Void>] {
        let done = all.filter(\.isDone)
        return done.prefix(1) + all.filter { !$0.isDone }
    }

    /// Waits for others to come to the same place.
    private func performMeeting(_ step: RandomProgram.Step) async throws {
        switch step {
        case .condition:
            reach(.condition)
            try await condition.withLock { try await condition.wait() }
        case .notify(let count):
            reach(.notify)
            try await condition.withLock {
                if let count { try condition.notify(count) } else { try condition.notifyAll() }
            }
        case .barrier(.wait):
            reach(.barrier)
            say("place", "\(try await barrier.wait())")
        case .barrier(.reset):
            try await barrier.reset()
        case .barrier(.abort):
            try await barrier.abort()
        case .join:
            reach(.join)
            try await queue.join()
        default:
            break
        }
    }

    /// Waits for what several tasks share, keeping count of who waits and who has it.
    private func performShared(_ step: RandomProgram.Step) async throws {
        switch step {
        case .lock(let number, let body):
            reach(.lock)
            notes.lockWaiters[number] += 1
            do { try await locks[number].acquire() } catch {
                notes.lockWaiters[number] -= 1
                throw error
            }
            notes.lockWaiters[number] -= 1
            notes.lockHolders[number] += 1
            if notes.lockHolders[number] > 1 { notes.broken.append("two hold lock\(number)") }
            defer { notes.lockHolders[number] -= 1 }
            let result = await outcome(of: body)
            try locks[number].release()
            try result.get()
        case .semaphore(let body):
            reach(.semaphore)
            notes.placeWaiters += 1
            do { try await semaphore.acquire() } catch {
                notes.placeWaiters -= 1
                throw error
            }
            notes.placeWaiters -= 1
            notes.placeHolders += 1
            if notes.placeHolders > RandomProgram.places {
                notes.broken.append("too many hold the semaphore")
            }
            let result = await outcome(of: body)
            notes.placeHolders -= 1
            semaphore.release()
            try result.get()
        case .putWaiting:
            reach(.put)
            notes.putters += 1
            defer { notes.putters -= 1 }
            // One who waits for a place does not know its turn among the items: it has no number.
            try await queue.put(nil)
            notes.itemsPut += 1
        case .get:
            reach(.get)
            notes.getters += 1
            defer { notes.getters -= 1 }
            let item = try await queue.get()
            notes.itemsGot += 1
            say("item", item.map { "\($0)" } ?? "-")
            guard let item else { break }
            if item < notes.lastItem { notes.broken.append("item \(item) came out of order") }
            notes.lastItem = item
        case .event(let number):
            reach(.waitEvent)
            notes.eventWaiters[number] += 1
            defer { notes.eventWaiters[number] -= 1 }
            try await events[number].wait()
        default:
            break
        }
    }

    private func outcome(of steps: [RandomProgram.Step]) async -> Result<Void, any Error> {
        do { return .success(try await perform(steps)) } catch { return .failure(error) }
    }

    private func putNext() throws {
        try queue.putNoWait(notes.itemsPut)
        notes.itemsPut += 1
    }

    // MARK: Deeds

    private func callBack(_ deed: RandomProgram.Deed) throws {
        do {
            try perform(deed)
            say(RandomProgram.label(of: deed), "ok")
        } catch {
            say(RandomProgram.label(of: deed), RandomProgram.kind(of: error))
            throw error
        }
    }

    private func perform(_ deed: RandomProgram.Deed) throws {
        switch deed {
        case .cancel(let number):
            guard let task = tasks[number] else { return }
            reach(.cancel)
            say("asks", task.cancel() ? "yes" : "no")
        case .cancelMain:
            reach(.cancelMain)
            say("asks", main?.cancel() == true ? "yes" : "no")
        case .cancelGroup(let number):
            guard let task = groupMembers[number] else { return }
            reach(.cancelGroup)
            say("asks", task.cancel() ? "yes" : "no")
        case .uncancel:
            guard let task = currentTask() else { return }
            reach(.uncancel)
            say("left", "\(task.uncancel())")
        case .set(let number):
            reach(.setEvent)
            notes.eventsSet[number] = true
            events[number].set()
        case .clear(let number):
            reach(.clearEvent)
            notes.eventsSet[number] = false
            events[number].clear()
        case .complete(let number, let ending):
            guard !futures[number].isDone else { return }
            reach(.complete)
            switch ending {
            case .result: try futures[number].setResult(())
            case .error: try futures[number].setError(Failure())
            case .cancellation: say("asks", futures[number].cancel() ? "yes" : "no")
            }
        case .put:
            guard !queue.isFull else { return }
            reach(.putNoWait)
            try putNext()
        case .take:
            reach(.getNoWait)
            let item = try queue.getNoWait()
            notes.itemsGot += 1
            say("item", item.map { "\($0)" } ?? "-")
            if let item { notes.lastItem = item }
        case .taskDone:
            reach(.taskDone)
            try queue.taskDone()
        case .shutDown(let immediate):
            reach(.shutDown)
            queue.shutdown(immediate: immediate)
            if immediate { notes.itemsGot = notes.itemsPut }
        case .dropHandle:
            guard let handle = lastHandle.take() else { return }
            reach(.dropHandle)
            handle.cancel()
        case .fail:
            reach(.fail)
            throw Failure()
        }
    }
}
