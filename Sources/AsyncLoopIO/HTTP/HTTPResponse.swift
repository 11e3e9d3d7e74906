import AsyncLoop

/// The answer to a request: its head is there, its body comes as it is read.
///
/// It lives for as long as the block it is given to. What was not read when that is left is given
/// up, with the connection it would have come over.
/// Source: aiohttp `ClientResponse`.
@EventLoop
public final class HTTPResponse {
    private let transfer: Transfer

    init(_ transfer: Transfer) {
        self.transfer = transfer
    }

    /// The status code, such as 200 or 404.
    public var status: Int { transfer.status }

    /// Whether the status says that all went well: below 400. Source: aiohttp `ok`.
    public var isOK: Bool { status < 400 }

    /// Where the answer came from: what was asked for, unless redirects led elsewhere.
    public var url: String { transfer.url }

    /// The header fields.
    public private(set) lazy var headers = HTTPHeaders(head: transfer.head)

    /// Reads what is left of the body, which may have up to `limit` bytes.
    ///
    /// Order: no pass is spent if all of it is there, else one after its last byte has come.
    /// Errors: `HTTPError`, with `bodyTooLarge` if there is more; `CancelledError`.
    /// Source: aiohttp `read`.
    public func bytes(upTo limit: Int = 64 << 20, line: UInt = #line) async throws -> [UInt8] {
        try await transfer.rest(upTo: limit, line: line)
    }

    /// Reads what is left of the body, as UTF-8; what is none is replaced.
    ///
    /// Order, errors: as of `bytes`. Source: aiohttp `text`.
    public func text(upTo limit: Int = 64 << 20, line: UInt = #line) async throws -> String {
        String(decoding: try await transfer.rest(upTo: limit, line: line), as: UTF8.self)
    }

    /// The next part of the body, as much as there is; nil at its end.
    ///
    /// At most 256 KiB wait here to be read; then the server has to wait.
    /// Errors: `HTTPError`, after the bytes that came before; `CancelledError`.
    /// Source: aiohttp `content.readany`.
    public func next(line: UInt = #line) async throws -> [UInt8]? {
        try await transfer.nextChunk(line: line)
    }
}

/// The parts of the body, as they come: `for try await chunk in response`.
extension HTTPResponse: @EventLoop AsyncSequence {
    /// Goes on where the last reading stopped.
    @EventLoop
    public struct AsyncIterator: @EventLoop AsyncIteratorProtocol {
        let response: HTTPResponse

        /// The next part; nil at the end. Errors: as of `HTTPResponse.next`.
        public mutating func next() async throws -> [UInt8]? { try await response.next() }
    }

    /// An iterator over what was not read yet.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(response: self) }
}
