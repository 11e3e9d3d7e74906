/// The least that an event loop on executors of its own can cost in Swift: two facets over one
/// queue, and nothing else.
///
/// It polls nothing, keeps no time, names, cancels and records nothing, and lives on one thread. The
/// real loop is measured against it.
final class FloorLoop: @unchecked Sendable {
    // Safe to share: only the main thread ever touches it.

    /// What has a turn: a task's job, or a task that gave its turn up.
    enum Turn {
        case taskJob(UnownedJob)
        case actorJob(UnownedJob)
        case goOn(UnsafeContinuation<Void, Never>)
    }

    private enum Catching {
        case nothing
        case next
        case caught(Turn)
    }

    private var waiting: [Turn] = []
    private var round: [Turn] = []
    private var catching = Catching.nothing
    private let actorFacet = FloorActorFacet()
    let taskFacet = FloorTaskFacet()

    var actorExecutor: UnownedSerialExecutor { actorFacet.asUnownedSerialExecutor() }

    @inline(__always)
    func add(_ turn: Turn) {
        if case .next = catching {
            catching = .caught(turn)
        } else {
            waiting.append(turn)
        }
    }

    /// Gives turns until nobody is left who wants one.
    func run() {
        while !waiting.isEmpty {
            swap(&waiting, &round)
            for turn in round { give(turn) }
            round.removeAll(keepingCapacity: true)
        }
    }

    @inline(__always)
    private func give(_ turn: Turn) {
        switch turn {
        case .taskJob(let job):
            job.runSynchronously(
                isolatedTo: actorFacet.asUnownedSerialExecutor(),
                taskExecutor: taskFacet.asUnownedTaskExecutor()
            )
        case .actorJob(let job):
            job.runSynchronously(on: actorFacet.asUnownedSerialExecutor())
        case .goOn(let continuation):
            // Resuming enqueues the task's job, whose turn this is already.
            catching = .next
            continuation.resume()
            guard case .caught(let job) = catching else { return catching = .nothing }
            catching = .nothing
            give(job)
        }
    }
}

let floorLoop = FloorLoop()

final class FloorActorFacet: SerialExecutor {
    func enqueue(_ job: consuming ExecutorJob) { floorLoop.add(.actorJob(UnownedJob(job))) }
    func checkIsolated() {}
}

final class FloorTaskFacet: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) { floorLoop.add(.taskJob(UnownedJob(job))) }
}

@globalActor
actor Floor {
    static let shared = Floor()
    nonisolated var unownedExecutor: UnownedSerialExecutor { floorLoop.actorExecutor }
}

func start<T: Sendable>(_ body: @escaping @Sendable @Floor () async -> T) -> Task<T, Never> {
    Task(executorPreference: floorLoop.taskFacet, operation: body)
}

/// Goes to the end of the queue.
@Floor
func giveWay() async {
    await withUnsafeContinuation { floorLoop.add(.goOn($0)) }
}
