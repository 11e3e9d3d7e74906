import AsyncLoop
import Glibc

/// Connects to `host` at `port` over TCP.
///
/// A host that is no address is looked up on a thread of the default pool; of several addresses one
/// is tried after the other, in the order the system gives.
/// Units: `limit` in bytes, see `StreamReader.limit`.
/// Errors: `NameError` if the host has no address; `SocketError` if none can be connected to;
/// `LoopError.needsRealClock`; `CancelledError`.
/// Cancellation: ends the attempt and frees its descriptor.
/// Source: asyncio `open_connection`.
@EventLoop
public func openConnection(
    host: String = "127.0.0.1",
    port: Int,
    limit: Int = StreamReader.usualLimit,
    line: UInt = #line
) async throws -> (StreamReader, StreamWriter) {
    let addresses = try await addresses(of: host, port: port, line: line)
    let (connection, address) = try await connect(to: addresses, of: "\(host):\(port)", line: line)
    return streams(connection, peer: address, limit: limit)
}

/// Connects to the Unix socket at `path`.
///
/// Units: `limit` in bytes, see `StreamReader.limit`.
/// Errors: `SocketError`, also if `path` is none for a socket; `LoopError.needsRealClock`;
/// `CancelledError`.
/// Cancellation: ends the attempt and frees its descriptor.
/// Source: asyncio `open_unix_connection`.
@EventLoop
public func openConnection(
    path: String,
    limit: Int = StreamReader.usualLimit,
    line: UInt = #line
) async throws -> (StreamReader, StreamWriter) {
    try requireRealClock()
    let address = try unixAddress(path)
    return streams(try await connect(to: address, line: line), peer: address, limit: limit)
}

/// The addresses of a host, or of this machine if it is nil.
@EventLoop
func addresses(of host: String?, port: Int, line: UInt) async throws -> [SocketAddress] {
    try requireRealClock()
    let lookup = NameLookup(host: host, port: port)
    if let host, let address = SocketAddress(host: host, port: port) { return [address] }
    return try await toThread(line: line) { try lookup.addresses() }
}

@EventLoop
func requireRealClock() throws {
    guard EventLoop.clock == .real else { throw LoopError.needsRealClock("a stream") }
}

func unixAddress(_ path: String) throws(SocketError) -> SocketAddress {
    guard let address = SocketAddress(path: path) else {
        let code = path.utf8.count > 107 ? ENAMETOOLONG : EINVAL
        throw SocketError("use '\(path)' as a socket's path", code: code)
    }
    return address
}

/// The first connection that one of the `addresses` of `host` allows.
@EventLoop
func connect(
    to addresses: [SocketAddress],
    of host: String,
    line: UInt
) async throws -> (Connection, SocketAddress) {
    var failures: [SocketError] = []
    for address in addresses {
        do {
            return (try await connect(to: address, line: line), address)
        } catch let error as SocketError {
            failures.append(error)
        }
    }
    if failures.count == 1 { throw failures[0] }
    let tried = addresses.map(\.description).joined(separator: " and ")
    throw SocketError("connect to \(host) (\(tried))", code: failures.last?.code ?? ENOENT)
}

@EventLoop
private func connect(to address: SocketAddress, line: UInt) async throws -> Connection {
    let request = "connect to \(address)"
    // Its socket is closed with it, whatever happens here.
    let connection = Connection(try Socket.open(address.family, for: request))
    let failed = address.withKernelForm { Glibc.connect(connection.descriptor, $0, $1) } != 0
    guard failed else { return connection }
    guard errno == EINPROGRESS || errno == EINTR else { throw SocketError(request) }
    try await writable(connection.descriptor, line: line)
    let error = Socket.pendingError(of: connection.descriptor)
    if error != 0 { throw SocketError(request, code: error) }
    return connection
}

@EventLoop
func streams(
    _ connection: Connection,
    peer: SocketAddress?,
    limit: Int
) -> (StreamReader, StreamWriter) {
    let own = Socket.ownAddress(of: connection.descriptor)
    return (
        StreamReader(connection, limit: limit),
        StreamWriter(connection, peer: peer, own: own)
    )
}
