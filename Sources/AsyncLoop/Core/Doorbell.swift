import Glibc

/// What the loop's thread sleeps at, and anybody may ring: another thread, or a signal handler.
///
/// Each ring ends one wait, that which goes on or the next. Only the C library's semaphores may be
/// rung from a signal handler; what waits under a lock may not.
final class Doorbell: @unchecked Sendable {
    // Safe to share: a semaphore is made to be.
    private let rings: UnsafeMutablePointer<sem_t>

    init() {
        rings = .allocate(capacity: 1)
        sem_init(rings, 0, 0)
    }

    deinit {
        sem_destroy(rings)
        rings.deallocate()
    }

    /// Ends a wait. Safe in a signal handler.
    func ring() { sem_post(rings) }

    /// Waits for a ring, up to a moment of the monotonic clock in nanoseconds (nil: for ever);
    /// false if that has come. May return sooner: look before you go on.
    func wait(until deadline: Int64?) -> Bool {
        guard let deadline else {
            sem_wait(rings)
            return true
        }
        var until = timespec(
            tv_sec: Int(deadline / 1_000_000_000),
            tv_nsec: Int(deadline % 1_000_000_000)
        )
        return clockWait(rings, CLOCK_MONOTONIC, &until) == 0 || errno != ETIMEDOUT
    }
}

private typealias ClockWait =
    @convention(c) (UnsafeMutablePointer<sem_t>, clockid_t, UnsafePointer<timespec>) -> Int32

/// Swift's Glibc module leaves it out.
private let clockWait = libraryFunction("sem_clockwait", as: ClockWait.self)!
