/// A queue that gives the smallest item first; equal ones in the order they were put.
///
/// asyncio leaves the order of equal items to its heap; ours is fixed.
/// Source: asyncio `PriorityQueue`.
@EventLoop
public final class PriorityQueue<Element>: Queue<Element> {
    private var heap: PriorityHeap<Element>

    /// An empty queue, ordered by `precedes`: whether its first argument is to come out earlier.
    ///
    /// For pairs of a priority and something else: `PriorityQueue { $0.0 < $1.0 }`.
    public init(
        maxsize: Int = 0,
        name: String? = nil,
        by precedes: @escaping (Element, Element) -> Bool
    ) {
        heap = PriorityHeap(by: precedes)
        super.init(maxsize: maxsize, name: name, isFirstInFirstOut: false)
    }

    override func store(_ item: Element) { heap.insert(item) }

    override func take() -> Element { heap.removeFirst() }
}

extension PriorityQueue where Element: Comparable {
    /// An empty queue, ordered by `<`.
    public convenience init(maxsize: Int = 0, name: String? = nil) {
        self.init(maxsize: maxsize, name: name) { $0 < $1 }
    }
}

/// A binary heap; equal elements come out in the order they were put in.
struct PriorityHeap<Element> {
    private let precedes: (Element, Element) -> Bool
    private var entries: [(element: Element, order: UInt64)] = []
    private var inserted: UInt64 = 0

    init(by precedes: @escaping (Element, Element) -> Bool) {
        self.precedes = precedes
    }

    var count: Int { entries.count }

    mutating func insert(_ element: Element) {
        inserted += 1
        entries.append((element, inserted))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard comesFirst(child, parent) else { break }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the first element out; there is one.
    mutating func removeFirst() -> Element {
        entries.swapAt(0, entries.count - 1)
        let first = entries.removeLast().element
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, comesFirst(child + 1, child) { child += 1 }
            guard comesFirst(child, parent) else { break }
            entries.swapAt(child, parent)
            parent = child
        }
        return first
    }

    private func comesFirst(_ a: Int, _ b: Int) -> Bool {
        if precedes(entries[a].element, entries[b].element) { return true }
        if precedes(entries[b].element, entries[a].element) { return false }
        return entries[a].order < entries[b].order
    }
}
