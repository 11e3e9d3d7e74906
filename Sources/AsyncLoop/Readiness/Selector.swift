import LoopEvents

/// What a file descriptor can be ready for.
struct Readiness: OptionSet, Sendable {
    let rawValue: UInt8

    static let reading = Readiness(rawValue: 1)
    static let writing = Readiness(rawValue: 2)
}

/// The file descriptors that the loop watches, and who is told when one is ready.
///
/// While none is watched there is nothing here but a count that is 0: the kernel is first asked
/// for an epoll when the first one is.
@EventLoop
final class Selector {
    private struct Watch {
        private var reader: ReadinessHandle?
        private var writer: ReadinessHandle?
        /// For what there is somebody to be told, and for what of it more than once.
        private(set) var interest: Readiness = []
        private(set) var lasting: Readiness = []
        /// Whether the kernel knows the descriptor, as far as can be told from here.
        var isKnown = false
        /// What the kernel is to report, and whether it stops at the first report.
        var reported: Readiness = []
        var isOnce = false

        subscript(_ side: Readiness) -> ReadinessHandle? { side == .reading ? reader : writer }

        /// Sets who is told, and returns who was told until now.
        @EventLoop
        mutating func set(_ handle: ReadinessHandle?, _ side: Readiness) -> ReadinessHandle? {
            interest.subtract(side)
            lasting.subtract(side)
            if let handle {
                interest.formUnion(side)
                if !handle.isOnce { lasting.formUnion(side) }
            }
            var other = handle
            if side == .reading { swap(&reader, &other) } else { swap(&writer, &other) }
            return other
        }
    }

    /// By descriptor: the kernel gives out the lowest number that is free, so few go unused.
    private var watches: [Watch] = []
    /// How many have somebody to be told.
    private var watched = 0
    private var epoll: Epoll?
    private var found: [(descriptor: Int32, readiness: Readiness)] = []

    nonisolated init() {}

    /// Whether the loop must poll at all.
    var isWatching: Bool { watched > 0 }

    /// Whether there is an epoll: from the first watch to the end of the loop.
    var isOpen: Bool { epoll != nil }

    /// What `descriptor` is watched for.
    func interest(in descriptor: Int32) -> Readiness {
        watches.indices.contains(Int(descriptor)) ? watches[Int(descriptor)].interest : []
    }

    func handle(for descriptor: Int32, _ side: Readiness) -> ReadinessHandle? {
        watches.indices.contains(Int(descriptor)) ? watches[Int(descriptor)][side] : nil
    }

    /// Sets who is told, nil for nobody, and returns who was told until now.
    @discardableResult
    func set(
        _ handle: ReadinessHandle?,
        for descriptor: Int32,
        _ side: Readiness
    ) throws(ErrorNumber) -> ReadinessHandle? {
        let index = Int(descriptor)
        guard watches.indices.contains(index) else {
            if let handle { try setFirst(handle, for: descriptor, side) }
            return nil
        }
        let before = watches[index].interest
        let old = watches[index].set(handle, side)
        do throws(ErrorNumber) {
            try tellKernel(of: &watches[index], descriptor)
        } catch {
            // If it was closed before it was taken back, there is nothing to tell the kernel.
            if handle != nil {
                _ = watches[index].set(old, side)
                throw error
            }
        }
        if before.isEmpty != watches[index].interest.isEmpty { watched += before.isEmpty ? 1 : -1 }
        return old
    }

    /// Makes room for `descriptor`, once it is sure that the kernel would watch such a number.
    private func setFirst(
        _ handle: ReadinessHandle,
        for descriptor: Int32,
        _ side: Readiness
    ) throws(ErrorNumber) {
        var watch = Watch()
        _ = watch.set(handle, side)
        try tellKernel(of: &watch, descriptor)
        let missing = Int(descriptor) + 1 - watches.count
        watches.append(contentsOf: repeatElement(Watch(), count: missing))
        watches[Int(descriptor)] = watch
        watched += 1
    }

    /// Has the kernel report what is wanted, if that is not what it does already.
    ///
    /// A wait that its report has ended leaves nothing to be taken back; the next one, which mostly
    /// comes soon, is then one call of the kernel and not two.
    private func tellKernel(of watch: inout Watch, _ descriptor: Int32) throws(ErrorNumber) {
        let (interest, once) = (watch.interest, watch.lasting.isEmpty)
        if interest.isEmpty {
            guard !watch.reported.isEmpty else { return }
            epoll?.forget(descriptor)
            watch.isKnown = false
        } else {
            guard interest != watch.reported || once != watch.isOnce else { return }
            try openEpoll()
                .watch(descriptor, for: interest, once: once, isKnown: watch.isKnown)
            watch.isKnown = true
        }
        watch.reported = interest
        watch.isOnce = once
    }

    private func openEpoll() throws(ErrorNumber) -> Epoll {
        if let epoll { return epoll }
        let made = try Epoll()
        epoll = made
        return made
    }

    /// Looks what is ready, for up to `timeout` nanoseconds (−1: until something is) or until
    /// something comes into `inbox`.
    func poll(_ timeout: Int64, inbox: Inbox) -> [(descriptor: Int32, readiness: Readiness)] {
        found.removeAll(keepingCapacity: true)
        guard let epoll else { return [] }
        if timeout == 0 {
            epoll.wait(0, count: watched, into: &found)
        } else {
            let maySleep = inbox.beginPoll(ringing: epoll.bell)
            epoll.wait(maySleep ? timeout : 0, count: watched, into: &found)
            if inbox.endPoll() { epoll.silence() }
        }
        for (descriptor, _) in found {
            let index = Int(descriptor)
            if index < watches.count, watches[index].isOnce { watches[index].reported = [] }
        }
        return found
    }

    /// Watches the same on a new epoll.
    ///
    /// A descriptor that is closed while it is watched stays with the old one for as long as a copy
    /// of it is open anywhere, and cannot be named any more to be removed.
    func startAfresh() {
        // If there is none to be had, the old one does for another pass.
        guard let fresh = try? Epoll() else { return }
        epoll = fresh
        for descriptor in watches.indices {
            watches[descriptor].isKnown = false
            watches[descriptor].reported = []
            // One that is closed is as silent here as it was there.
            try? tellKernel(of: &watches[descriptor], Int32(descriptor))
        }
    }

    func close() {
        watches = []
        watched = 0
        epoll = nil
        found = []
    }
}

/// The callback of a watched file descriptor: queued anew each time that is ready.
@EventLoop
final class ReadinessHandle: Handle {
    private let callback: @EventLoop () throws -> Void
    /// The wait that it ends, if it is one's. Safe: `callback` keeps it.
    unowned(unsafe) var future: DescriptorFuture?

    init(line: UInt32, callback: @escaping @EventLoop () throws -> Void) {
        self.callback = callback
        super.init(id: core.newObjectID(), line: line, body: callback)
        body = nil
    }

    /// Whether it is for one report and no more.
    var isOnce: Bool { future != nil }

    /// Whether it stands in the ready queue.
    var isQueued: Bool { body != nil }

    /// Puts it at the end of the ready queue, due to `event`.
    func enqueue(dueTo event: UInt32) {
        body = callback
        readyEvent = core.record(.handleScheduled) {
            $0.task = 0
            $0.subject = self.id
            $0.cause = event
            $0.line = self.line
        }
        core.ready.append(.handle(self))
    }

    override func cancel() {
        guard !isCancelled else { return }
        super.cancel()
        isCancelled = true
        future?.lost()
    }
}

extension LoopCore {
    /// Has `handle` queued whenever `descriptor` is ready, in place of who was told until now.
    func watch(_ descriptor: Int32, _ side: Readiness, _ handle: ReadinessHandle) throws {
        guard clock == .real else {
            throw LoopError.descriptor(
                descriptor,
                "cannot be watched on the virtual clock, as what comes through it comes in real"
                    + " time; run on the real clock"
            )
        }
        let old: ReadinessHandle?
        do throws(ErrorNumber) {
            old = try selector.set(handle, for: descriptor, side)
        } catch {
            throw LoopError.descriptor(descriptor, "cannot be watched: \(error.text)")
        }
        record(.fdWatched) {
            $0.subject = handle.id
            $0.value = Int64(descriptor)
            $0.detail = Int64(self.selector.interest(in: descriptor).rawValue)
            $0.line = handle.line
        }
        old?.cancel()
    }

    /// Returns false, and does nothing, if nobody was told.
    @discardableResult
    func unwatch(_ descriptor: Int32, _ side: Readiness) -> Bool {
        guard let old = try? selector.set(nil, for: descriptor, side) else { return false }
        record(.fdUnwatched) {
            $0.subject = old.id
            $0.value = Int64(descriptor)
            $0.detail = Int64(self.selector.interest(in: descriptor).rawValue)
            $0.line = old.line
        }
        old.cancel()
        return true
    }

    /// Waits for descriptors and other threads, takes in what the threads left, then queues the
    /// callbacks of what is ready (R1).
    func pollDescriptors(_ timeout: Int64) throws {
        let found = selector.poll(timeout, inbox: inbox)
        // Whatever comes of it, what was found ready is not found again.
        let drained = Result { try drainInbox() }
        var hasGhost = false
        for (descriptor, readiness) in found {
            if selector.interest(in: descriptor).isEmpty { hasGhost = true }
            queueCallbacks(of: descriptor, readiness)
        }
        if hasGhost { selector.startAfresh() }
        try drained.get()
    }

    /// The reader's before the writer's (R34a). One that still stands in the queue, as the loop was
    /// left in the middle of a pass, is not queued twice.
    private func queueCallbacks(of descriptor: Int32, _ readiness: Readiness) {
        let reader = readiness.contains(.reading) ? due(descriptor, .reading) : nil
        let writer = readiness.contains(.writing) ? due(descriptor, .writing) : nil
        guard let first = reader ?? writer else { return }
        let root = record(.fdReady) {
            $0.task = 0
            $0.value = Int64(descriptor)
            $0.detail = Int64(readiness.rawValue)
            $0.line = first.line
        }
        reader?.enqueue(dueTo: root)
        writer?.enqueue(dueTo: root)
    }

    /// Who is to be told; one that was cancelled by hand is found out here.
    private func due(_ descriptor: Int32, _ side: Readiness) -> ReadinessHandle? {
        guard let handle = selector.handle(for: descriptor, side) else { return nil }
        if handle.isCancelled { unwatch(descriptor, side) }
        return handle.isCancelled || handle.isQueued ? nil : handle
    }
}
