import AsyncLoop

/// A lesson that is compiled into the program.
public struct EmbeddedLesson: Sendable {
    /// Its file's name, such as `01-event-loop.md`.
    public let fileName: String
    /// Its title.
    public let title: String
    /// What it is about, as plain text; paragraphs are parted by an empty line.
    public let summary: String
    /// Its demos, in order.
    public let demos: [EmbeddedDemo]
    /// What the compiler said of each block that must not compile, by the line of its fence.
    /// One message a line, `LINE:COLUMN: error: …`, with lines counted in the block from 1.
    public let compilerMessages: [Int: String]
    /// The file's text.
    public let source: String
}

extension EmbeddedLesson {
    /// A lesson of these parts; its demos are found by name when they are run.
    public init(
        fileName: String,
        title: String,
        summary: String,
        source: String,
        compilerMessages: [Int: String] = [:]
    ) {
        self.init(
            fileName: fileName,
            title: title,
            summary: summary,
            demos: [],
            compilerMessages: compilerMessages,
            source: source
        )
    }

    /// Where its file is in the package: what its messages and `#line` name.
    public var path: String { "Lessons/" + fileName }

    /// What commands call it: the file's name without number and ending.
    public var name: String { String(fileName.drop { $0 != "-" }.dropFirst().dropLast(3)) }
}

/// A demo that is compiled into the program.
public struct EmbeddedDemo: Sendable {
    /// Its name, unique in its lesson.
    public let name: String
    /// What its time is made of.
    public let clock: LoopClock
    /// Its code.
    public let body: @EventLoop @Sendable () async throws -> Void
}
