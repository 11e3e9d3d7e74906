import LoopEvents

/// One flow of control on the loop: where it is suspended and how to go on.
///
/// Every `LoopTask` has one; so has each child task of Swift's own (`async let`, a task group).
/// Kept apart from the task so that the loop's inner path touches one small final class.
final class Strand: FutureCallback {
    enum Status: UInt8 {
        case ready
        case running
        case waiting
        /// Suspended in something that is not the loop's: a child task, an actor, a thread.
        case outside
        case finished
    }

    let id: UInt32
    var status = Status.ready
    /// Whether it is a child task of Swift's own rather than what runs `task`.
    var isChild: Bool { futureID == 0 }
    /// Whether a cancellation was asked for and not delivered at all.
    var isCancelPending = false
    /// Whether it is not on its way through a future either, and so is thrown at the next await
    /// (R18).
    var mustCancel = false
    /// Whether the job that starts the body is there, and has not been taken.
    private(set) var hasFirstJob = false
    private var firstFacet = Facet.task
    /// The event that made it ready: the cause of its next step.
    var readyEvent = LoopEvent.noCause
    var childCount: UInt32 = 0
    /// The number of the future that its task is; 0 for a child task of Swift's own.
    let futureID: UInt32
    /// Its place among the unfinished.
    var place: UInt32 = 0

    /// The name it was given; most tasks have none and never need one.
    var givenName: String?
    var name: String { givenName ?? "Task-\(id)" }
    /// The task this strand belongs to; a child strand's is its parent's.
    unowned(unsafe) var task: AnyFuture?

    /// How to go on; taken by every later step.
    var continuation: UnsafeContinuation<Void, Never>?
    /// The future it waits on, which `cancel` is handed to (R18). The function that awaits it holds
    /// it as long.
    unowned(unsafe) var waitingOn: AnyFuture?
    /// The job of the Swift task whose code it runs, to know it again when Swift resumes it by
    /// itself; nil for a child task of Swift's own.
    var swiftTask: UnownedJob?

    /// What is known of requests to cancel it; nil before the first.
    var cancellation: Cancellation?

    init(id: UInt32, name: String?, futureID: UInt32 = 0) {
        self.id = id
        givenName = name
        self.futureID = futureID
        super.init(isStrand: true)
    }

    /// The job that starts the body; taken by the first step.
    var firstJob: (job: UnownedJob, facet: Facet)? {
        get { hasFirstJob ? swiftTask.map { ($0, firstFacet) } : nil }
        set {
            hasFirstJob = newValue != nil
            guard let newValue else { return }
            firstFacet = newValue.facet
            swiftTask = newValue.job
        }
    }
}
