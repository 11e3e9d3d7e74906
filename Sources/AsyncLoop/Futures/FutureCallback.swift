import LoopEvents

/// What happens once a future is done: one entry of its list of callbacks.
///
/// The list runs through its entries, so that adding one and taking one back cost the same however
/// many there are.
class FutureCallback {
    // Unretained, as a chain of strong links would be freed one inside the other. The list itself
    // owns those entries that nothing else keeps.
    fileprivate unowned(unsafe) final var previous: FutureCallback?
    fileprivate unowned(unsafe) final var next: FutureCallback?

    /// Does its part, now that `future` is done.
    @EventLoop
    func schedule(by future: AnyFuture) {}

    /// It was put into the list of `future`, which from now on may be all that keeps it alive.
    fileprivate func join(_ future: AnyFuture) {}

    /// It was taken out of the list.
    fileprivate func leave() {}
}

/// A function that is called, as a handle of its own, once a future is done.
final class DoneCallback: FutureCallback {
    private let id: UInt32
    private let line: UInt32
    private let body: @EventLoop (AnyFuture) throws -> Void
    /// The future in whose list it stands.
    fileprivate unowned(unsafe) var future: AnyFuture?

    init(id: UInt32, line: UInt32, body: @escaping @EventLoop (AnyFuture) throws -> Void) {
        self.id = id
        self.line = line
        self.body = body
    }

    fileprivate override func join(_ future: AnyFuture) {
        self.future = future
        _ = Unmanaged.passRetained(self)
    }

    fileprivate override func leave() {
        future = nil
        Unmanaged.passUnretained(self).release()
    }

    override func schedule(by future: AnyFuture) {
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
        if let future { future.callbacks.remove(self) }
    }
}

/// A future's callbacks, in the order they were added.
struct CallbackList: ~Copyable {
    // The first one's `previous` is the last: a future has room for one link.
    private var first: Unmanaged<FutureCallback>?

    deinit {
        var next = first?.takeUnretainedValue()
        while let callback = next {
            next = callback.next
            callback.leave()
        }
    }

    mutating func append(_ callback: FutureCallback, of future: AnyFuture) {
        callback.join(future)
        callback.next = nil
        guard let first = first?.takeUnretainedValue() else {
            callback.previous = callback
            self.first = Unmanaged.passUnretained(callback)
            return
        }
        callback.previous = first.previous
        first.previous?.next = callback
        first.previous = callback
    }

    mutating func remove(_ callback: FutureCallback) {
        guard let first = first?.takeUnretainedValue() else { return }
        if first === callback {
            dropFirst(first)
        } else {
            callback.previous?.next = callback.next
            (callback.next ?? first).previous = callback.previous
        }
        callback.leave()
    }

    /// Takes the first callback out, for its owner to deal with.
    mutating func popFirst() -> FutureCallback? {
        guard let callback = first?.takeUnretainedValue() else { return nil }
        dropFirst(callback)
        callback.leave()
        return callback
    }

    @inline(__always)
    private mutating func dropFirst(_ callback: FutureCallback) {
        guard let next = callback.next else { return first = nil }
        next.previous = callback.previous
        first = Unmanaged.passUnretained(next)
    }
}
