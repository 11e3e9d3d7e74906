/// Something that happens once, and the tasks that wait for it.
@Floor
final class FloorSignal {
    private var hasCome = false
    private var first: UnsafeContinuation<Void, Never>?
    private var others: [UnsafeContinuation<Void, Never>] = []

    func come() {
        hasCome = true
        first.take()?.resume()
        for waiter in others { waiter.resume() }
        others = []
    }

    func wait() async {
        guard !hasCome else { return }
        await withUnsafeContinuation { waiter in
            if first == nil { first = waiter } else { others.append(waiter) }
        }
    }
}

/// A queue between one producer and one consumer that holds a number of items at most.
@Floor
final class FloorQueue {
    private var slots: [Int]
    private var head = 0
    private var count = 0
    private var consumer: UnsafeContinuation<Void, Never>?
    private var producer: UnsafeContinuation<Void, Never>?

    init(limit: Int) { slots = Array(repeating: 0, count: limit) }

    func put(_ item: Int) async {
        while count == slots.count { await withUnsafeContinuation { producer = $0 } }
        slots[(head + count) % slots.count] = item
        count += 1
        consumer.take()?.resume()
    }

    func get() async -> Int {
        while count == 0 { await withUnsafeContinuation { consumer = $0 } }
        let item = slots[head]
        head = (head + 1) % slots.count
        count -= 1
        producer.take()?.resume()
        return item
    }
}
