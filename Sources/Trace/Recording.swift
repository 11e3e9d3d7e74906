import LoopEvents

/// Everything that was recorded of one run.
public struct Recording: Sendable {
    /// The events, in order.
    public let events: [LoopEvent]
    /// What was run.
    public let title: String
    /// The line of the source file that the program's code begins on.
    public let firstLine: Int

    /// Copies the record in `buffer`.
    public init(_ buffer: RecordBuffer, title: String, firstLine: Int = 1) {
        events = (0..<buffer.eventCount).map { buffer[$0] }
        self.title = title
        self.firstLine = firstLine
    }
}
