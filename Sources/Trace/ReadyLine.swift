/// One entry of the ready queue.
public enum ReadyEntry: Hashable, Sendable {
    /// The task with this number.
    case task(Int)
    /// The callback with this number.
    case callback(Int)
}

/// The ready queue: first in, first out, but anything can be taken out of it.
///
/// Taking out of the middle leaves a gap that closes when the front reaches it, so both ends cost
/// constant time.
struct ReadyLine: Equatable, Sendable {
    private var slots: [ReadyEntry?] = []
    private var head = 0
    /// Where each entry is, counted from the beginning of time: slot plus `removed`.
    private var places: [ReadyEntry: Int] = [:]
    private var removed = 0

    var count: Int { places.count }

    var first: ReadyEntry? { head < slots.count ? slots[head] : nil }

    /// The entries, the next to run first.
    var entries: [ReadyEntry] { slots[head...].compactMap { $0 } }

    mutating func append(_ entry: ReadyEntry) {
        remove(entry)
        places[entry] = removed + slots.count
        slots.append(entry)
    }

    mutating func remove(_ entry: ReadyEntry) {
        guard let place = places.removeValue(forKey: entry) else { return }
        slots[place - removed] = nil
        while head < slots.count, slots[head] == nil { head += 1 }
        if head > 32, head * 2 > slots.count {
            slots.removeFirst(head)
            removed += head
            head = 0
        }
    }

    func contains(_ entry: ReadyEntry) -> Bool { places[entry] != nil }

    static func == (left: ReadyLine, right: ReadyLine) -> Bool { left.entries == right.entries }
}
