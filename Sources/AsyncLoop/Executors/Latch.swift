/// Closed until one thread opens it, for good; others wait until it does.
final class Latch: @unchecked Sendable {
    // Safe to share: `isOpen` is read and written under the monitor's lock.
    private let monitor = Monitor()
    private var isOpen = false

    func open() {
        monitor.locked {
            isOpen = true
            monitor.broadcast()
        }
    }

    func wait() {
        monitor.locked { while !isOpen { monitor.wait() } }
    }
}
