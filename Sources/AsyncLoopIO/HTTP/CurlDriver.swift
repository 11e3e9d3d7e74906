import AsyncLoop
internal import CCurlBridge

/// libcurl's transfers, on the loop: the descriptors it waits for are watched by the loop, and its
/// timer is a timer of the loop.
///
/// libcurl never waits here, and never blocks: names are resolved on a thread of its own, whose
/// answer comes through a descriptor too.
@EventLoop
final class CurlDriver {
    private struct Socket {
        /// What libcurl waits for now.
        var wanted: Int32 = 0
        /// What the loop watches.
        var watched: Int32 = 0
        /// Whether libcurl says when it closes it.
        var isConnection = false
    }

    // Safe: only set at the beginning and the end of its life on the loop.
    private(set) nonisolated(unsafe) var transfers: OpaquePointer?
    /// By descriptor.
    private var sockets: [Socket] = []
    /// When libcurl wants to be called, in the loop's time, and the timer that will see to it; or a
    /// turn of its own, if it wants to be called at once.
    private var deadline: Double?
    private var timer: TimerHandle?
    private var turn: Handle?
    /// The learner's line that the session began at: what a record gives for what happens here.
    private let line: UInt
    private let ended: @EventLoop (Transfer, bridge_end) -> Void
    private let broken: @EventLoop (String) -> Void

    /// - `connections`: how many are kept at most.
    /// - `ended`: told of each transfer that ends by itself.
    /// - `broken`: told if none can go on.
    ///
    /// Returns nil if there is no memory for it.
    init?(
        connections: Int,
        line: UInt,
        ended: @escaping @EventLoop (Transfer, bridge_end) -> Void,
        broken: @escaping @EventLoop (String) -> Void
    ) {
        self.line = line
        self.ended = ended
        self.broken = broken
        let owner = Unmanaged.passUnretained(self).toOpaque()
        transfers = bridge_open(owner, callbacks, connections)
        if transfers == nil { return nil }
    }

    /// Closes the connections; the transfers have been freed before.
    func close() {
        guard let transfers else { return }
        bridge_close(transfers)
        self.transfers = nil
        timer?.cancel()
        turn?.cancel()
        (timer, turn) = (nil, nil)
        for descriptor in sockets.indices { stopWatching(Int32(descriptor), bridge_both) }
    }

    // MARK: Acting

    /// Lets libcurl do what there is to do, then tells of the transfers that ended by it.
    private func act(_ descriptor: Int32, _ readiness: Int32) {
        guard let transfers else { return }
        if let problem = bridge_act(transfers, descriptor, readiness) {
            broken(String(cString: problem))
        }
        var end = bridge_done
        while let context = bridge_next_ended(transfers, &end) {
            ended(Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue(), end)
        }
    }

    private func ready(_ descriptor: Int32, _ side: Int32) {
        guard sockets[Int(descriptor)].wanted & side != 0 else {
            return stopWatching(descriptor, side)
        }
        act(descriptor, side)
    }

    // MARK: What libcurl asks for

    /// A connection that libcurl waits for no more mostly serves the next request soon: its watch
    /// is left in place until it says something that nobody wants to hear. So a request on a
    /// connection that is there costs the kernel nothing.
    fileprivate func watch(_ descriptor: Int32, _ wanted: Int32) -> Bool {
        remember(descriptor)
        sockets[Int(descriptor)].wanted = wanted
        let lasting = sockets[Int(descriptor)].isConnection ? bridge_reading_bit : 0
        stopWatching(descriptor, ~(wanted | lasting))
        let missing = wanted & ~sockets[Int(descriptor)].watched
        do {
            if missing & bridge_reading_bit != 0 {
                try EventLoop.addReader(descriptor, line: line) {
                    self.ready(descriptor, bridge_reading_bit)
                }
                sockets[Int(descriptor)].watched |= bridge_reading_bit
            }
            if missing & bridge_writing_bit != 0 {
                try EventLoop.addWriter(descriptor, line: line) {
                    self.ready(descriptor, bridge_writing_bit)
                }
                sockets[Int(descriptor)].watched |= bridge_writing_bit
            }
            return true
        } catch {
            return false
        }
    }

    private func stopWatching(_ descriptor: Int32, _ sides: Int32) {
        let unwanted = sockets[Int(descriptor)].watched & sides
        guard unwanted != 0 else { return }
        if unwanted & bridge_reading_bit != 0 { EventLoop.removeReader(descriptor) }
        if unwanted & bridge_writing_bit != 0 { EventLoop.removeWriter(descriptor) }
        sockets[Int(descriptor)].watched &= ~unwanted
    }

    fileprivate func opened(_ descriptor: Int32) {
        remember(descriptor)
        sockets[Int(descriptor)] = Socket(isConnection: true)
    }

    fileprivate func closing(_ descriptor: Int32) {
        remember(descriptor)
        stopWatching(descriptor, bridge_both)
        sockets[Int(descriptor)] = Socket()
    }

    private func remember(_ descriptor: Int32) {
        while sockets.count <= Int(descriptor) { sockets.append(Socket()) }
    }

    fileprivate func setTimer(_ milliseconds: Int) {
        if milliseconds == 0 {
            if turn == nil { turn = EventLoop.callSoon(line: line) { self.takeTurn() } }
            return
        }
        turn?.cancel()
        turn = nil
        deadline = milliseconds < 0 ? nil : EventLoop.time + Double(milliseconds) / 1e3
        arm()
    }

    private func takeTurn() {
        turn = nil
        act(-1, 0)
    }

    /// With every request libcurl moves its deadline, mostly to later. A timer that is due before
    /// stays where it is, and looks then.
    private func arm() {
        guard let deadline else { return }
        if let timer, timer.when <= deadline { return }
        timer?.cancel()
        timer = EventLoop.callAt(deadline, line: line) {
            self.timer = nil
            guard let deadline = self.deadline else { return }
            if deadline <= EventLoop.time { self.act(-1, 0) } else { self.arm() }
        }
    }
}

private let bridge_reading_bit = Int32(bridge_reading)
private let bridge_writing_bit = Int32(bridge_writing)
private let bridge_both = bridge_reading_bit | bridge_writing_bit

/// What libcurl calls, always from a call that the loop's thread made of it.
private let callbacks = bridge_callbacks(
    watch: { owner, descriptor, readiness in
        let driver: CurlDriver = object(owner)
        return EventLoop.assumeOnLoop { driver.watch(descriptor, readiness) } ? 0 : -1
    },
    opened: { owner, descriptor in
        let driver: CurlDriver = object(owner)
        EventLoop.assumeOnLoop { driver.opened(descriptor) }
    },
    closing: { owner, descriptor in
        let driver: CurlDriver = object(owner)
        EventLoop.assumeOnLoop { driver.closing(descriptor) }
    },
    timer: { owner, milliseconds in
        let driver: CurlDriver = object(owner)
        EventLoop.assumeOnLoop { driver.setTimer(milliseconds) }
    },
    head: { context, bytes, count in
        let transfer: Transfer = object(context)
        // Safe, as below: it is looked at in the call and on the thread that it is handed over in.
        nonisolated(unsafe) let line = UnsafeRawBufferPointer(start: bytes, count: count)
        return EventLoop.assumeOnLoop { transfer.takeHead(line) } ? 1 : 0
    },
    body: { context, bytes, count in
        let transfer: Transfer = object(context)
        nonisolated(unsafe) let part = UnsafeRawBufferPointer(start: bytes, count: count)
        return EventLoop.assumeOnLoop { transfer.takeBody(part) } ? 1 : 0
    }
)

/// The object that was given to libcurl as `raw`.
private func object<Object: AnyObject>(_ raw: UnsafeMutableRawPointer?) -> Object {
    Unmanaged<Object>.fromOpaque(raw!).takeUnretainedValue()
}
