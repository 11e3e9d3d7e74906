import LoopEvents

/// What a task is doing.
public enum TaskActivity: Equatable, Sendable {
    /// In the ready queue.
    case ready
    /// Holding the loop's thread.
    case running
    /// Suspended.
    case waiting
    /// Done.
    case finished
}

/// Any task, whatever its result is: what `currentTask()` and `allTasks()` give.
///
/// Source: asyncio `Task`, which is not generic.
@EventLoop
public protocol AnyLoopTask: AnyFuture {
    /// What the task is doing now.
    var activity: TaskActivity { get }
    /// How many cancellations were asked for and not taken back. Source: asyncio `cancelling`.
    var cancelling: Int { get }
    /// Takes one request to cancel back and returns how many are left (R24). Source: asyncio
    /// `Task.uncancel`.
    @discardableResult func uncancel() -> Int
    /// Gives it another name. Source: asyncio `Task.set_name`.
    func setName(_ name: String)
}

/// The task that is running; nil in a callback.
///
/// In a child of Swift's own (`async let`, a task group's) it is the task that the child belongs
/// to; nil if that has ended and is gone.
/// Source: asyncio `current_task`.
@EventLoop
public func currentTask() -> (any AnyLoopTask)? {
    core.current?.liveTask as? any AnyLoopTask
}

/// The tasks that are not done, started or not.
///
/// Order: of creation; asyncio gives a set, which has none.
/// Source: asyncio `all_tasks`.
@EventLoop
public func allTasks() -> [any AnyLoopTask] {
    core.unfinished.all.compactMap { $0.task as? any AnyLoopTask }
}
