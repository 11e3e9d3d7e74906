import Synchronization

/// What other threads have for the loop, and the loop's sleep while it has nothing to do.
///
/// The only part of the loop that two threads touch.
final class Inbox: @unchecked Sendable {
    // Safe to share: every stored property is read and written under `monitor`, but for the atomic
    // ones and the doorbell.
    enum Item {
        /// A job of Swift's, enqueued from another thread.
        case job(UnownedJob, Facet)
        /// A callback from `callSoonThreadsafe`.
        case call(@EventLoop () throws -> Void, line: UInt32)
        /// A thread pool's job that has ended.
        case work(Work)
        /// What Ctrl-C does, from another thread.
        case interrupt
    }

    private let monitor = Monitor()
    private let doorbell = Doorbell()
    private var items: [Item] = []
    private var isOpen = false
    /// Whether the loop sleeps at the doorbell, or is about to.
    private var isAsleep = false
    /// What is rung while the loop sleeps in an epoll; −1 at other times.
    private let pollBell = Atomic<Int32>(-1)
    private let mayHaveItems = Atomic<Bool>(false)

    /// Whether something has come; one look at a flag.
    var hasItems: Bool { mayHaveItems.load(ordering: .acquiring) }

    func open() {
        monitor.locked {
            isOpen = true
            mayHaveItems.store(false, ordering: .relaxed)
        }
    }

    /// Takes nothing more, and drops what is left, without the lock, as it may be an owner's end.
    ///
    /// A task that outlives the loop may have jobs here; to run them on the next would mix two
    /// programs.
    func close() {
        var left: [Item] = []
        monitor.locked {
            swap(&items, &left)
            isOpen = false
        }
    }

    /// Leaves `item` for the loop and wakes it. Returns false if the loop is closed.
    @discardableResult
    func put(_ item: Item) -> Bool {
        let (isOpen, wasAsleep) = monitor.locked {
            guard self.isOpen else { return (false, false) }
            items.append(item)
            mayHaveItems.store(true, ordering: .releasing)
            // Under the lock: a ring that comes after the poll would end the next one.
            ringPoll()
            defer { isAsleep = false }
            return (true, isAsleep)
        }
        if wasAsleep { doorbell.ring() }
        return isOpen
    }

    /// Has the loop look here, and in `InterruptSignal`, on its next pass. From a signal handler on
    /// the loop's own thread, which may hold the lock.
    func wakeFromHandler() {
        mayHaveItems.store(true, ordering: .releasing)
        ringPoll()
        doorbell.ring()
    }

    private func ringPoll() {
        let bell = pollBell.exchange(-1, ordering: .relaxed)
        if bell >= 0 { Epoll.ring(bell) }
    }

    /// Moves everything that has come to `taken`, which is empty, in order of arrival.
    ///
    /// What comes next is left where `taken` was, so that the two need memory once.
    func takeAll(into taken: inout [Item]) {
        monitor.locked {
            mayHaveItems.store(false, ordering: .relaxed)
            swap(&items, &taken)
        }
    }

    /// Waits for the job of the Swift task with this number to come, and takes it alone; nil stands
    /// for whichever comes first.
    func waitForJob(of number: String?) -> Item {
        while true {
            let job: Item? = monitor.locked {
                for (index, item) in items.enumerated() {
                    guard case .job(let job, _) = item else { continue }
                    if number == nil || job.description == number { return items.remove(at: index) }
                }
                isAsleep = true
                return nil
            }
            if let job { return job }
            _ = doorbell.wait(until: nil)
        }
    }

    /// Waits until something has come or the monotonic clock says `deadline` (nil: for ever).
    func wait(until deadline: Int64?) {
        while goesToSleep() {
            guard doorbell.wait(until: deadline) else { return }
        }
    }

    private func goesToSleep() -> Bool {
        monitor.locked {
            isAsleep = !hasItems
            return isAsleep
        }
    }

    /// From here on what comes rings `bell`, once, until `endPoll`. Returns false if something has
    /// come already.
    func beginPoll(ringing bell: Int32) -> Bool {
        monitor.locked {
            // First, as what a signal handler leaves may come in between.
            pollBell.store(bell, ordering: .relaxed)
            return !hasItems
        }
    }

    /// Ends what `beginPoll` began. Returns whether the bell was rung.
    func endPoll() -> Bool {
        monitor.locked { pollBell.exchange(-1, ordering: .relaxed) < 0 }
    }

    /// Whether the loop is asleep in an epoll, and nobody has rung.
    var isPolling: Bool { pollBell.load(ordering: .relaxed) >= 0 }
}
