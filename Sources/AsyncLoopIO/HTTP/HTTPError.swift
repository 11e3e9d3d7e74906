import Glibc

/// Thrown where a request did not bring an answer. An answer with status 404 or 500 is one.
///
/// Source: aiohttp `ClientError` and what derives from it.
public struct HTTPError: Error, CustomStringConvertible, Equatable {
    /// What was asked for.
    public var url: String
    /// What went wrong.
    public var reason: Reason

    /// What can go wrong.
    public enum Reason: Equatable, Sendable {
        /// The URL, the method or a header field is none.
        case badRequest(String)
        /// The host's name has no address.
        case unresolvable
        /// Nobody listens at the address.
        case refused
        /// The address cannot be reached; why not, in the system's words.
        case unreachable(String)
        /// The limit `HTTPTimeout.total` was reached; its seconds.
        case timedOut(Double)
        /// The limit `HTTPTimeout.connect` was reached; its seconds.
        case connectTimedOut(Double)
        /// The server's certificate is not trusted, or not its own; libcurl's words.
        case certificate(String)
        /// TLS failed otherwise; libcurl's words.
        case tls(String)
        /// The connection broke in the middle.
        case reset
        /// The server hung up before the answer was complete.
        case endedEarly
        /// What came is no HTTP.
        case notHTTP
        /// One redirect after another, so many.
        case tooManyRedirects(Int)
        /// The body has more bytes than were wanted.
        case bodyTooLarge(Int)
        /// The session, or the response, was closed already.
        case closed
        /// Something else; libcurl's words.
        case other(String)
    }

    /// The URL, what went wrong, and what to do about it.
    public var description: String { "HTTPError: \(url): \(reason); \(reason.advice)" }
}

extension HTTPError.Reason: CustomStringConvertible {
    /// What went wrong, in a few words that are the same on every machine.
    public var description: String {
        switch self {
        case .badRequest(let problem): problem
        case .unresolvable: "no such host"
        case .refused: "connection refused"
        case .unreachable(let problem): "cannot connect: \(problem)"
        case .timedOut(let seconds): "no complete answer in \(plain(seconds)) s"
        case .connectTimedOut(let seconds): "no connection in \(plain(seconds)) s"
        case .certificate(let problem): "certificate refused: \(problem)"
        case .tls(let problem): "no TLS: \(problem)"
        case .reset: "connection reset"
        case .endedEarly: "the server hung up in the middle"
        case .notHTTP: "the answer is no HTTP"
        case .tooManyRedirects(let count): "more than \(count) redirects"
        case .bodyTooLarge(let limit): "the body has more than \(limit) bytes"
        case .closed: "closed already"
        case .other(let problem): problem
        }
    }

    /// What to do about it.
    var advice: String {
        switch self {
        case .badRequest: "correct it"
        case .unresolvable: "check the spelling of the host, and the network"
        case .refused: "is the server running, and the port right?"
        case .unreachable: "check the address, and the network"
        case .timedOut, .connectTimedOut: "allow more time, or try again later"
        case .certificate: "check the host's name, or name the certificate to trust"
        case .tls: "is it an https server?"
        case .reset, .endedEarly: "try again; if it stays so, look at the server's log"
        case .notHTTP: "is it the right port?"
        case .tooManyRedirects: "do they go in a circle?"
        case .bodyTooLarge: "read it in chunks, or allow more"
        case .closed: "use it inside the block it was given to"
        case .other: "see the message"
        }
    }

    private func plain(_ seconds: Double) -> String {
        seconds == seconds.rounded() && abs(seconds) < 1e15 ? "\(Int(seconds))" : "\(seconds)"
    }

    /// Whether the same request may do better the next time.
    var mayPass: Bool {
        switch self {
        case .unresolvable, .refused, .unreachable, .timedOut, .connectTimedOut, .reset,
            .endedEarly:
            true
        default: false
        }
    }

    /// Whether the request cannot have reached the server.
    var isBeforeSending: Bool {
        switch self {
        case .unresolvable, .refused, .unreachable, .connectTimedOut: true
        default: false
        }
    }

    /// Why no connection came about, by the `errno` of the last attempt.
    static func noConnection(_ number: Int32) -> HTTPError.Reason {
        number == ECONNREFUSED || number == 0
            ? .refused : .unreachable(String(cString: strerror(number)))
    }
}
