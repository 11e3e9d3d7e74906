/// The task-local values of the moment it was made, for one function that runs later or elsewhere.
///
/// Swift copies them into a new task and nowhere else. So this makes a task, keeps its job instead
/// of enqueuing it, and runs the job where the function is wanted. It costs what a task costs:
/// about a quarter of a microsecond, and over a kilobyte until it has run.
final class BoundContext: @unchecked Sendable {
    // Safe to share: `job` and the slot's work are touched by the maker and then by whoever runs
    // it, who has got it from the maker.
    private let keeper = JobKeeper()
    private let slot = WorkSlot()

    init() {
        let slot = slot
        let operation: @Sendable () async -> Void = { slot.work.take()?() }
        _ = Task(executorPreference: keeper, operation: operation)
    }

    /// A job must run or its task is never freed: here it has nothing to do.
    deinit { runJob() }

    /// Runs `body` with the values bound, on the calling thread. Once.
    func run<T>(_ body: () throws -> T) throws -> T {
        var result: Result<T, any Error>?
        withoutActuallyEscaping(body) { body in
            slot.work = { result = Result { try body() } }
            precondition(runJob(), "a bound context runs one function")
        }
        return try result!.get()
    }

    @discardableResult
    private func runJob() -> Bool {
        guard let job = keeper.job.take() else { return false }
        job.runSynchronously(on: keeper.asUnownedTaskExecutor())
        return true
    }
}

/// An executor that runs nothing: it keeps the one job it is given.
private final class JobKeeper: TaskExecutor, @unchecked Sendable {
    // Safe to share: set while its owner is being made, taken by its owner.
    var job: UnownedJob?

    func enqueue(_ job: consuming ExecutorJob) {
        self.job = UnownedJob(job)
    }
}

private final class WorkSlot: @unchecked Sendable {
    // Safe to share: set and taken on the one thread that runs the job.
    var work: (() -> Void)?
}
