import Glibc

/// Where one end of a connection is: a numeric host and a port, or a path.
public struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// The kernel's form of it, a `sockaddr` of whatever family.
    private let bytes: [UInt8]

    init(_ address: UnsafePointer<sockaddr>, length: socklen_t) {
        bytes = Array(UnsafeRawBufferPointer(start: address, count: Int(length)))
    }

    /// The address of a host that is given as numbers, such as `127.0.0.1` or `::1`.
    ///
    /// Returns nil if `host` is a name, which it takes a resolver to find, or `port` is none.
    public init?(host: String, port: Int) {
        let found = try? NameLookup(host: host, port: port, isNumeric: true).addresses()
        guard let first = found?.first else { return nil }
        self = first
    }

    /// The address of a Unix socket.
    ///
    /// Returns nil if `path` is empty, has a zero byte in it, or is longer than the kernel takes:
    /// 107 bytes.
    public init?(path: String) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(path.utf8) + [0]
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard name.count > 1, name.count <= capacity, !path.utf8.contains(0) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let size = MemoryLayout<sockaddr_un>.size - capacity + name.count
        bytes = withUnsafeBytes(of: &address) { Array($0[..<size]) }
    }

    // MARK: Parts

    /// What kind of address it is, as `socket` wants to know it: `AF_INET`, `AF_INET6`, `AF_UNIX`.
    var family: Int32 {
        guard bytes.count >= MemoryLayout<sa_family_t>.size else { return AF_UNSPEC }
        return Int32(bytes.withUnsafeBytes { $0.loadUnaligned(as: sa_family_t.self) })
    }

    /// The numeric host; nil of a Unix socket.
    public var host: String? { numericParts?.host }

    /// The port; nil of a Unix socket.
    public var port: Int? { numericParts?.port }

    /// The path of a Unix socket; empty if it has none, as the end that connected. Else nil.
    public var path: String? {
        guard family == AF_UNIX else { return nil }
        let name = bytes.dropFirst(MemoryLayout<sa_family_t>.size).prefix { $0 != 0 }
        return String(decoding: name, as: UTF8.self)
    }

    private var numericParts: (host: String, port: Int)? {
        guard family == AF_INET || family == AF_INET6 else { return nil }
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        var service = [CChar](repeating: 0, count: Int(NI_MAXSERV))
        let failed = withKernelForm {
            getnameinfo(
                $0,
                $1,
                &host,
                socklen_t(host.count),
                &service,
                socklen_t(service.count),
                NI_NUMERICHOST | NI_NUMERICSERV
            )
        }
        guard failed == 0, let port = Int(text(service)) else { return nil }
        return (text(host), port)
    }

    private func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// `127.0.0.1:80`, `[::1]:80` or `unix:/path`.
    public var description: String {
        if let path { return "unix:\(path)" }
        guard let (host, port) = numericParts else { return "an unknown address" }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// Calls `body` with the address as the system calls take it.
    func withKernelForm<T>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> T) -> T {
        bytes.withUnsafeBytes { bytes in
            // Safe: the bytes were copied from a sockaddr or the like, and arrays are aligned.
            body(bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
        }
    }
}
