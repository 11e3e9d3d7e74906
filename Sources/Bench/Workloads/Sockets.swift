import Glibc

/// Both ends of a connection over loopback TCP; neither ever blocks.
struct SocketPair {
    var client: Int32
    var server: Int32

    /// So many connections, through a listening socket that is closed again.
    static func connected(_ count: Int) throws(SocketError) -> [SocketPair] {
        let listener = try opened()
        defer { Glibc.close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        // Port 0 asks for any that is free; `getsockname` says which.
        try withSocketAddress(&address) { address, size in
            Glibc.bind(listener, address, size.pointee) == 0 && listen(listener, 128) == 0
                && getsockname(listener, address, size) == 0
        }
        var pairs: [SocketPair] = []
        for _ in 0..<count {
            let client = try opened()
            try withSocketAddress(&address) { connect(client, $0, $1.pointee) == 0 }
            let server = accept(listener, nil, nil)
            guard server >= 0 else { throw SocketError.last }
            for socket in [client, server] { try prepare(socket) }
            pairs.append(SocketPair(client: client, server: server))
        }
        return pairs
    }

    private static func opened() throws(SocketError) -> Int32 {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw SocketError.last }
        return socket
    }

    /// Small messages are not to wait for one another, nor anybody for the kernel.
    private static func prepare(_ socket: Int32) throws(SocketError) {
        var on: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        guard setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, size) == 0,
            fcntl(socket, F_SETFL, O_NONBLOCK) == 0
        else { throw SocketError.last }
    }

    private static func withSocketAddress(
        _ address: inout sockaddr_in,
        _ succeeds: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Bool
    ) throws(SocketError) {
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let succeeded = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { succeeds($0, &size) }
        }
        guard succeeded else { throw SocketError.last }
    }

    /// Tells the server that nothing more will come.
    func hangUp() { shutdown(client, Int32(SHUT_WR)) }

    func close() {
        Glibc.close(client)
        Glibc.close(server)
    }
}

/// The 64 bytes that one end of a connection sends or has received so far.
final class Message {
    static let size = 64
    private let bytes: UnsafeMutableRawPointer
    /// How many have been sent or received.
    var position = 0

    init() {
        bytes = .allocate(byteCount: Self.size, alignment: 8)
        bytes.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: "x"), count: Self.size)
    }

    deinit { bytes.deallocate() }

    var isComplete: Bool { position == Self.size }

    /// Takes what is there, if anything is. Returns false at the end of what comes.
    func fill(from socket: Int32) throws(SocketError) -> Bool {
        let count = recv(socket, bytes + position, Self.size - position, 0)
        if count < 0, errno != EAGAIN { throw SocketError.last }
        position += max(0, count)
        return count != 0
    }

    /// Gives what is left of it as far as there is room.
    func drain(to socket: Int32) throws(SocketError) {
        let count = Glibc.send(
            socket,
            bytes + position,
            Self.size - position,
            Int32(MSG_NOSIGNAL)
        )
        if count < 0, errno != EAGAIN { throw SocketError.last }
        position += max(0, count)
    }

    /// Sends all of it, and makes ready to receive. There is room: never more than one message is
    /// on its way.
    func sendAll(to socket: Int32) throws(SocketError) {
        position = 0
        try drain(to: socket)
        guard isComplete else { throw SocketError("took less than a message") }
        position = 0
    }
}

/// What went wrong with a socket.
struct SocketError: Error, CustomStringConvertible {
    var description: String

    init(_ what: String) { description = "a connection \(what)" }

    static var last: SocketError { SocketError("failed: \(String(cString: strerror(errno)))") }
}
