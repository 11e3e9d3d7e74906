import LoopEvents

/// Finds the log's rows around any event, without making the log of the whole recording.
///
/// A row covers the events up to the last one it tells of. What a row tells of follows its event at
/// once, so where rows end can be found out from near by. The board does not matter for that.
struct RowFinder: Sendable {
    let teller: LogTeller
    private let nowhere = Board()

    private var count: Int { teller.events.count }

    /// The events of the row that holds the event at `index`, and the event it is about; nil for
    /// those after the last row, of which there is nothing to tell.
    func row(holding index: Int) -> (range: Range<Int>, event: Int?) {
        var reach = 32
        while true {
            let begin = place(before: index - reach)
            if let found = search(from: begin, for: index) { return found }
            reach *= 8
        }
    }

    /// The row that holds `index`, if it does not begin before `begin`; nil if it may.
    private func search(from begin: Int, for index: Int) -> (range: Range<Int>, event: Int?)? {
        // Where a row begins is known at the end of the one before.
        var start = begin == 0 ? 0 : -1
        var next = begin
        while next < count {
            guard let telling = teller.tell(next, on: nowhere) else {
                next += 1
                continue
            }
            let end = min(max(telling.end, next + 1), count)
            if index < end { return start < 0 ? nil : (start..<end, next) }
            (start, next) = (end, end)
        }
        return start < 0 ? nil : (start..<count, nil)
    }

    /// The last event at or before `index` that no row before it can have told of.
    private func place(before index: Int) -> Int {
        var place = max(0, index)
        while place > 0, Self.mayFollow.contains(teller.events[place].kind) { place -= 1 }
        return place
    }

    /// What may be told of together with an event before it.
    private static let mayFollow: Set<EventKind> = [
        .taskWoken, .handleScheduled, .futureCompleted, .coroutineStarted, .cancelDelivered,
        .taskStepped, .workStarted,
    ]
}
