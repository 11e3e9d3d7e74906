import AsyncLoop

extension StreamReader {
    /// All up to and with the next `separator`.
    ///
    /// Errors: `LimitOverrunError` if it does not come within the limit: what came stays and can be
    /// read otherwise. `IncompleteReadError` if the stream ends before, with what has come; else
    /// those of `read`.
    /// Source: asyncio `StreamReader.readuntil`.
    public func readUntil(_ separator: [UInt8], line: UInt = #line) async throws -> [UInt8] {
        guard !separator.isEmpty else { throw StreamError.emptySeparator }
        var searched = 0
        while true {
            if let offset = unread.offset(of: separator, from: searched) {
                guard offset <= limit else { throw LimitOverrunError(limit: limit) }
                return unread.take(offset + separator.count)
            }
            // The separator may have begun with what came last.
            searched = max(0, unread.count - separator.count + 1)
            guard searched <= limit else { throw LimitOverrunError(limit: limit) }
            guard try await fill(line: line) else {
                throw IncompleteReadError(partial: unread.take(unread.count), expected: nil)
            }
        }
    }

    /// All up to and with the next `separator`, whose bytes are its UTF-8. Errors: the same.
    public func readUntil(_ separator: String, line: UInt = #line) async throws -> [UInt8] {
        try await readUntil(Array(separator.utf8), line: line)
    }

    /// The next line without its end, `\n` or `\r\n`; nil if there is none.
    ///
    /// The last line needs no end. What is no UTF-8 is replaced by `�`.
    /// Errors: `LimitOverrunError` if the line is longer than the limit, which drops it, as far as
    /// it has come; else those of `read`.
    /// Source: asyncio `StreamReader.readline`, whose lines keep their end and are empty where
    /// there is none.
    public func readLine(line: UInt = #line) async throws -> String? {
        var bytes: [UInt8]
        do {
            bytes = try await readUntil([newline], line: line)
        } catch let error as IncompleteReadError {
            guard !error.partial.isEmpty else { return nil }
            bytes = error.partial
        } catch let error as LimitOverrunError {
            unread.drop(unread.offset(of: [newline], from: 0).map { $0 + 1 } ?? unread.count)
            throw error
        }
        if bytes.last == newline {
            bytes.removeLast()
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        }
        return bytes.decoded()
    }

    /// The lines that come, for `for try await`; it ends where the stream does.
    ///
    /// Order, errors: as of `readLine`.
    /// Source: asyncio's `async for line in reader`.
    public func lines(line: UInt = #line) -> StreamLines {
        StreamLines(reader: self, line: line)
    }
}

private let newline = UInt8(ascii: "\n")

/// The lines of a stream; see `StreamReader.lines`.
@EventLoop
public struct StreamLines: AsyncSequence, AsyncIteratorProtocol {
    let reader: StreamReader
    let line: UInt

    /// Itself: a stream is read once.
    public nonisolated func makeAsyncIterator() -> StreamLines { self }

    /// The next line; nil at the end. Errors: as of `StreamReader.readLine`.
    public func next() async throws -> String? {
        try await reader.readLine(line: line)
    }
}

extension Collection<UInt8> {
    /// The text whose UTF-8 these bytes are; what is no UTF-8 is replaced by `�`.
    ///
    /// Source: Python `bytes.decode`.
    public func decoded() -> String { String(decoding: self, as: UTF8.self) }
}
