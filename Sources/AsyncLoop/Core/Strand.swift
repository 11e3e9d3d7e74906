import LoopEvents

/// One flow of control on the loop: where it is suspended and how to go on.
///
/// Every `LoopTask` has one; so has each child task of Swift's own (`async let`, a task group).
/// Kept apart from the task so that the loop's inner path touches one small final class.
final class Strand {
    enum Status {
        case ready
        case running
        case waiting
        /// Suspended in something that is not the loop's: a child task, an actor, a thread.
        case outside
        case finished
    }

    let id: UInt32
    /// The name it was given; most tasks have none and never need one.
    var givenName: String?
    var name: String { givenName ?? "Task-\(id)" }
    var status = Status.ready

    /// The task this strand belongs to; a child strand's is its parent's.
    unowned(unsafe) var task: AnyFuture?
    /// Whether `task` is run by this strand itself.
    let isChild: Bool

    /// The job that starts the body; taken by the first step.
    var firstJob: (job: UnownedJob, facet: Facet)?
    /// How to go on; taken by every later step.
    var continuation: UnsafeContinuation<Void, Never>?
    /// What goes on in the same step, once the job that runs has suspended: a generator's body, or
    /// who asked it.
    var switchingTo: UnsafeContinuation<Void, Never>?
    /// The future it waits on, which `cancel` is handed to (R18).
    var waitingOn: AnyFuture?
    /// Which Swift task this is, to know it again when Swift resumes it by itself.
    var swiftTask: UnsafeCurrentTask?

    /// How many cancellations were asked for and not taken back.
    var requests = 0
    /// Cancellation asked for and not yet delivered by way of a future (R18), and its message.
    var mustCancel = false
    var cancelMessage: String?
    /// Cancellation asked for and not yet delivered at all.
    var cancelPending = false
    /// Whether a cancellation is on its way through what it waits on: a ring comes back to it.
    var isHandingOn = false
    /// The event that asked for it.
    var cancelRequest = LoopEvent.noCause
    /// The event that delivered it, until the task ends.
    var cancelDelivery = LoopEvent.noCause

    /// The event that made it ready: the cause of its next step.
    var readyEvent = LoopEvent.noCause
    var childCount = 0

    /// The list of unfinished strands, in creation order.
    unowned(unsafe) var previous: Strand?
    unowned(unsafe) var next: Strand?

    init(id: UInt32, name: String?, isChild: Bool = false) {
        self.id = id
        givenName = name
        self.isChild = isChild
    }
}
