import AsyncLoop

/// What the statements of a program act on.
@EventLoop
final class ProgramWorld {
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

    func perform(_ steps: [RandomProgram.Step]) async throws {
        for step in steps { try await perform(step) }
    }

    func perform(_ step: RandomProgram.Step) async throws {
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
    func say(_ what: String, _ how: String) {
        let task = currentTask()
        var line = "\(Int((EventLoop.time * 10).rounded())) \(task?.name ?? "callback") \(what)"
        line += " \(how)"
        if let asked = task?.cancelling, asked > 0, !notes.isEnding { line += " asked \(asked)" }
        notes.lines.append(line)
    }

    func reach(_ operation: RandomProgram.Operation) {
        notes.reached[operation, default: 0] += 1
    }

    func future(_ number: Int) -> Future<Void>? {
        number < 0 ? futures[-1 - number] : tasks[number]
    }

    func found(_ numbers: [Int]) -> [Future<Void>] {
        numbers.compactMap(future)
    }

    // MARK: Steps

    func carryOut(_ step: RandomProgram.Step) async throws {
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
}
