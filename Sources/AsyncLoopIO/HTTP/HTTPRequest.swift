/// What is asked of a server.
struct HTTPRequest {
    var method: String
    var url: String
    var headers: HTTPHeaders
    var body: [UInt8]
    var timeout: HTTPTimeout

    /// What a record calls it.
    var label: String { "\(method) \(shownURL)" }

    /// Its URL as records, errors and answers show it.
    var shownURL: String { Self.withoutUser(url) }

    /// Whether it may be made twice with the same outcome as once (RFC 9110, 9.2.2).
    var isIdempotent: Bool { ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"].contains(method) }

    /// Whether its URL begins as one for HTTP does; libcurl guesses where it does not.
    var hasKnownScheme: Bool {
        let scheme = url.utf8.prefix { $0 != UInt8(ascii: ":") }
        return ["http", "https"].contains { $0.utf8.elementsEqual(scheme.lazy.map { $0 | 32 }) }
            && url.utf8.dropFirst(scheme.count).starts(with: "://".utf8)
    }

    /// Whether its host is one that no resolver may be asked for, as it exists nowhere.
    ///
    /// It is so by RFC 6761, 6.4; and without a network a resolver would take seconds to say so.
    var isForNobody: Bool {
        // What follows the user's name and its @, up to the port or the path.
        let host = Self.authority(of: url)
            .split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
            .last?.prefix { $0 != UInt8(ascii: ":") }
        let labels = host?.split(separator: UInt8(ascii: ".")) ?? []
        return labels.last?.lazy.map { $0 | 32 }.elementsEqual("invalid".utf8) ?? false
    }

    /// `url` without a user's name and password, which are nobody else's business.
    static func withoutUser(_ url: String) -> String {
        let authority = authority(of: url)
        guard let at = authority.lastIndex(of: UInt8(ascii: "@")) else { return url }
        return String(url[..<authority.startIndex]) + url[authority.index(after: at)...]
    }

    /// What stands between `//` and the path.
    private static func authority(of url: String) -> Substring.UTF8View {
        url.utf8.drop { $0 != UInt8(ascii: "/") }.dropFirst(2)
            .prefix { !"/?#".utf8.contains($0) }
    }
}
