import AsyncLoop
import Glibc

/// Listens at `host` and `port` over TCP, and has a task run `handler` for each client that comes.
///
/// The connection is closed when its handler has returned; asyncio leaves that to the handler. An
/// error the handler throws goes to the loop's exception handler, and the server goes on.
/// Units: port 0 asks for one that is free, which `StreamServer.port` tells; host nil listens at
/// all of this machine's addresses. `limit` in bytes, see `StreamReader.limit`; `backlog` is how
/// many clients may wait to be taken. Clients' tasks are called `NAME-1`, `NAME-2` and so on, if a
/// name is given.
/// Errors: `SocketError` if it cannot listen there; `NameError`; `LoopError.needsRealClock`;
/// `CancelledError`.
/// Source: asyncio `start_server`.
@EventLoop
public func startServer(
    host: String? = "127.0.0.1",
    port: Int = 0,
    name: String? = nil,
    limit: Int = StreamReader.usualLimit,
    backlog: Int = 100,
    line: UInt = #line,
    _ handler: @escaping StreamServer.Handler
) async throws -> StreamServer {
    let found = try await addresses(of: host, port: port, line: line)
    return try startServer(
        at: found,
        name: name,
        limit: limit,
        backlog: backlog,
        line: line,
        handler
    )
}

/// Listens at the Unix socket `path`, and has a task run `handler` for each client that comes.
///
/// A socket that an earlier server left there is replaced, and removed when this one is closed.
/// Else, and in its errors, as `startServer` over TCP.
/// Source: asyncio `start_unix_server`.
@EventLoop
public func startServer(
    path: String,
    name: String? = nil,
    limit: Int = StreamReader.usualLimit,
    backlog: Int = 100,
    line: UInt = #line,
    _ handler: @escaping StreamServer.Handler
) async throws -> StreamServer {
    try requireRealClock()
    let address = try unixAddress(path)
    SocketFile(at: path)?.remove()
    return try startServer(
        at: [address],
        name: name,
        limit: limit,
        backlog: backlog,
        line: line,
        handler
    )
}

/// Listens at all of `addresses` that this machine has.
@EventLoop
func startServer(
    at addresses: [SocketAddress],
    name: String?,
    limit: Int,
    backlog: Int,
    line: UInt,
    _ handler: @escaping StreamServer.Handler
) throws -> StreamServer {
    var listeners: [Int32] = []
    var missing: SocketError?
    for address in addresses {
        do throws(SocketError) {
            listeners.append(try Socket.listen(at: address, backlog: Int32(clamping: backlog)))
        } catch {
            // A name may stand for addresses that are not here, as where IPv6 is switched off.
            missing = error
            if error.code == EAFNOSUPPORT || error.code == EADDRNOTAVAIL { continue }
            for listener in listeners { close(listener) }
            throw error
        }
    }
    if listeners.isEmpty, let missing { throw missing }
    let server = StreamServer(
        listeners,
        name: name,
        limit: limit,
        backlog: max(1, backlog),
        line: line,
        handler: handler
    )
    try server.listen()
    return server
}
