import AsyncLoop
import Glibc

/// A question to the resolver: which addresses has a host?
struct NameLookup: Sendable {
    /// nil: any of this machine's, to listen on.
    var host: String?
    var port: Int
    /// Whether `host` must be an address and nobody is to be asked.
    var isNumeric = false

    /// The addresses, in the order in which the system prefers them. Blocks while it asks.
    ///
    /// Errors: `NameError`.
    func addresses() throws(NameError) -> [SocketAddress] {
        guard (0...65_535).contains(port) else {
            throw NameError(host: host, reason: "\(port) is not a port; ports are 0 to 65535")
        }
        if host?.utf8.contains(0) == true {
            throw NameError(host: host, reason: "a name has no zero byte in it")
        }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV | (isNumeric ? AI_NUMERICHOST : 0)
        if host == nil { hints.ai_flags |= AI_PASSIVE }
        var found: UnsafeMutablePointer<addrinfo>?
        let failure = getaddrinfo(host, String(port), &hints, &found)
        guard failure == 0 else {
            let reason =
                failure == EAI_SYSTEM
                ? String(cString: strerror(errno)) : String(cString: gai_strerror(failure))
            throw NameError(host: host, reason: reason)
        }
        defer { freeaddrinfo(found) }
        var addresses: [SocketAddress] = []
        var next = found
        while let entry = next?.pointee {
            let address = SocketAddress(entry.ai_addr, length: entry.ai_addrlen)
            if !addresses.contains(address) { addresses.append(address) }
            next = entry.ai_next
        }
        return addresses
    }
}

/// Thrown where a host's name has no address. Source: Python `socket.gaierror`.
public struct NameError: Error, CustomStringConvertible, Equatable {
    /// The host that was asked for; nil for this machine.
    public var host: String?
    /// What the resolver said.
    public var reason: String

    /// Names the host, what went wrong, and what to look at.
    public var description: String {
        "NameError: cannot find host '\(host ?? "")': \(reason)"
    }
}
