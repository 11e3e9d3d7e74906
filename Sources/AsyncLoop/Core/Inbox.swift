import Synchronization

/// What other threads have for the loop, and the loop's sleep while it has nothing to do.
///
/// The only part of the loop that two threads touch.
final class Inbox: @unchecked Sendable {
    // Safe to share: every stored property is read and written under `monitor`, but for
    // `mayHaveItems`, which is atomic.
    enum Item {
        /// A job of Swift's, enqueued from another thread.
        case job(UnownedJob, Facet)
        /// A callback from `callSoonThreadsafe`.
        case call(@EventLoop () throws -> Void, line: UInt32)
        /// A thread pool's job that has ended.
        case work(Work)
        /// Ctrl-C.
        case interrupt
    }

    private let monitor = Monitor()
    private var items: [Item] = []
    private var isOpen = false
    /// What the loop sleeps in, while it does, if it watches file descriptors.
    private var poll: Epoll?
    private let mayHaveItems = Atomic<Bool>(false)

    /// Whether something has come; one look at a flag.
    var hasItems: Bool { mayHaveItems.load(ordering: .acquiring) }

    func open() {
        monitor.locked {
            items.removeAll()
            isOpen = true
            mayHaveItems.store(false, ordering: .relaxed)
        }
    }

    func close() {
        monitor.locked { isOpen = false }
    }

    /// Leaves `item` for the loop and wakes it. Returns false if the loop is closed.
    @discardableResult
    func put(_ item: Item) -> Bool {
        let (isOpen, isPolling) = monitor.locked {
            items.append(item)
            mayHaveItems.store(true, ordering: .releasing)
            // Under the lock: a ring that comes after the poll would end the next one.
            let poll = self.poll.take()
            poll?.ring()
            return (self.isOpen, poll != nil)
        }
        if !isPolling { monitor.signal() }
        return isOpen
    }

    /// Everything that has come, in order of arrival.
    func takeAll() -> [Item] {
        guard hasItems else { return [] }
        return monitor.locked {
            mayHaveItems.store(false, ordering: .relaxed)
            defer { items.removeAll(keepingCapacity: true) }
            return items
        }
    }

    /// Waits for the first job to come, and takes it alone.
    func waitForJob() -> Item {
        monitor.locked {
            while true {
                if let index = items.firstIndex(where: { if case .job = $0 { true } else { false } }
                ) {
                    return items.remove(at: index)
                }
                monitor.wait()
            }
        }
    }

    /// Waits until something has come or the monotonic clock says `deadline` (nil: for ever).
    func wait(until deadline: Int64?) {
        monitor.locked {
            while items.isEmpty {
                if let deadline {
                    guard monitor.wait(until: deadline) else { return }
                } else {
                    monitor.wait()
                }
            }
        }
    }

    /// From here on what comes rings `epoll`, once. Returns false if something has come already.
    func beginPoll(of epoll: Epoll) -> Bool {
        monitor.locked {
            guard items.isEmpty else { return false }
            poll = epoll
            return true
        }
    }

    /// Ends what `beginPoll` began. Returns whether the epoll was rung.
    func endPoll() -> Bool {
        monitor.locked { poll.take() == nil }
    }

    /// Whether the loop is asleep in an epoll, and nobody has rung.
    var isPolling: Bool { monitor.locked { poll != nil } }
}
