/// A wrong use of a lock, a semaphore, a condition or a queue.
///
/// Source: asyncio's `RuntimeError` and `ValueError`, with its words.
public enum SyncError: Error, CustomStringConvertible, Equatable {
    /// A lock was released that nobody holds.
    case lockNotAcquired
    /// `Condition.wait` without its lock.
    case waitWithoutLock
    /// `Condition.notify` without its lock.
    case notifyWithoutLock
    /// A bounded semaphore was released more often than acquired.
    case releasedTooOften
    /// `taskDone` was called more often than items were put.
    case taskDoneTooOften

    /// What went wrong, as asyncio says it.
    public var description: String {
        switch self {
        case .lockNotAcquired: "RuntimeError: Lock is not acquired."
        case .waitWithoutLock: "RuntimeError: cannot wait on un-acquired lock"
        case .notifyWithoutLock: "RuntimeError: cannot notify on un-acquired lock"
        case .releasedTooOften: "ValueError: BoundedSemaphore released too many times"
        case .taskDoneTooOften: "ValueError: task_done() called too many times"
        }
    }
}

/// Thrown when a queue cannot give or take an item.
///
/// Source: asyncio `QueueEmpty`, `QueueFull`, `QueueShutDown`.
public enum QueueError: Error, CustomStringConvertible, Equatable {
    /// `getNoWait` found nothing.
    case empty
    /// `putNoWait` found no place.
    case full
    /// The queue was shut down.
    case shutDown

    /// The name of Python's exception.
    public var description: String {
        switch self {
        case .empty: "QueueEmpty"
        case .full: "QueueFull"
        case .shutDown: "QueueShutDown"
        }
    }
}

/// Thrown to those who wait at a barrier that was aborted or reset.
///
/// Source: asyncio `BrokenBarrierError`.
public struct BrokenBarrierError: Error, CustomStringConvertible, Equatable {
    /// What broke it.
    public var reason: String

    /// `BrokenBarrierError`, with what broke the barrier.
    public var description: String { "BrokenBarrierError: \(reason)" }
}
