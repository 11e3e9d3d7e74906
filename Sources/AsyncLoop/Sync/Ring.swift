/// First in, first out, both ends in constant time; it grows and never shrinks.
struct Ring<Element> {
    private var slots: [Element?] = []
    private var head = 0
    private(set) var count = 0

    mutating func append(_ element: Element) {
        if count == slots.count { grow() }
        slots[(head &+ count) & (slots.count &- 1)] = element
        count &+= 1
    }

    mutating func popFirst() -> Element? {
        guard count > 0 else { return nil }
        let element = slots[head].take()
        head = (head &+ 1) & (slots.count &- 1)
        count &-= 1
        return element
    }

    /// Twice the room, a power of two so that a mask wraps around.
    private mutating func grow() {
        var bigger: [Element?] = []
        let capacity = max(8, slots.count * 2)
        bigger.reserveCapacity(capacity)
        for index in 0..<count { bigger.append(slots[(head &+ index) & (slots.count &- 1)]) }
        bigger.append(contentsOf: repeatElement(nil, count: capacity - count))
        slots = bigger
        head = 0
    }
}
