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
/// constant time. Nearly all leave at an end; only when one leaves from the middle of a long line
/// is it noted where everybody stands.
struct ReadyLine: Equatable, Sendable {
    /// Tasks as their number, callbacks as -1 less theirs, 0 for a gap.
    private var slots: [Int] = []
    private var head = 0
    private(set) var count = 0
    /// Where each stands, counted from the beginning of time: slot plus `removed`.
    private var places: [Int: Int]?
    private var removed = 0

    var first: ReadyEntry? { head < slots.count ? Self.entry(slots[head]) : nil }

    /// The entries, the next to run first.
    var entries: [ReadyEntry] { slots[head...].compactMap(Self.entry) }

    /// The first `count` of them.
    func entries(first count: Int) -> [ReadyEntry] {
        Array(slots[head...].lazy.compactMap(Self.entry).prefix(count))
    }

    /// Adds `entry`, which does not stand in the line, at its end.
    mutating func append(_ entry: ReadyEntry) {
        let number = Self.number(entry)
        places?[number] = removed + slots.count
        slots.append(number)
        count += 1
    }

    /// Takes `entry` out, wherever it stands, if it does.
    mutating func remove(_ entry: ReadyEntry) {
        let number = Self.number(entry)
        guard let slot = slot(of: number) else { return }
        places?[number] = nil
        slots[slot] = 0
        count -= 1
        while head < slots.count, slots[head] == 0 { head += 1 }
        while slots.count > head, slots[slots.count - 1] == 0 { slots.removeLast() }
        if head > 32, head * 2 > slots.count {
            slots.removeFirst(head)
            removed += head
            head = 0
        }
    }

    private mutating func slot(of number: Int) -> Int? {
        if let places { return places[number].map { $0 - removed } }
        let near = 64
        if let slot = slots[head...].prefix(near).firstIndex(of: number) { return slot }
        guard slots.count - head > near else { return nil }
        if let slot = slots[head...].suffix(near).firstIndex(of: number) { return slot }
        var noted: [Int: Int] = [:]
        for slot in head..<slots.count where slots[slot] != 0 {
            noted[slots[slot]] = removed + slot
        }
        places = noted
        return noted[number].map { $0 - removed }
    }

    private static func number(_ entry: ReadyEntry) -> Int {
        switch entry {
        case .task(let id): id
        case .callback(let id): -1 - id
        }
    }

    private static func entry(_ number: Int) -> ReadyEntry? {
        number == 0 ? nil : number > 0 ? .task(number) : .callback(-1 - number)
    }

    static func == (left: ReadyLine, right: ReadyLine) -> Bool { left.entries == right.entries }
}
