/// What a `LoopEvent` says happened.
///
/// The raw values are the record's byte and part of its format: new kinds are added at the end.
public enum EventKind: UInt8, CaseIterable, Sendable {
    /// The loop began to run: the root every chain of causes can end in.
    case loopStarted = 1
    /// The loop closed; nothing runs after it.
    case loopClosed
    /// One turn of the loop began. `value` is how many handles are ready, `detail` the poll's
    /// timeout in nanoseconds (−1: until something happens).
    case passBegan

    /// A callback was put at the end of the ready queue. `subject` is its handle.
    case handleScheduled
    /// A callback ran. `subject` is its handle.
    case handleRan
    /// A callback was cancelled before it ran; its place in the queue is skipped. `subject` is its
    /// handle.
    case handleCancelled
    /// A callback threw; the loop goes on (R6). `text` is the error.
    case callbackFailed

    /// An `async` body was wrapped but not started. `subject` is the coroutine, `text` its name.
    case coroutineCreated
    /// A coroutine's body began, in task `task`.
    case coroutineStarted
    /// A coroutine's body ended, or the coroutine was closed unstarted (`outcome` tells which).
    case coroutineEnded

    /// A task was created and its first step queued. `other` is the parent, `text` the name.
    case taskCreated
    /// The loop gave a task the thread.
    case taskStepped
    /// A task gave the thread back. `role` says what it waits on, `subject` which,
    /// `value` the deadline in nanoseconds if there is one (−1: none), `text` the name of the lock,
    /// event or queue if it was given one. `detail` of a wait for a file descriptor is four times
    /// its number, plus 1 to read or 2 to write.
    case taskSuspended
    /// A task was put at the end of the ready queue. `subject` is what it waited on.
    case taskWoken
    /// A task's body ended. `outcome` says how, `text` holds the error.
    case taskFinished

    /// Somebody asked for task `other` to be cancelled. `text` is the message, if any.
    case cancelRequested
    /// `CancelledError` was thrown into task `task`.
    case cancelDelivered
    /// Task `task` was sent `CancelledError` and ended without being cancelled.
    case cancelSwallowed

    /// A future was made. `subject` is its id, `text` its name.
    case futureCreated
    /// A future got its result, error or cancellation; `outcome` says which.
    case futureCompleted

    /// A deadline was set. `subject` is the timer, `value` the deadline in nanoseconds.
    case timerArmed
    /// A deadline was reached and the timer's callback queued. A root. `subject` is the timer,
    /// `value` the deadline in nanoseconds.
    case timerFired
    /// A deadline was given up. `subject` is the timer.
    case timerCancelled

    /// The loop began to watch file descriptor `value`, or to tell callback `subject` of it.
    /// `detail` is what it is watched for now: 1 to read, 2 to write, 3 both.
    case fdWatched
    /// The poll said that file descriptor `value` is ready. A root. `detail` is what for: 1 to
    /// read, 2 to write, 3 both.
    case fdReady
    /// The loop stopped telling callback `subject` of file descriptor `value`. `detail` is what it
    /// is still watched for, as in `fdWatched`; 0 for nothing.
    case fdUnwatched

    /// A blocking job was handed to a thread pool. `subject` is the job, `text` the pool.
    case workOffloaded
    /// A pool's thread took the job; recorded on the virtual clock only. `subject` is the job,
    /// `value` the thread's number in its pool, `detail` when the job began, in nanoseconds, `text`
    /// the pool.
    case workStarted
    /// A thread finished its job; the result is queued for the loop. A root. `subject` is the job,
    /// `value` the thread's number in its pool, `detail` how many nanoseconds the job took on the
    /// virtual clock (0 on the real one), `text` the pool.
    case workReturned

    /// The program printed `text`. `task` is 0 when no task did; `subject` is the job when a pool's
    /// job did. `detail` is 1 if no end of line follows.
    case output

    /// One turn kept the loop's thread for `value` nanoseconds, so nothing else could run; or, if
    /// its cause is the pass, the turns of one pass that were short each did so together.
    case loopBlocked
    /// Tasks are pending and nothing can ever wake them. `value` is how many.
    case deadlock
    /// A job came back to the loop from a thread that is not the loop's. A root.
    case escaped
    /// A coroutine was never awaited: its body never ran. `subject` is the coroutine, `text` its
    /// name.
    case neverAwaited
    /// A future ended with an error that nobody looked at. `text` is the error.
    case neverRetrieved
    /// The user pressed Ctrl-C, or `EventLoop.interrupt` was called. A root.
    case interrupted
    /// A call came in from another thread through `callSoonThreadsafe`. A root.
    case calledFromThread
    /// A value that the learner can change was read: `text` is its name, `subject` its kind (1 a
    /// time in nanoseconds, 2 a number, 3 no or yes as 0 or 1), `value` what the code says,
    /// `detail` what it is.
    case knobRead
    /// Future `subject`, a `gather` or `wait` by `role`, was told to watch another future:
    /// `detail` is that one's id, `other` its task, 0 if it is no task's.
    case futureLinked
    /// The learner did something at this moment of the run, a what-if. A root. `detail` is what: 1
    /// cancelled task `other` or future `subject`, 2 gave future `subject` the result `text`, 3 the
    /// error `text`, 4 moved timer `subject`, which task `other` sleeps until, to `value`
    /// nanoseconds. `outcome` is a result, or an error if it could not be done: `text` is why.
    case intervened
}

/// What a suspended task waits on, and what a future stands for.
public enum WaitRole: UInt8, CaseIterable, Sendable {
    /// Not a wait.
    case none = 0
    /// One turn of the loop: `sleep(0)`.
    case turn
    /// A deadline: `sleep(d)`.
    case sleep
    /// A bare future.
    case future
    /// Another task.
    case task
    /// The children of a `gather`.
    case gather
    /// A condition on several futures: `wait`.
    case wait
    /// A job in a thread pool.
    case executor
    /// A lock or semaphore.
    case lock
    /// An event, barrier or the like.
    case event
    /// A queue's item or place.
    case queue
    /// A file descriptor.
    case fd
    /// Something outside the loop: a child task, an actor, another thread.
    case outside
    /// A condition's notification.
    case condition
}

/// How a task, future or coroutine ended.
public enum Outcome: UInt8, CaseIterable, Sendable {
    /// It has not ended.
    case none = 0
    /// With a result.
    case result
    /// With an error.
    case error
    /// By cancellation.
    case cancelled
    /// A coroutine closed before it was started.
    case closed
}
