/// What a file of JSON Lines held: the recordings that are sound, and what is to be said of it.
public struct RecordFile: Sendable {
    /// The recordings, in the file's order; events that could not be kept are counted in each
    /// one's `damagedEvents`.
    public let recordings: [Recording]
    /// What was left out and why, in the file's order; empty for a whole file.
    public let notes: [Note]

    /// Something about a line of the file.
    public struct Note: Error, Equatable, Sendable {
        /// The line, from 1.
        public let line: Int
        /// What is wrong with it, and what was done, in a sentence without a full stop; no text of
        /// the file's own.
        public let message: String
    }
}

/// How much of a file is read, so that no file can take all memory.
public struct RecordLimits: Equatable, Sendable {
    /// Events of all recordings together.
    public var events: Int
    /// Bytes of one line.
    public var lineBytes: Int
    /// Bytes of the whole file.
    public var fileBytes: Int

    /// 8 million events, lines of 16 MiB, 4 GiB in all, unless told otherwise.
    public init(
        events: Int = 8_000_000,
        lineBytes: Int = 16 << 20,
        fileBytes: Int = 4 << 30
    ) {
        self.events = events
        self.lineBytes = lineBytes
        self.fileBytes = fileBytes
    }
}
