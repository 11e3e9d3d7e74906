import Glibc

/// A lock, and a condition that is waited for under it: what threads meet at.
final class Monitor: @unchecked Sendable {
    // Safe to share: both are made to be.
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>

    init() {
        lock = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_mutex_destroy(lock)
        pthread_cond_destroy(changed)
        lock.deallocate()
        changed.deallocate()
    }

    /// Runs `body` with the lock held.
    @inline(__always)
    func locked<T>(_ body: () -> T) -> T {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body()
    }

    /// Gives the lock back, waits until somebody says that something has changed, and takes it
    /// again. May return sooner: look before you go on.
    func wait() { pthread_cond_wait(changed, lock) }

    /// Wakes one thread that waits. Best without the lock: who wakes up at once would find it taken.
    func signal() { pthread_cond_signal(changed) }

    /// Wakes all threads that wait.
    func broadcast() { pthread_cond_broadcast(changed) }
}
