import AsyncLoop
import Glibc

/// What a connection's reader and writer share: its socket, and whether that is open.
///
/// The socket is closed once: by `close`, or with the last of those who have it, so that whoever
/// forgets to close, or is cancelled on the way there, loses no descriptor.
@EventLoop
final class Connection {
    /// How many bytes may go one way in one turn of a task before others get theirs: where there
    /// always is something to read, nobody would ever have to wait.
    static nonisolated let bytesPerTurn = 256 * 1024

    nonisolated let descriptor: Int32
    private(set) var isOpen = true
    /// Whether anybody may still read: not once it was asked to close.
    private(set) var isReadable = true
    private var closers: [Future<Void>] = []

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        Socket.sendAtOnce(descriptor)
    }

    deinit {
        if isOpen { Glibc.close(descriptor) }
    }

    /// Who waits to read, or reads from now on, is at the end.
    func endReading() {
        guard isReadable else { return }
        isReadable = false
        EventLoop.removeReader(descriptor)
    }

    /// Closes the socket; who waits for that goes on.
    func close() {
        guard isOpen else { return }
        endReading()
        isOpen = false
        EventLoop.removeWriter(descriptor)
        Glibc.close(descriptor)
        for closer in closers where !closer.isDone { try? closer.setResult(()) }
        closers = []
    }

    /// Waits until the socket is closed.
    func closed(line: UInt) async throws {
        guard isOpen else { return }
        let closer = Future<Void>(name: "closing", line: line)
        closers.append(closer)
        try await closer.value(line: line)
    }
}
