import Glibc

/// Closed until one thread opens it, for good; others wait until it does.
final class Latch: @unchecked Sendable {
    // Safe to share: `isOpen` is read and written under `lock`.
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let opened: UnsafeMutablePointer<pthread_cond_t>
    private var isOpen = false

    init() {
        lock = .allocate(capacity: 1)
        opened = .allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
        pthread_cond_init(opened, nil)
    }

    deinit {
        pthread_mutex_destroy(lock)
        pthread_cond_destroy(opened)
        lock.deallocate()
        opened.deallocate()
    }

    func open() {
        pthread_mutex_lock(lock)
        isOpen = true
        pthread_cond_broadcast(opened)
        pthread_mutex_unlock(lock)
    }

    func wait() {
        pthread_mutex_lock(lock)
        while !isOpen { pthread_cond_wait(opened, lock) }
        pthread_mutex_unlock(lock)
    }
}
