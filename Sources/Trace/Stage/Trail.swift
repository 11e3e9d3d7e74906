/// Boards a little before the moment one is at, so that going back step by step is quick where the
/// timeline's own are far apart, as they are if there are 100,000 tasks.
struct Trail: Sendable {
    /// In the order of their moments.
    private var boards: [Board] = []

    /// So few events are folded in within a millisecond.
    private static let near = 1024

    /// Takes `board` to the moment after `count` events.
    mutating func go(_ board: inout Board, to count: Int, on timeline: Timeline) {
        boards.removeAll { $0.index > count }
        for kept in boards where kept.index > board.index || board.index > count { board = kept }
        let start = timeline.checkpoint(before: count)
        if start > board.index || board.index > count { board = timeline.board(at: start) }
        let distance = count - board.index
        // From the one half way the next stretch back is half as long.
        if distance > 4 * Self.near { keep(&board, at: board.index + distance / 2, timeline) }
        if distance > Self.near { keep(&board, at: count - Self.near / 2, timeline) }
        timeline.fold(into: &board, to: count)
        // Who walks on for long may turn round at any step.
        if count - max(start, boards.last?.index ?? 0) > 8 * Self.near {
            keep(&board, at: count, timeline)
        }
    }

    private mutating func keep(_ board: inout Board, at index: Int, _ timeline: Timeline) {
        timeline.fold(into: &board, to: index)
        boards.append(board)
        if boards.count > 4 { boards.removeFirst() }
    }
}
