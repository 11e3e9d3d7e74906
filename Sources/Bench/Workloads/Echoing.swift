import AsyncLoop
import BenchMeasure
import Glibc

/// A message of 64 bytes to a server on loopback TCP and back, client and server both on this loop,
/// over so many connections at once: each end of each is a task that waits until it can read.
@EventLoop
func echo(_ count: Int, connections: Int, as metric: String) async throws {
    let pairs = try SocketPair.connected(connections)
    defer { for pair in pairs { pair.close() } }
    let servers = pairs.map { pair in createTask { try await answer(on: pair.server) } }
    let start = Event()
    let clients = pairs.map { pair in
        createTask {
            try await start.wait()
            try await ask(count / connections, on: pair.client)
        }
    }
    try await sleep(0)
    let began = wallSeconds()
    start.set()
    for client in clients { try await client.value() }
    report(metric, count / connections * connections, seconds: wallSeconds() - began)
    for pair in pairs { pair.hangUp() }
    for server in servers { try await server.value() }
}

@EventLoop
private func ask(_ count: Int, on socket: Int32) async throws {
    let message = Message()
    for _ in 0..<count {
        try await send(message, to: socket)
        guard try await receive(message, from: socket) else { throw SocketError("was closed") }
    }
}

@EventLoop
private func answer(on socket: Int32) async throws {
    let message = Message()
    while try await receive(message, from: socket) { try await send(message, to: socket) }
}

/// Fills `message` from `socket`. Returns false at the end of what comes.
@EventLoop
private func receive(_ message: Message, from socket: Int32) async throws -> Bool {
    message.position = 0
    repeat {
        try await readable(socket)
        guard try message.fill(from: socket) else { return false }
    } while !message.isComplete
    return true
}

@EventLoop
private func send(_ message: Message, to socket: Int32) async throws {
    message.position = 0
    try message.drain(to: socket)
    while !message.isComplete {
        try await writable(socket)
        try message.drain(to: socket)
    }
}

/// The same with callbacks: one reader at each end, set once.
@EventLoop
func echoCallbacks(_ count: Int, connections: Int, as metric: String) async throws {
    let pairs = try SocketPair.connected(connections)
    defer { for pair in pairs { pair.close() } }
    let finished = Future<Double>()
    var left = connections
    var clients: [Message] = []
    for pair in pairs {
        let request = Message()
        clients.append(request)
        var exchanges = count / connections
        try EventLoop.addReader(pair.client) {
            guard try request.fill(from: pair.client) else { throw SocketError("was closed") }
            guard request.isComplete else { return }
            exchanges -= 1
            if exchanges > 0 { return try request.sendAll(to: pair.client) }
            left -= 1
            if left == 0 { try finished.setResult(wallSeconds()) }
        }
        let reply = Message()
        reply.position = 0
        try EventLoop.addReader(pair.server) {
            guard try reply.fill(from: pair.server), reply.isComplete else { return }
            try reply.sendAll(to: pair.server)
        }
    }
    let began = wallSeconds()
    for (pair, message) in zip(pairs, clients) { try message.sendAll(to: pair.client) }
    let took = try await finished.value() - began
    report(metric, count / connections * connections, seconds: took)
    for pair in pairs {
        EventLoop.removeReader(pair.client)
        EventLoop.removeReader(pair.server)
    }
}
