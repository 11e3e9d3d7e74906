import LoopEvents

/// One flow of control on the loop: where it is suspended and how to go on.
///
/// Every `LoopTask` has one; so has each child task of Swift's own (`async let`, a task group).
/// Kept apart from the task so that the loop's inner path touches one small final class.
class Strand: FutureCallback {
    enum Status: UInt8 {
        case ready
        case running
        case waiting
        /// Suspended in something that is not the loop's: a child task, an actor, a thread.
        case outside
        case finished
    }

    final let id: UInt32
    final var status = Status.ready
    /// Whether it is a child task of Swift's own rather than what runs `task`.
    final var isChild: Bool { futureID == 0 }
    /// Whether a cancellation was asked for and not delivered at all.
    final var isCancelPending = false
    /// Whether it is not on its way through a future either, and so is thrown at the next await
    /// (R18).
    final var mustCancel = false
    /// Whether the job that starts the body is there, and has not been taken.
    private(set) final var hasFirstJob = false
    private final var firstFacet = Facet.task
    /// The event that made it ready: the cause of its next step.
    final var readyEvent = LoopEvent.noCause
    final var childCount: UInt32 = 0
    /// The number of the future that its task is; 0 for a child task of Swift's own.
    final let futureID: UInt32
    /// Its place among the unfinished.
    final var place: UInt32 = 0

    /// The task this strand belongs to, which keeps it; a child strand's is its parent's.
    final unowned(unsafe) var task: AnyFuture?
    /// Its task until that ends: what runs as a task is freed must not keep it.
    final var liveTask: AnyFuture? { status == .finished ? nil : task }

    /// How to go on; taken by every later step.
    final var continuation: UnsafeContinuation<Void, Never>?
    /// The future it waits on, which `cancel` is handed to (R18). The function that awaits it holds
    /// it as long.
    final unowned(unsafe) var waitingOn: AnyFuture?
    /// The job of the Swift task whose code it runs, to know it again when Swift resumes it by
    /// itself; nil for a child task of Swift's own.
    final var swiftTask: UnownedJob?

    /// What is known of requests to cancel it; nil before the first.
    final var cancellation: Cancellation?

    init(id: UInt32, futureID: UInt32) {
        self.id = id
        self.futureID = futureID
        super.init(isStrand: true)
    }

    /// What it is called in a record: as its task.
    @EventLoop
    var name: String { task?.name ?? "Task-\(id)" }

    /// What Swift calls the task whose code it runs, if that is known.
    var swiftNumber: String? { swiftTask?.description }

    /// It waits for what is not the loop's, or has ended.
    func leave() {}

    /// The job that starts the body; taken by the first step.
    final var firstJob: (job: UnownedJob, facet: Facet)? {
        get { hasFirstJob ? swiftTask.map { ($0, firstFacet) } : nil }
        set {
            hasFirstJob = newValue != nil
            guard let newValue else { return }
            firstFacet = newValue.facet
            swiftTask = newValue.job
        }
    }
}

/// The strand of a child task of Swift's own.
final class ChildStrand: Strand {
    private let ownName: String
    private let ownNumber: String
    /// It may outlive its parent, as what a bare `Task {}` starts does. But nobody says that it has
    /// ended: while the loop has nothing of it, it keeps nothing.
    private var parent: AnyFuture?
    private weak var formerParent: AnyFuture?

    init(id: UInt32, name: String, swiftNumber: String, of parent: AnyFuture?) {
        ownName = name
        ownNumber = swiftNumber
        self.parent = parent
        super.init(id: id, futureID: 0)
        task = parent
    }

    override var name: String { ownName }
    override var swiftNumber: String? { ownNumber }

    override func leave() {
        task = nil
        formerParent = parent
        parent = nil
    }

    /// It has come back to the loop.
    func comeBack() {
        parent = formerParent
        task = parent
    }
}
