import Glibc

/// Thrown where the system refuses something that was asked of a socket.
///
/// Source: Python's `OSError` and its kinds, by whose names it calls itself.
public struct SocketError: Error, CustomStringConvertible, Equatable {
    /// The system's number for it, such as `ECONNREFUSED`.
    public var code: Int32
    /// What was asked for, such as `connect to 127.0.0.1:80`.
    public var request: String

    /// An error of the system's, `errno` unless another is given, for what was asked of it.
    public init(_ request: String, code: Int32 = errno) {
        self.code = code
        self.request = request
    }

    /// Python's name for this kind of error.
    public var kind: String {
        switch code {
        case ECONNREFUSED: "ConnectionRefusedError"
        case ECONNRESET: "ConnectionResetError"
        case ECONNABORTED: "ConnectionAbortedError"
        case EPIPE: "BrokenPipeError"
        case ETIMEDOUT: "TimeoutError"
        case ENOENT: "FileNotFoundError"
        case EACCES, EPERM: "PermissionError"
        default: "OSError"
        }
    }

    /// The kind, what was asked for, and the system's words.
    public var description: String {
        "\(kind): cannot \(request): \(String(cString: strerror(code)))"
    }
}

/// Thrown where a stream ends before all that was asked for has come.
///
/// Source: asyncio `IncompleteReadError`.
public struct IncompleteReadError: Error, CustomStringConvertible, Equatable {
    /// What has come before the end.
    public var partial: [UInt8]
    /// How many bytes were asked for; nil where a separator was.
    public var expected: Int?

    /// An early end: what came before it, of how much.
    public init(partial: [UInt8], expected: Int?) {
        self.partial = partial
        self.expected = expected
    }

    /// How much came, and of how much.
    public var description: String {
        let wanted = expected.map { "\($0) bytes were" } ?? "a separator was"
        return "IncompleteReadError: the stream ended after \(partial.count) bytes; \(wanted)"
            + " expected"
    }
}

/// Thrown where the separator that was asked for has not come within the reader's limit.
///
/// Source: asyncio `LimitOverrunError`.
public struct LimitOverrunError: Error, CustomStringConvertible, Equatable {
    /// The limit, in bytes.
    public var limit: Int

    /// A limit that was reached.
    public init(limit: Int) {
        self.limit = limit
    }

    /// The limit, and how to raise it.
    public var description: String {
        "LimitOverrunError: no separator within \(limit) bytes; open the connection with a higher"
            + " limit, or read a number of bytes"
    }
}

/// A wrong use of a stream. Source: the `RuntimeError` and `ValueError` of asyncio's streams.
public enum StreamError: Error, CustomStringConvertible, Equatable {
    /// A second task reads while one waits for something to read.
    case readsAlready
    /// Something is written after `writeEOF`.
    case ended
    /// Something is written after `close`.
    case closed
    /// A number of bytes below zero was asked for.
    case negativeCount(Int)
    /// There was no byte to look for.
    case emptySeparator
    /// The server was closed.
    case serverClosed

    /// What is wrong and what to do instead.
    public var description: String {
        switch self {
        case .readsAlready:
            "RuntimeError: another task waits for this reader already; let one task read"
        case .ended: "RuntimeError: nothing can be written after writeEOF()"
        case .closed: "RuntimeError: nothing can be written after close()"
        case .negativeCount(let count): "ValueError: \(count) bytes cannot be read"
        case .emptySeparator: "ValueError: a separator has at least one byte"
        case .serverClosed: "RuntimeError: the server was closed"
        }
    }
}
