import AsyncLoop

/// Makes a program from a seed: few tasks, few things to share, so that they meet often.
struct ProgramGenerator {
    private var random: SplitMix
    private var tasks = 0
    /// How many statements may still be made.
    private var budget: Int

    static func program(_ seed: UInt64) -> RandomProgram {
        var generator = ProgramGenerator(seed: seed)
        var program = RandomProgram(seed: seed)
        program.main = generator.steps(depth: 0)
        // A main task that spawns nothing is a program of one task: too tame to be most of them.
        program.main.insert(generator.spawn(depth: 0), at: 0)
        program.joins = !generator.random.oneIn(3)
        return program
    }

    private init(seed: UInt64) {
        random = SplitMix(seed: seed)
        budget = 12 + random.below(28)
    }

    private mutating func steps(depth: Int) -> [RandomProgram.Step] {
        var steps: [RandomProgram.Step] = []
        for _ in 0..<(1 + random.below(depth == 0 ? 8 : 4)) where budget > 0 {
            budget -= 1
            steps.append(step(depth: depth))
        }
        return steps
    }

    private mutating func spawn(depth: Int) -> RandomProgram.Step {
        tasks += 1
        let number = tasks
        return .spawn(task: number, eager: random.oneIn(5), steps(depth: depth + 1))
    }

    private mutating func step(depth: Int) -> RandomProgram.Step {
        // A deep program goes no deeper.
        switch random.below(depth < 5 ? 37 : 24) {
        case 0, 1: .turn
        case 2, 3: .sleep(time())
        case 4: random.oneIn(2) ? .busy(time()) : .now(.fail)
        case 5: .await(task: task())
        case 6: .future(random.below(RandomProgram.futures))
        case 7: .gather(someTasks(), returnExceptions: random.oneIn(2))
        case 8:
            .wait(
                someTasks(),
                timeout: random.oneIn(2) ? time() : nil,
                [.firstCompleted, .firstException, .allCompleted][random.below(3)]
            )
        case 9: .waitFor(task: task(), timeout: time())
        case 10: .shield(task: task())
        case 11: .putWaiting
        case 12, 13: .get
        case 14: .event(random.below(RandomProgram.events))
        case 15: .job(time(), fails: random.oneIn(4))
        case 16: .callSoon(deed())
        case 17: .callLater(time(), deed())
        case 18, 19, 20, 21, 22, 23: .now(quietDeed())
        case 24, 25, 26, 27: spawn(depth: depth)
        // Held across a wait, or nobody would ever find it taken.
        case 28:
            .lock(random.below(RandomProgram.locks), [.sleep(time())] + steps(depth: depth + 1))
        case 29: .semaphore([.sleep(time())] + steps(depth: depth + 1))
        case 30: .timeout(time(), steps(depth: depth + 1))
        case 31: .attempt(steps(depth: depth + 1))
        case 32, 33: .lock(0, [.turn] + steps(depth: depth + 1))
        case 34: .semaphore([.turn] + steps(depth: depth + 1))
        case 35: .cleanUp(steps(depth: depth + 1), after: steps(depth: depth + 1))
        default: .group((0..<(1 + random.below(3))).map { _ in steps(depth: depth + 1) })
        }
    }

    private mutating func deed() -> RandomProgram.Deed {
        random.oneIn(8) ? .fail : quietDeed()
    }

    private mutating func quietDeed() -> RandomProgram.Deed {
        switch random.below(9) {
        case 0, 1, 2: .cancel(task: task())
        case 3: .set(event: random.below(RandomProgram.events))
        case 4: .clear(event: random.below(RandomProgram.events))
        case 5, 6:
            .complete(
                future: random.below(RandomProgram.futures),
                [.result, .result, .error, .cancellation][random.below(4)]
            )
        case 7: .put
        default: .dropHandle
        }
    }

    /// Few different times, so that deadlines fall together.
    private mutating func time() -> Int { [0, 1, 1, 2, 3, 10][random.below(6)] }

    /// A task, perhaps one that is not there yet or not any more.
    private mutating func task() -> Int { 1 + random.below(tasks + 1) }

    private mutating func someTasks() -> [Int] {
        (0..<(1 + random.below(3))).map { _ in task() }
    }
}
