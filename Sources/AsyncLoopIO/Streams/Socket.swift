import Glibc

/// The system calls on sockets, none of which blocks.
enum Socket {
    /// A socket for addresses of `family`.
    static func open(_ family: Int32, for request: String) throws(SocketError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else { throw SocketError(request) }
        return descriptor
    }

    /// A socket that listens at `address`.
    static func listen(at address: SocketAddress, backlog: Int32) throws(SocketError) -> Int32 {
        let request = "listen at \(address)"
        let descriptor = try open(address.family, for: request)
        // A port that was used a moment ago may be used again; and IPv4 has a socket of its own.
        if address.family != AF_UNIX { set(SO_REUSEADDR, of: SOL_SOCKET, on: descriptor) }
        if address.family == AF_INET6 { set(IPV6_V6ONLY, of: Int32(IPPROTO_IPV6), on: descriptor) }
        guard address.withKernelForm({ bind(descriptor, $0, $1) }) == 0,
            Glibc.listen(descriptor, backlog) == 0
        else {
            let error = SocketError(request)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// The next connection that has come to a listening socket; -1 with `errno` set if none has.
    static func accept(from listener: Int32) -> Int32 {
        let descriptor = Glibc.accept(listener, nil, nil)
        if descriptor >= 0 {
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
        return descriptor
    }

    /// Small messages are not to wait for one another, as in asyncio.
    static func sendAtOnce(_ descriptor: Int32) {
        set(TCP_NODELAY, of: Int32(IPPROTO_TCP), on: descriptor)
    }

    private static func set(_ option: Int32, of level: Int32, on descriptor: Int32) {
        var on: Int32 = 1
        setsockopt(descriptor, level, option, &on, socklen_t(MemoryLayout.size(ofValue: on)))
    }

    /// The error that a connection attempt, or what came of it, ended with; 0 for none.
    static func pendingError(of descriptor: Int32) -> Int32 {
        var error: Int32 = 0
        var size = socklen_t(MemoryLayout.size(ofValue: error))
        let failed = getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) != 0
        return failed ? errno : error
    }

    /// The address at this end.
    static func ownAddress(of descriptor: Int32) -> SocketAddress? {
        address { getsockname(descriptor, $0, $1) }
    }

    /// The address at the other end.
    static func peerAddress(of descriptor: Int32) -> SocketAddress? {
        address { getpeername(descriptor, $0, $1) }
    }

    private static func address(
        _ ask: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> SocketAddress? {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout.size(ofValue: storage))
        return withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                ask($0, &size) == 0 ? SocketAddress($0, length: size) : nil
            }
        }
    }

    /// Takes up to `buffer.count` bytes: how many, 0 at the end, -1 with `errno` set.
    @inline(__always)
    static func receive(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count >= 0 || errno != EINTR { return count }
        }
    }

    /// Gives as many of `bytes` as there is room for: how many, or -1 with `errno` set.
    ///
    /// A peer that is gone is an error here and no signal, which would end the process.
    @inline(__always)
    static func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        while true {
            let count = Glibc.send(
                descriptor,
                bytes.baseAddress,
                bytes.count,
                Int32(MSG_NOSIGNAL)
            )
            if count >= 0 || errno != EINTR { return count }
        }
    }
}
