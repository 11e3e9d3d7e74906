import AsyncLoop

/// The lines of a file, one after the other.
///
/// Source: `async for line in file` of aiofiles, but without the end of line.
public struct FileLines: AsyncSequence, Sendable {
    private let file: AsyncFile
    private let line: UInt

    init(_ file: AsyncFile, line: UInt) {
        self.file = file
        self.line = line
    }

    /// Goes from line to line.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let file: AsyncFile
        fileprivate let line: UInt

        /// The next line; nil at the file's end. Errors: as of `AsyncFile.readLine`.
        public mutating func next() async throws -> String? {
            try await file.readLine(line: line)
        }
    }

    /// An iterator; all of one file share where it stands.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(file: file, line: line) }
}
