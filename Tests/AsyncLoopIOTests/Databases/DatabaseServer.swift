import BuildProducts
import Glibc
import Synchronization

/// A MariaDB server of the tests' own: private folder, own port, gone when the tests have ended.
final class DatabaseServer: Sendable {
    /// Where it listens on 127.0.0.1.
    let port: Int
    private let folder: String
    private let guardian: Guardian

    static let user = "learner"
    // Characters that mean something in a URL, and to a shell.
    static let password = "p@ss:w/rd?%$' 語"

    /// The URL of the database that tests use.
    var url: String { url(user: Self.user, password: "p%40ss%3Aw%2Frd%3F%25$'%20語") }

    func url(user: String, password: String, database: String = "lessons") -> String {
        "mysql://\(user):\(password)@127.0.0.1:\(port)/\(database)"
    }

    /// Whether there is a server to start.
    static let isInstalled =
        canRun(findProgram("mariadbd") != nil && findProgram("mariadb-install-db") != nil)

    /// The server that tests share which do it no harm, started at the first use.
    static let shared = Mutex<DatabaseServer?>(nil)

    static func sharedServer() throws -> DatabaseServer {
        try shared.withLock { server in
            if let server { return server }
            let started = try DatabaseServer()
            server = started
            return started
        }
    }

    /// Starts one; `connections` is how many it lets in.
    init(connections: Int = 100) throws {
        var template = Array("/tmp/loopwalk-mariadb-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(reason: "no folder") }
        folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        guardian = Guardian(folder: folder)
        try Self.install(in: folder)
        // At the last moment, that nobody else is given it.
        port = freePort()
        try start(connections: connections)
    }

    private static func install(in folder: String) throws {
        let asUser = getuid() == 0 ? "--user=root" : ""
        let sql = """
            CREATE DATABASE lessons CHARACTER SET utf8mb4;
            CREATE USER '\(user)'@'%' IDENTIFIED BY '\(password.split(separator: "'").joined(separator: "''"))';
            GRANT ALL ON lessons.* TO '\(user)'@'%';
            DELETE FROM mysql.global_priv WHERE User = '';
            FLUSH PRIVILEGES;
            """
        try write(sql, to: "\(folder)/init.sql")
        let code = runShell(
            """
            exec mariadb-install-db --no-defaults \(asUser) --datadir='\(folder)/data' \
              --auth-root-authentication-method=normal --skip-test-db >'\(folder)/install.log' 2>&1
            """
        )
        guard code == 0 else { throw Failure(reason: "see \(folder)/install.log") }
    }

    /// Starts the server program on the folder, and waits until it answers.
    func start(connections: Int = 100) throws {
        let asUser = getuid() == 0 ? "--user=root" : ""
        // The first time only: what it makes is there the second time.
        let first = "[ -e '\(folder)/started' ] || echo --init-file='\(folder)/init.sql'"
        try guardian.start(
            """
            mariadbd --no-defaults \(asUser) --datadir='\(folder)/data' --port=\(port) \
              --bind-address=127.0.0.1 --socket='\(folder)/s.sock' --pid-file='\(folder)/pid' \
              --skip-name-resolve --max-connections=\(connections) --innodb-buffer-pool-size=16M \
              --innodb-log-file-size=4M --performance-schema=OFF $(\(first)) \
              >>'\(folder)/log' 2>&1
            """
        )
        for _ in 0..<600 {
            if answers() {
                try Self.write("", to: "\(folder)/started")
                return
            }
            usleep(50_000)
        }
        throw Failure(reason: "the server does not answer; see \(folder)/log")
    }

    /// Ends the server as a power cut would.
    func kill() { guardian.killServer() }

    /// Whether somebody says hello on the port.
    private func answers() -> Bool {
        let descriptor = newSocket()
        defer { close(descriptor) }
        guard connectLoopback(descriptor, port) else { return false }
        var limit = timeval(tv_sec: 2, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        var byte: UInt8 = 0
        return read(descriptor, &byte, 1) == 1
    }

    private static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "we") else { throw Failure(reason: "cannot write \(path)") }
        fputs(text, file)
        fclose(file)
    }

    struct Failure: Error {
        let reason: String
    }
}

/// The path of an installed program.
func findProgram(_ name: String) -> String? {
    for folder in ["/usr/sbin", "/usr/bin", "/usr/local/bin", "/usr/local/sbin"]
    where access("\(folder)/\(name)", X_OK) == 0 { return "\(folder)/\(name)" }
    return nil
}

/// A port that nobody listens on.
func freePort() -> Int {
    let descriptor = newSocket()
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            _ = bind(descriptor, $0, length)
            _ = getsockname(descriptor, $0, &length)
        }
    }
    return Int(UInt16(bigEndian: address.sin_port))
}

private func newSocket() -> Int32 {
    socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
}

private func connectLoopback(_ descriptor: Int32, _ port: Int) -> Bool {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    address.sin_port = in_port_t(port).bigEndian
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
}
