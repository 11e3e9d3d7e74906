import AsyncLoop
import Glibc

/// The end of a connection at which bytes come in.
///
/// Nothing is taken from the socket before somebody asks for it, so whoever sends faster than is
/// read here has to wait, by and by: that is TCP's own backpressure. What has been taken in and not
/// been read costs no turn of the loop; else the task waits until the socket can be read.
///
/// Cancelling a wait loses no byte: the next read begins where that one did.
/// One task reads at a time.
/// Source: asyncio `StreamReader`, which takes bytes in before they are asked for, up to twice the
/// limit.
@EventLoop
public final class StreamReader {
    /// How many bytes may come before a separator is found, unless the connection was opened with
    /// another limit: 64 KiB, as in asyncio.
    public static nonisolated let usualLimit = 64 * 1024

    /// How many bytes may come before a separator is found.
    public nonisolated let limit: Int
    let connection: Connection
    /// The socket's number, to watch it by hand; not to be closed by that.
    ///
    /// Source: asyncio `get_extra_info('socket').fileno()`.
    public nonisolated var descriptor: Int32 { connection.descriptor }

    var unread = ByteQueue()
    private(set) var hasEnded = false
    private var isWaiting = false
    /// What broke the connection, if anything has.
    private var failure: SocketError?
    /// Whether it is worth asking the socket before waiting for it: not when it gave less than
    /// there was room for, and so all it had. To ask costs as much as half a wait.
    private var mayHaveMore = true
    /// How many bytes have come since it last waited.
    private var cameInTurn = 0

    init(_ connection: Connection, limit: Int) {
        self.connection = connection
        self.limit = limit
    }

    /// Whether the other end has said that nothing more comes, and all that came has been read.
    ///
    /// Source: asyncio `StreamReader.at_eof`.
    public var isAtEnd: Bool { hasEnded && unread.isEmpty }

    /// Up to `most` bytes, as soon as there is one; none at the end, nor if `most` is 0.
    ///
    /// Order: costs no turn if bytes have been taken in already; else, as a rule, the caller
    /// resumes one pass after the one whose poll found the socket ready.
    /// Errors: `SocketError` if the connection broke, `CancelledError`, `StreamError`.
    /// Source: asyncio `StreamReader.read`.
    public func read(_ most: Int = 64 * 1024, line: UInt = #line) async throws -> [UInt8] {
        guard most > 0 else {
            if most == 0 { return [] }
            throw StreamError.negativeCount(most)
        }
        if unread.isEmpty, try await !fill(line: line) { return [] }
        return unread.take(min(most, unread.count))
    }

    /// `count` bytes, no fewer.
    ///
    /// Errors: `IncompleteReadError` if the stream ends before, with what has come; else those of
    /// `read`.
    /// Source: asyncio `StreamReader.readexactly`.
    public func readExactly(_ count: Int, line: UInt = #line) async throws -> [UInt8] {
        guard count >= 0 else { throw StreamError.negativeCount(count) }
        while unread.count < count {
            guard try await fill(line: line) else {
                throw IncompleteReadError(partial: unread.take(unread.count), expected: count)
            }
        }
        return unread.take(count)
    }

    /// All that comes until the other end says that nothing more does.
    ///
    /// Errors: those of `read`.
    /// Source: asyncio `StreamReader.read(-1)`.
    public func readAll(line: UInt = #line) async throws -> [UInt8] {
        while try await fill(line: line) {}
        return unread.take(unread.count)
    }

    // MARK: The socket

    /// Waits until more bytes are in `unread`; returns false at the end.
    @inline(__always)
    func fill(line: UInt) async throws -> Bool {
        if isWaiting { throw StreamError.readsAlready }
        while true {
            if !connection.isReadable { hasEnded = true }
            if hasEnded { return false }
            if mayHaveMore, let isMore = try receive() { return isMore }
            isWaiting = true
            defer { isWaiting = false }
            do {
                try await readable(connection.descriptor, line: line)
            } catch LoopError.descriptor where !connection.isReadable {}
            cameInTurn = 0
            mayHaveMore = true
        }
    }

    /// Takes what the socket has: whether there is more, nil if that is not known yet.
    private func receive() throws -> Bool? {
        if let failure { throw failure }
        let room = Self.room
        let count = Socket.receive(connection.descriptor, into: room)
        if count > 0 {
            unread.append(UnsafeRawBufferPointer(rebasing: room[..<count]))
            cameInTurn += count
            mayHaveMore = count == room.count && cameInTurn < Connection.bytesPerTurn
            return true
        }
        if count < 0 {
            if errno == EAGAIN { return nil }
            let error = SocketError("read")
            failure = error
            throw error
        }
        hasEnded = true
        return false
    }

    /// What every reader has its bytes put into first: nobody waits while there are any in it.
    private static let room = UnsafeMutableRawBufferPointer.allocate(
        byteCount: 64 * 1024,
        alignment: 16
    )
}
