import AsyncLoop
import Glibc

/// A server: it listens, and has a task answer each client that connects.
///
/// Made by `startServer`.
/// Source: asyncio `Server`.
@EventLoop
public final class StreamServer {
    /// Answers one client, whose connection is closed when it returns or throws.
    ///
    /// What it throws goes to the loop's exception handler, unless it is `CancelledError`.
    public typealias Handler = @EventLoop (StreamReader, StreamWriter) async throws -> Void

    /// Where it listens, also once it is closed. Source: asyncio `Server.sockets`, which is then
    /// empty.
    public private(set) var addresses: [SocketAddress] = []
    /// The seconds it waits where the process has no descriptor left for one more client.
    var pause = 1.0

    private let handler: Handler
    private let name: String?
    private let limit: Int
    private let backlog: Int
    private var listeners: [Int32]
    private let line: UInt
    /// What it listens at, if that is in the file system.
    private let socketFile: SocketFile?
    private var clientCount = 0
    private var clients: [Int: StreamWriter] = [:]
    private var waiters: [Future<Void>] = []

    init(
        _ listeners: [Int32],
        name: String?,
        limit: Int,
        backlog: Int,
        line: UInt,
        handler: @escaping Handler
    ) {
        self.listeners = listeners
        self.name = name
        self.limit = limit
        self.backlog = backlog
        self.line = line
        self.handler = handler
        addresses = listeners.compactMap { Socket.ownAddress(of: $0) }
        socketFile = addresses.first?.path.flatMap { SocketFile(at: $0) }
    }

    deinit {
        for listener in listeners { Glibc.close(listener) }
    }

    /// The port it listens at; nil of a Unix socket, or once it is closed.
    public var port: Int? { listeners.isEmpty ? nil : addresses.first?.port }

    /// Whether it takes clients. Source: asyncio `Server.is_serving`.
    public var isServing: Bool { !listeners.isEmpty }

    // MARK: Taking clients

    func listen() throws {
        for listener in listeners {
            try EventLoop.addReader(listener, line: line) { self.acceptClients(from: listener) }
        }
    }

    private func acceptClients(from listener: Int32) {
        for _ in 0..<backlog {
            let descriptor = Socket.accept(from: listener)
            guard descriptor < 0 else {
                take(descriptor)
                continue
            }
            switch errno {
            case EINTR, ECONNABORTED: continue
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: return rest(listener, code: errno)
            default: return
            }
        }
    }

    /// Leaves a listener alone for a while: it stays ready, and would be told so in every pass.
    private func rest(_ listener: Int32, code: Int32) {
        EventLoop.removeReader(listener)
        let error = SocketError("accept a client at \(addresses[0])", code: code)
        report(error)
        EventLoop.callLater(pause, line: line) {
            guard self.listeners.contains(listener) else { return }
            try EventLoop.addReader(listener, line: self.line) {
                self.acceptClients(from: listener)
            }
        }
    }

    /// Gives an error that is nobody's to the loop's exception handler, and to the record.
    private func report(_ error: any Error) {
        EventLoop.callSoon(line: line) { throw error }
    }

    private func take(_ descriptor: Int32) {
        let connection = Connection(descriptor)
        let peer = Socket.peerAddress(of: descriptor)
        let (reader, writer) = streams(connection, peer: peer, limit: limit)
        clientCount += 1
        let number = clientCount
        clients[number] = writer
        createTask(name: name.map { "\($0)-\(number)" }, line: line) {
            defer { self.forget(number) }
            try await self.answer(reader, writer)
        }
    }

    private func answer(_ reader: StreamReader, _ writer: StreamWriter) async throws {
        defer { writer.close() }
        do {
            try await handler(reader, writer)
        } catch let cancellation as CancelledError {
            throw cancellation
        } catch {
            report(error)
        }
    }

    private func forget(_ number: Int) {
        clients[number] = nil
        if clients.isEmpty, !isServing { wakeWaiters() }
    }

    // MARK: Ending

    /// Takes no more clients. Those that are connected are answered to the end.
    ///
    /// Source: asyncio `Server.close`.
    public func close() {
        for listener in listeners {
            EventLoop.removeReader(listener)
            Glibc.close(listener)
        }
        if !listeners.isEmpty { socketFile?.remove() }
        listeners = []
        if clients.isEmpty { wakeWaiters() }
    }

    /// Closes the connections of all clients; who reads from one is at the end.
    ///
    /// Source: asyncio `Server.close_clients`.
    public func closeClients() {
        for (_, writer) in clients.sorted(by: { $0.key < $1.key }) { writer.close() }
    }

    /// Waits until it is closed and all its clients have been answered.
    ///
    /// Errors: `CancelledError`.
    /// Source: asyncio `Server.wait_closed`.
    public func waitClosed(line: UInt = #line) async throws {
        if !isServing, clients.isEmpty { return }
        let waiter = Future<Void>(name: "closing", line: line)
        waiters.append(waiter)
        try await waiter.value(line: line)
    }

    /// Serves until the task is cancelled; then closes, and waits for its clients.
    ///
    /// Returns if `close` is called meanwhile, once its clients have been answered; asyncio raises
    /// `CancelledError` then.
    /// Errors: `CancelledError`; `StreamError.serverClosed` if it is closed already.
    /// Source: asyncio `Server.serve_forever`.
    public func serveForever(line: UInt = #line) async throws {
        guard isServing else { throw StreamError.serverClosed }
        do {
            try await waitClosed(line: line)
        } catch {
            close()
            try await waitClosed(line: line)
            throw error
        }
    }

    private func wakeWaiters() {
        for waiter in waiters where !waiter.isDone { try? waiter.setResult(()) }
        waiters = []
    }
}
