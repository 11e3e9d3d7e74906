/// Where a database is: `sqlite:PATH`, `sqlite::memory:`, or
/// `mysql://user:password@host:port/name`.
///
/// `sqlite:///path` is the same as `sqlite:/path`.
/// `mariadb://` is the same as `mysql://`. The port is 3306 if none is given. `?socket=PATH` at the
/// end goes through a Unix socket. Special characters stand as `%40` and the like.
public struct DatabaseURL: Sendable, CustomStringConvertible {
    enum Target: Sendable {
        case sqlite(path: String)
        case mysql(MySQLAddress)
    }

    let target: Target

    /// Reads a URL.
    ///
    /// Errors: `DatabaseError`, which does not repeat what might be a password.
    public init(_ text: String) throws(DatabaseError) {
        guard let colon = text.firstIndex(of: ":") else {
            throw .misuse("a database's URL begins with sqlite: or mysql://")
        }
        let rest = text[text.index(after: colon)...]
        switch text[..<colon] {
        case "sqlite":
            let path = rest.hasPrefix("//") ? String(rest.dropFirst(2)) : String(rest)
            guard !path.isEmpty, !path.utf8.contains(0) else {
                throw .misuse("sqlite: needs a path, or :memory:")
            }
            target = .sqlite(path: path)
        case "mysql", "mariadb":
            guard rest.hasPrefix("//") else {
                throw .misuse("a MySQL URL has the form mysql://user:password@host:port/name")
            }
            target = .mysql(try MySQLAddress(String(rest.dropFirst(2))))
        default:
            throw .misuse(
                "there is no client for '\(text[..<colon])'; URLs begin with sqlite: or mysql://"
            )
        }
    }

    /// The URL without its password.
    public var description: String {
        switch target {
        case .sqlite(let path): "sqlite:\(path)"
        case .mysql(let address): address.description
        }
    }

    /// Whether it is a server's, and not a file's.
    public var isServer: Bool {
        if case .mysql = target { return true }
        return false
    }

    /// Whether it is SQLite's, in memory: each connection then has a database of its own.
    var isInMemory: Bool {
        if case .sqlite(":memory:") = target { return true }
        return false
    }
}

/// A MySQL or MariaDB server, and who wants to talk to it.
struct MySQLAddress: Sendable, CustomStringConvertible {
    var user: String?
    var password: String?
    var host = "localhost"
    var port = 3306
    var socket: String?
    var database: String?

    /// Reads what stands behind `mysql://`.
    init(_ text: String) throws(DatabaseError) {
        var rest = Substring(text)
        if let mark = rest.lastIndex(of: "?") {
            let option = rest[rest.index(after: mark)...]
            guard option.hasPrefix("socket="), let path = decoded(option.dropFirst(7)) else {
                throw .misuse("a MySQL URL takes one option, ?socket=PATH")
            }
            socket = path
            rest = rest[..<mark]
        }
        if let at = rest.lastIndex(of: "@") {
            let who = rest[..<at].split(
                separator: ":",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            user = try part(who[0], "the user")
            if who.count == 2 { password = try part(who[1], "the password") }
            rest = rest[rest.index(after: at)...]
        }
        if let slash = rest.firstIndex(of: "/") {
            let name = rest[rest.index(after: slash)...]
            if !name.isEmpty { database = try part(name, "the database's name") }
            rest = rest[..<slash]
        }
        try readHost(rest)
    }

    private mutating func readHost(_ text: Substring) throws(DatabaseError) {
        var rest = text
        if rest.first == "[", let end = rest.firstIndex(of: "]") {
            host = String(rest[rest.index(after: rest.startIndex)..<end])
            rest = rest[rest.index(after: end)...]
        } else {
            let name = rest.prefix { $0 != ":" }
            if !name.isEmpty { host = try part(name, "the host") }
            rest = rest[name.endIndex...]
        }
        guard !rest.isEmpty else { return }
        guard rest.first == ":", let number = Int(rest.dropFirst()), (1...65_535).contains(number)
        else {
            // What stands here may be the rest of a password that has an @ in it.
            throw .misuse("the port of a MySQL URL is 1 to 65535, and a @ in a password is %40")
        }
        port = number
    }

    private func part(_ text: Substring, _ name: String) throws(DatabaseError) -> String {
        guard let decoded = decoded(text), !decoded.utf8.contains(0) else {
            throw .misuse("\(name) in a MySQL URL has a % that is followed by no two digits")
        }
        return decoded
    }

    var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "mysql://" + (user.map { "\($0)@" } ?? "") + "\(name):\(port)"
            + (database.map { "/\($0)" } ?? "") + (socket.map { "?socket=\($0)" } ?? "")
    }
}

/// `text` with its `%40` and the like read; nil if one is none.
private func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%") {
            guard let digits = String(rest.prefix(2)), digits.utf8.count == 2,
                let value = UInt8(digits, radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(validating: bytes, as: UTF8.self)
}
