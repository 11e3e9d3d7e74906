import AsyncLoopIO
import Glibc
import Synchronization

/// A server on loopback that does to each connection what a test says, on a thread for each.
///
/// For what no proper server does: reset, dawdle, answer nonsense, hang up.
final class ScriptedServer: Sendable {
    /// The server's end of a connection.
    struct Connection: Sendable {
        fileprivate let socket: Int32
        /// Whether it is the server's first.
        let isFirst: Bool

        /// Reads up to the end of a request's head; nil if the client has gone.
        func readHead() -> String? {
            var head: [UInt8] = []
            while !head.suffix(4).elementsEqual(Array("\r\n\r\n".utf8)) {
                var byte: UInt8 = 0
                guard read(socket, &byte, 1) == 1 else { return nil }
                head.append(byte)
            }
            return String(decoding: head, as: UTF8.self)
        }

        /// Reads the body that `head` announces; nil if the client has gone.
        func readBody(after head: String) -> String? {
            let field = head.split(whereSeparator: \.isNewline).first {
                $0.lowercased().hasPrefix("content-length: ")
            }
            let count = field.flatMap { Int($0.dropFirst("content-length: ".count)) } ?? 0
            var body = [UInt8](repeating: 0, count: count)
            guard count == 0 || recv(socket, &body, count, Int32(MSG_WAITALL)) == count
            else { return nil }
            return String(decoding: body, as: UTF8.self)
        }

        /// Reads what is there, at least a byte.
        func readSome() {
            var bytes = [UInt8](repeating: 0, count: 1 << 12)
            _ = read(socket, &bytes, bytes.count)
        }

        /// Sends all of `text`; false if the client has gone.
        @discardableResult
        func send(_ text: String) -> Bool { send(Array(text.utf8)) }

        /// Sends all of `bytes`; false if the client has gone.
        func send(_ bytes: [UInt8]) -> Bool {
            Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
                == bytes.count
        }

        /// Answers with status 200 and `body`, and keeps the connection.
        @discardableResult
        func answer(_ body: String) -> Bool {
            send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }

        /// Has the connection end with a reset rather than in order.
        func reset() {
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                socket,
                SOL_SOCKET,
                SO_LINGER,
                &linger,
                socklen_t(MemoryLayout.size(ofValue: linger))
            )
        }

        /// Waits until the client hangs up, whatever it sends until then.
        func waitForEnd() {
            var byte: UInt8 = 0
            while read(socket, &byte, 1) == 1 {}
        }
    }

    private let socket: Int32
    let port: Int
    /// How many connections were made, and how many are over.
    private let opened = Atomic<Int>(0)
    private let ended = Atomic<Int>(0)

    var connections: Int { opened.load(ordering: .acquiring) }
    var endedConnections: Int { ended.load(ordering: .acquiring) }
    var url: String { "http://127.0.0.1:\(port)" }

    /// One that reads a request and never answers.
    static func silent() -> ScriptedServer {
        ScriptedServer { connection in
            _ = connection.readHead()
            connection.waitForEnd()
        }
    }

    init(_ script: @escaping @Sendable (Connection) -> Void) {
        let (socket, port) = Self.listen()
        (self.socket, self.port) = (socket, port)
        thread { [self] in
            while true {
                let client = accept(socket, nil, nil)
                if client < 0, errno == ECONNABORTED { continue }
                // By `stop`. Closed here, as its number might be another's before the next accept.
                guard client >= 0 else {
                    close(socket)
                    return
                }
                let isFirst = opened.add(1, ordering: .acquiringAndReleasing).oldValue == 0
                thread { [self] in
                    script(Connection(socket: client, isFirst: isFirst))
                    close(client)
                    ended.add(1, ordering: .acquiringAndReleasing)
                }
            }
        }
    }

    /// Ends the listening; the connections end as their scripts do.
    func stop() { shutdown(socket, Int32(SHUT_RDWR)) }

    /// A port on which nobody listens.
    static func freePort() -> Int {
        let (socket, port) = listen()
        close(socket)
        return port
    }

    private static func listen() -> (socket: Int32, port: Int) {
        let kind = Int32(SOCK_STREAM.rawValue) | O_CLOEXEC
        let socket = Glibc.socket(AF_INET, kind, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let failed = withUnsafeMutableBytes(of: &address) { bytes in
            let address = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress!
            return bind(socket, address, size) != 0 || Glibc.listen(socket, 1_024) != 0
                || getsockname(socket, address, &size) != 0
        }
        precondition(!failed, "no socket to listen on")
        return (socket, Int(UInt16(bigEndian: address.sin_port)))
    }
}

/// A number that several threads may add to.
final class Counter: Sendable {
    private let number = Atomic<Int>(0)

    var value: Int { number.load(ordering: .acquiring) }

    func add(_ count: Int) { number.add(count, ordering: .acquiringAndReleasing) }
}

/// Runs `body` on a thread of its own.
private func thread(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let failure = pthread_create(
        &thread,
        nil,
        { raw in
            Unmanaged<Job>.fromOpaque(raw!).takeRetainedValue().body()
            return nil
        },
        Unmanaged.passRetained(Job(body: body)).toOpaque()
    )
    precondition(failure == 0, "no thread for the server")
    pthread_detach(thread)
}

private final class Job: Sendable {
    let body: @Sendable () -> Void

    init(body: @escaping @Sendable () -> Void) { self.body = body }
}
