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
        random.below(depth < 5 ? 10 : 6) < 6 ? flatStep() : nestedStep(depth: depth)
    }

    private mutating func flatStep() -> RandomProgram.Step {
        switch random.below(32) {
        case 0, 1, 2: .turn
        case 3, 4: .sleep(time())
        case 5: random.oneIn(2) ? .busy(time()) : .now(.fail)
        case 6: .await(task: task())
        case 7: .future(random.below(RandomProgram.futures))
        case 8: .gather(someFutures(), returnExceptions: random.oneIn(2))
        case 9:
            .wait(
                someFutures(),
                timeout: random.oneIn(2) ? time() : nil,
                [.firstCompleted, .firstException, .allCompleted][random.below(3)]
            )
        case 10:
            random.oneIn(2)
                ? .waitFor(future(), timeout: time())
                : .asCompleted(someFutures(), timeout: random.oneIn(2) ? time() : nil)
        case 11: .shield(future())
        case 12: .putWaiting
        case 13, 14: .get
        case 15: .event(random.below(RandomProgram.events))
        case 16: .job(time(), fails: random.oneIn(4))
        case 17: random.oneIn(2) ? .callThreadsafe(deed()) : .callSoon(deed())
        case 18: .callLater(time(), deed())
        case 19: .watch(future(), deed())
        case 20: random.oneIn(4) ? .join : .condition
        case 21: .notify(random.oneIn(3) ? nil : 1 + random.below(2))
        case 22:
            random.oneIn(8)
                ? .barrier(random.oneIn(2) ? .reset : .abort) : .barrier(.wait)
        default: .now(quietDeed())
        }
    }

    private mutating func nestedStep(depth: Int) -> RandomProgram.Step {
        switch random.below(17) {
        case 0, 1, 2, 3, 4: spawn(depth: depth)
        // Held across a wait, or nobody would ever find it taken.
        case 5: .lock(random.below(RandomProgram.locks), [.sleep(time())] + steps(depth: depth + 1))
        case 6: .semaphore([.sleep(time())] + steps(depth: depth + 1))
        case 7: .timeout(time(), steps(depth: depth + 1))
        case 8, 16: .attempt(steps(depth: depth + 1))
        case 9: .lock(0, [.turn] + steps(depth: depth + 1))
        case 10: .semaphore([.turn] + steps(depth: depth + 1))
        case 11: .cleanUp(steps(depth: depth + 1), after: steps(depth: depth + 1))
        case 12: .waitForBody(timeout: 1 + random.below(3), steps(depth: depth + 1))
        case 13:
            .movedTimeout(
                time(),
                to: random.oneIn(4) ? nil : time(),
                steps(depth: depth + 1),
                steps(depth: depth + 1)
            )
        default: .group((0..<(1 + random.below(3))).map { _ in steps(depth: depth + 1) })
        }
    }

    private mutating func deed() -> RandomProgram.Deed {
        random.oneIn(8) ? .fail : quietDeed()
    }

    private mutating func quietDeed() -> RandomProgram.Deed {
        switch random.below(24) {
        case 9, 10: .take
        case 11: .taskDone
        case 12: random.oneIn(4) ? .shutDown(immediate: random.oneIn(2)) : .put
        case 13: random.oneIn(3) ? .cancelMain : .cancelGroup(task: 1 + random.below(3))
        case 14: .uncancel
        case 0, 1, 2, 15, 16, 17: .cancel(task: task())
        case 3: .set(event: random.below(RandomProgram.events))
        case 4: .clear(event: random.below(RandomProgram.events))
        case 5, 6, 18, 19:
            .complete(
                future: random.below(RandomProgram.futures),
                [.result, .result, .error, .cancellation][random.below(4)]
            )
        case 7, 20, 21: .put
        default: .dropHandle
        }
    }

    /// Few different times, so that deadlines fall together.
    private mutating func time() -> Int { [0, 1, 1, 2, 3, 10][random.below(6)] }

    /// A task, perhaps one that is not there yet or not any more.
    private mutating func task() -> Int { 1 + random.below(tasks + 1) }

    /// A task, or one of the futures.
    private mutating func future() -> Int {
        random.oneIn(4) ? -1 - random.below(RandomProgram.futures) : task()
    }

    private mutating func someFutures() -> [Int] {
        (0..<(1 + random.below(3))).map { _ in future() }
    }
}
