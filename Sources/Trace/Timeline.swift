import LoopEvents

/// The board at any moment of a recording, found at once.
///
/// Boards are kept at some distance from each other, and the events since the nearest one are
/// folded in. A value: building it walks over the recording once, after that nothing changes.
public struct Timeline: Sendable {
    /// What was recorded.
    public let recording: Recording
    /// Boards to begin at, by index.
    private var checkpoints: [Board] = []
    private var spacing: Int
    private let room: Int

    /// The timeline of `recording`.
    public init(_ recording: Recording) {
        // 16,384 events are folded in within a few milliseconds; boards with three million tasks
        // between them take some 150 MB.
        self.init(recording, spacing: 16_384, room: 3_000_000)
    }

    /// The timeline with a board kept every `spacing` events, or at a greater distance if those
    /// boards together would weigh more than `room`.
    init(_ recording: Recording, spacing: Int, room: Int) {
        self.recording = recording
        self.spacing = spacing
        self.room = room
        guard recording.events.count > spacing else { return }
        var board = Board()
        var weight = 0
        for event in recording.events {
            if board.index > 0, board.index % self.spacing == 0 {
                checkpoints.append(board)
                weight += board.weight
                if weight > room { weight = thinOut() }
            }
            board.apply(event)
        }
    }

    /// Drops every second board. Returns what those that are left weigh.
    private mutating func thinOut() -> Int {
        spacing *= 2
        checkpoints.removeAll { $0.index % spacing != 0 }
        return checkpoints.reduce(0) { $0 + $1.weight }
    }

    /// The board after the first `count` events; after all of them if there are fewer.
    public func board(at count: Int) -> Board {
        let place = number(before: count)
        var board = place > 0 ? checkpoints[place - 1] : Board()
        fold(into: &board, to: count)
        return board
    }

    /// The nearest moment, up to the one after `count` events, whose board is there at once.
    func checkpoint(before count: Int) -> Int {
        let place = number(before: count)
        return place > 0 ? checkpoints[place - 1].index : 0
    }

    private func number(before count: Int) -> Int {
        min(max(0, count) / spacing, checkpoints.count)
    }

    /// Takes `board`, which lies before it, to the moment after `count` events.
    func fold(into board: inout Board, to count: Int) {
        while board.index < min(count, recording.events.count) {
            board.apply(recording.events[board.index])
        }
    }
}
