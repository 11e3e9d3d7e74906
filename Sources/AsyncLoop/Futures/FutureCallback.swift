import LoopEvents

/// What happens once a future is done: one entry of its list of callbacks.
///
/// The list runs through its entries, so that adding one and taking one back cost the same however
/// many there are.
class FutureCallback {
    // Unmanaged, as what links of a list are moved about would else count references at each step.
    fileprivate final var previous: Unmanaged<FutureCallback>?
    fileprivate final var next: Unmanaged<FutureCallback>?
    /// Whether it is a strand that waits: what most of them are, and what is then done at once.
    fileprivate final let isStrand: Bool

    init(isStrand: Bool) {
        self.isStrand = isStrand
    }

    /// Does its part, now that `future` is done.
    @EventLoop
    fileprivate func schedule(by future: AnyFuture) {}

    /// Its future is gone, and was never done.
    fileprivate func forget() {}
}

/// A function that is called, as a handle of its own, once a future is done.
final class DoneCallback: FutureCallback {
    private let id: UInt32
    private let line: UInt32
    private let body: @EventLoop (AnyFuture) throws -> Void
    /// The future in whose list it stands.
    private unowned(unsafe) var future: AnyFuture?

    /// A callback of `future`, in whose list it is to stand if that is pending.
    init(
        of future: AnyFuture,
        id: UInt32,
        line: UInt32,
        body: @escaping @EventLoop (AnyFuture) throws -> Void
    ) {
        self.future = future
        self.id = id
        self.line = line
        self.body = body
        super.init(isStrand: false)
    }

    fileprivate override func forget() { future = nil }

    fileprivate override func schedule(by future: AnyFuture) {
        forget()
        let body = body
        let handle = Handle(id: id, line: line) { try body(future) }
        handle.readyEvent = core.record(.handleScheduled) {
            $0.subject = self.id
            $0.line = self.line
        }
        core.ready.append(.handle(handle))
    }

    /// Takes it back; does nothing if it was queued already.
    @EventLoop
    func remove() {
        guard let future else { return }
        forget()
        future.callbacks.remove(self)
    }
}

/// A future's callbacks, in the order they were added.
struct CallbackList: ~Copyable {
    /// The list owns each of its entries. The first one's `previous` is the last: a future has room
    /// for one link.
    private var first: Unmanaged<FutureCallback>?

    deinit {
        var left = first
        while let callback = left?.takeRetainedValue() {
            left = callback.next.take()
            callback.forget()
        }
    }

    @inline(__always)
    mutating func append(_ callback: FutureCallback) {
        let entry = Unmanaged.passRetained(callback)
        guard let first else {
            callback.previous = entry
            self.first = entry
            return
        }
        let last = first.takeUnretainedValue().previous!
        callback.previous = last
        last.takeUnretainedValue().next = entry
        first.takeUnretainedValue().previous = entry
    }

    mutating func remove(_ callback: FutureCallback) {
        let entry = Unmanaged.passUnretained(callback)
        if let first, first.toOpaque() == entry.toOpaque() {
            _ = popFirst()
        } else {
            let next = callback.next.take()
            (next ?? first)?.takeUnretainedValue().previous = callback.previous
            callback.previous?.takeUnretainedValue().next = next
            entry.release()
        }
    }

    /// Takes the first callback out.
    @inline(__always)
    private mutating func popFirst() -> FutureCallback? {
        guard let callback = first?.takeRetainedValue() else { return nil }
        first = callback.next.take()
        first?.takeUnretainedValue().previous = callback.previous
        return callback
    }

    /// Has each do its part, in order, and empties the list.
    @EventLoop @inline(__always)
    mutating func scheduleAll(by future: AnyFuture) {
        while let callback = popFirst() {
            if callback.isStrand {
                core.wake(unsafeDowncast(consume callback, to: Strand.self), by: future)
            } else {
                callback.schedule(by: future)
            }
        }
    }
}
