/// First in, first out, both ends in constant time; it grows and never shrinks.
///
/// Its memory is its own rather than an array's, which would be asked at each item whether it is
/// shared.
struct Ring<Element>: ~Copyable {
    private var slots = UnsafeMutablePointer<Element>.allocate(capacity: 8)
    private var capacity = 8
    private var head = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    deinit {
        for index in 0..<count { (slots + position(index)).deinitialize(count: 1) }
        slots.deallocate()
    }

    /// Where the element `index` places from the front lies; the capacity is a power of two.
    @inline(__always)
    private func position(_ index: Int) -> Int { (head &+ index) & (capacity &- 1) }

    @inline(__always)
    mutating func append(_ element: consuming Element) {
        if count == capacity { grow() }
        (slots + position(count)).initialize(to: element)
        count &+= 1
    }

    /// Takes the first element out; there is one.
    @inline(__always)
    mutating func removeFirst() -> Element {
        let element = (slots + head).move()
        head = position(1)
        count &-= 1
        return element
    }

    private mutating func grow() {
        let bigger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
        for index in 0..<count {
            (bigger + index).moveInitialize(from: slots + position(index), count: 1)
        }
        slots.deallocate()
        slots = bigger
        capacity *= 2
        head = 0
    }
}
