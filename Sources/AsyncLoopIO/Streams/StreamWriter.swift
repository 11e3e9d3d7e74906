import AsyncLoop
import Glibc

/// The end of a connection at which bytes go out.
///
/// What is written goes to the socket at once, as far as that has room; the rest is kept and goes
/// by and by, also if nobody waits for it. `drain` waits while too much is kept: call it after
/// `write`, so that a slow reader at the other end slows the writer down, and not fills its memory.
///
/// Closed by `close`, or when the last of those who have it, or its reader, is gone.
/// Source: asyncio `StreamWriter`.
@EventLoop
public final class StreamWriter {
    let connection: Connection
    /// The socket's number, to watch it by hand; not to be closed by that.
    ///
    /// Source: asyncio `get_extra_info('socket').fileno()`.
    public nonisolated var descriptor: Int32 { connection.descriptor }

    /// The address at the other end. Source: asyncio `get_extra_info('peername')`.
    public nonisolated let peer: SocketAddress?
    /// The address at this end. Source: asyncio `get_extra_info('sockname')`.
    public nonisolated let own: SocketAddress?

    private var unsent = ByteQueue()
    private var highWater = 64 * 1024
    private var lowWater = 16 * 1024
    /// Whether so much is kept that who writes should wait.
    private var isFull = false
    /// How many bytes have gone since it last waited.
    private var wentInTurn = 0
    private var drainers: [DescriptorFuture] = []
    private var failure: SocketError?
    private var hasEnded = false
    /// Whether `close` was called.
    public private(set) var isClosing = false

    init(_ connection: Connection, peer: SocketAddress?, own: SocketAddress?) {
        self.connection = connection
        self.peer = peer
        self.own = own
    }

    // MARK: Writing

    /// Sends `bytes`, or keeps of them what finds no room.
    ///
    /// Errors: `StreamError` after `writeEOF` or `close`; `SocketError` if the connection is known
    /// to be broken. It may take a while until that is known.
    /// Source: asyncio `StreamWriter.write`, which leaves it to `drain` to throw.
    public func write(_ bytes: [UInt8], line: UInt = #line) throws {
        try bytes.withUnsafeBytes { try write($0, line: line) }
    }

    /// Sends the UTF-8 of `text`, or keeps of it what finds no room. Errors: the same.
    public func write(_ text: String, line: UInt = #line) throws {
        var text = text
        try text.withUTF8 { try write(UnsafeRawBufferPointer($0), line: line) }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, line: UInt) throws {
        if let failure { throw failure }
        if isClosing || !connection.isOpen { throw StreamError.closed }
        if hasEnded { throw StreamError.ended }
        guard !bytes.isEmpty else { return }
        var sent = 0
        if unsent.isEmpty {
            sent = Socket.send(connection.descriptor, bytes)
            if sent < 0, errno != EAGAIN { throw broken(errno) }
            sent = max(0, sent)
            wentInTurn += sent
            if sent == bytes.count { return }
            try EventLoop.addWriter(connection.descriptor, line: line) { self.flush() }
        }
        unsent.append(UnsafeRawBufferPointer(rebasing: bytes[sent...]))
        if unsent.count > highWater { isFull = true }
    }

    /// How many bytes are kept. Source: asyncio `transport.get_write_buffer_size`.
    public var unsentCount: Int { unsent.count }

    /// Sets from how many bytes kept on `drain` waits, and how few have to be left for it to go on.
    ///
    /// Units: bytes; 64 KiB and 16 KiB unless they are set, and a quarter of `high` if `low` is not
    /// given. Traps if `low` is negative or above `high`.
    /// Source: asyncio `transport.set_write_buffer_limits`.
    public func setWriteBufferLimits(high: Int, low: Int? = nil) {
        let low = low ?? high / 4
        precondition(0 <= low && low <= high, "limits of \(low) and \(high) bytes make no sense")
        (highWater, lowWater) = (high, low)
        isFull = unsent.count > highWater
        if !isFull { wakeDrainers() }
    }

    /// Waits while more than the high-water mark is kept, until no more than the low-water mark is.
    ///
    /// Order: costs no turn if less is kept, but now and then lets others run; else the caller
    /// resumes one pass after the one in which enough has gone.
    /// Errors: `SocketError` if the connection broke; `CancelledError`.
    /// Source: asyncio `StreamWriter.drain`.
    @inline(__always)
    public func drain(line: UInt = #line) async throws {
        if isFull || wentInTurn > Connection.bytesPerTurn || failure != nil {
            try await waitForRoom(line: line)
        }
    }

    private func waitForRoom(line: UInt) async throws {
        if let failure { throw failure }
        wentInTurn = 0
        guard isFull else { return try await sleep(0, line: line) }
        let drainer = DescriptorFuture(writer: connection.descriptor)
        drainers.append(drainer)
        try await drainer.value(line: line)
    }

    // MARK: Ending

    /// Says that nothing more will come from here, once what is kept has gone; reading goes on.
    ///
    /// Source: asyncio `StreamWriter.write_eof`.
    public func writeEOF() {
        guard !hasEnded, !isClosing else { return }
        hasEnded = true
        if unsent.isEmpty { shutdown(connection.descriptor, Int32(SHUT_WR)) }
    }

    /// Closes the connection, once what is kept has gone. Who reads is at the end now.
    ///
    /// Source: asyncio `StreamWriter.close`.
    public func close() {
        guard !isClosing else { return }
        isClosing = true
        if unsent.isEmpty { connection.close() } else { connection.endReading() }
    }

    /// Closes the connection at once; what is kept is lost.
    ///
    /// Source: asyncio `transport.abort`.
    public func abort() {
        isClosing = true
        unsent.dropAll()
        isFull = false
        connection.close()
        wakeDrainers()
    }

    /// Waits until the connection is closed.
    ///
    /// Errors: `SocketError` if it broke before all was sent; `CancelledError`.
    /// Source: asyncio `StreamWriter.wait_closed`.
    public func waitClosed(line: UInt = #line) async throws {
        try await connection.closed(line: line)
        if let failure { throw failure }
    }

    // MARK: What is kept

    /// Sends of what is kept as much as there is room for now.
    private func flush() {
        let sent = unsent.withBytes { Socket.send(connection.descriptor, $0) }
        if sent < 0 {
            if errno != EAGAIN { _ = broken(errno) }
            return
        }
        unsent.drop(sent)
        if unsent.count <= lowWater { isFull = false; wakeDrainers() }
        guard unsent.isEmpty else { return }
        EventLoop.removeWriter(connection.descriptor)
        if isClosing {
            connection.close()
        } else if hasEnded {
            shutdown(connection.descriptor, Int32(SHUT_WR))
        }
    }

    /// Gives up what is kept, as the connection is broken.
    private func broken(_ code: Int32) -> SocketError {
        let error = SocketError("write", code: code)
        failure = error
        unsent.dropAll()
        wakeDrainers()
        EventLoop.removeWriter(connection.descriptor)
        if isClosing { connection.close() }
        return error
    }

    private func wakeDrainers() {
        for drainer in drainers where !drainer.isDone {
            if let failure { try? drainer.setError(failure) } else { try? drainer.setResult(()) }
        }
        drainers = []
    }
}
