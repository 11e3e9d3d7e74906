import AsyncLoop
internal import CCurlBridge

/// A client of HTTP servers: makes requests, and keeps their connections for the next ones.
///
/// On the real clock only. HTTP/1.1, over TLS if the URL says `https`, whose certificates are
/// checked. Neither proxies nor passwords are taken from the environment, and no cookies are kept.
/// Made by `withHTTPSession`. Source: aiohttp `ClientSession`.
@EventLoop
public final class HTTPSession {
    private let base: String
    private let timeout: HTTPTimeout
    private let retry: HTTPRetry
    let redirects: Int
    private let limit: Int
    private let certificates: String?

    private var driver: CurlDriver!
    private var isClosed = false
    /// Those that have a connection, and those that wait for one, in the order they came.
    private var running: [Transfer] = []
    private var waiting: [Transfer] = []
    private var firstWaiting = 0
    /// How many of those that wait have ended.
    private var endedWaiting = 0
    /// What libcurl needs for a transfer, to be used again.
    private var idle: [OpaquePointer] = []

    init(
        base: String,
        limit: Int,
        timeout: HTTPTimeout,
        retry: HTTPRetry,
        redirects: Int,
        certificates: String?,
        line: UInt
    ) throws {
        self.base = base
        self.limit = max(1, limit)
        self.timeout = timeout
        self.retry = retry
        self.redirects = max(0, redirects)
        self.certificates = certificates
        driver = CurlDriver(
            connections: self.limit,
            line: line,
            ended: { $0.ended($1) },
            broken: { [unowned self] problem in
                for transfer in running { transfer.fail(.other(problem)) }
            }
        )
        guard driver != nil else {
            throw HTTPError(
                url: HTTPRequest.withoutUser(base),
                reason: .other("libcurl has no memory for a session")
            )
        }
    }

    var followsRedirects: Bool { redirects > 0 }

    /// Ends what is on its way, and closes the connections.
    func close() {
        isClosed = true
        for transfer in waiting[firstWaiting...] { transfer.fail(.closed) }
        waiting = []
        (firstWaiting, endedWaiting) = (0, 0)
        for transfer in running { transfer.fail(.closed) }
        for handle in idle { bridge_free(handle) }
        idle = []
        driver.close()
    }

    // MARK: Requests

    /// Asks for `url`, and calls `read` with the answer, whatever its status is.
    ///
    /// - `url`: whole, or if it begins with `/`, what comes after the session's base.
    /// - `timeout`, `retry`: in place of the session's.
    ///
    /// Order: requests beyond the session's limit wait for a connection in the order they came. The
    /// caller resumes one pass after the answer's head has come.
    /// Errors: `HTTPError`; what `read` throws; `CancelledError`.
    /// Cancellation: gives the request up and closes its connection.
    /// Source: aiohttp `session.request`.
    public func request<Success>(
        _ method: String,
        _ url: String,
        headers: HTTPHeaders = [:],
        body: [UInt8] = [],
        timeout: HTTPTimeout? = nil,
        retry: HTTPRetry? = nil,
        line: UInt = #line,
        _ read: @EventLoop (HTTPResponse) async throws -> Success
    ) async throws -> Success {
        let transfer = try await answered(
            HTTPRequest(
                method: method,
                url: url.hasPrefix("/") ? base + url : url,
                headers: headers,
                body: body,
                timeout: timeout ?? self.timeout
            ),
            retry: retry ?? self.retry,
            line: line
        )
        defer { transfer.fail(.closed) }
        return try await read(HTTPResponse(transfer))
    }

    /// `request` with the method `GET`: order, errors and cancellation are the same.
    ///
    /// Source: aiohttp `session.get`.
    public func get<Success>(
        _ url: String,
        headers: HTTPHeaders = [:],
        timeout: HTTPTimeout? = nil,
        retry: HTTPRetry? = nil,
        line: UInt = #line,
        _ read: @EventLoop (HTTPResponse) async throws -> Success
    ) async throws -> Success {
        try await request(
            "GET",
            url,
            headers: headers,
            timeout: timeout,
            retry: retry,
            line: line,
            read
        )
    }

    /// `request` with the method `POST`: order, errors and cancellation are the same.
    ///
    /// Source: aiohttp `session.post`.
    public func post<Success>(
        _ url: String,
        headers: HTTPHeaders = ["Content-Type": "application/octet-stream"],
        body: [UInt8],
        timeout: HTTPTimeout? = nil,
        retry: HTTPRetry? = nil,
        line: UInt = #line,
        _ read: @EventLoop (HTTPResponse) async throws -> Success
    ) async throws -> Success {
        try await request(
            "POST",
            url,
            headers: headers,
            body: body,
            timeout: timeout,
            retry: retry,
            line: line,
            read
        )
    }

    /// A transfer whose answer's head is there, after as many attempts as `retry` allows.
    private func answered(
        _ request: HTTPRequest,
        retry: HTTPRetry,
        line: UInt
    ) async throws -> Transfer {
        var attempts = 0
        while true {
            let transfer = try begin(request, line: line)
            attempts += 1
            let mayRepeat = attempts <= retry.times
            do {
                try await transfer.waitForHead(line: line)
                let isNotNow = request.isIdempotent && retry.statuses.contains(transfer.status)
                guard mayRepeat, isNotNow else { return transfer }
                transfer.fail(.closed)
            } catch {
                transfer.fail(.closed)
                guard mayRepeat, let reason = (error as? HTTPError)?.reason, reason.mayPass,
                    request.isIdempotent || reason.isBeforeSending
                else { throw error }
            }
            try await sleep(retry.pause(after: attempts), line: line)
        }
    }

    // MARK: Connections

    private func begin(_ request: HTTPRequest, line: UInt) throws -> Transfer {
        if let reason = refusal(of: request) {
            throw HTTPError(url: request.shownURL, reason: reason)
        }
        let transfer = Transfer(request, in: self, line: line)
        if running.count < limit { start(transfer) } else { waiting.append(transfer) }
        return transfer
    }

    private func refusal(of request: HTTPRequest) -> HTTPError.Reason? {
        if isClosed { return .closed }
        guard request.hasKnownScheme, !request.url.utf8.contains(0) else {
            return .badRequest("bad URL")
        }
        if request.isForNobody { return .unresolvable }
        guard !request.method.isEmpty, request.method.utf8.allSatisfy({ (65...90).contains($0) })
        else { return .badRequest("bad method") }
        if request.headers.lines == nil { return .badRequest("bad header field") }
        return nil
    }

    private func start(_ transfer: Transfer) {
        guard let handle = idle.popLast() ?? makeHandle() else {
            return transfer.fail(.other("libcurl has no memory for a request"))
        }
        transfer.place = running.count
        running.append(transfer)
        transfer.start(handle)
    }

    private func makeHandle() -> OpaquePointer? {
        bridge_new(driver.transfers, redirects, certificates)
    }

    /// Takes back what `transfer` has no need of any more, and lets the next one have it.
    func freed(_ handle: OpaquePointer, by transfer: Transfer) {
        idle.append(handle)
        let last = running.removeLast()
        if last !== transfer {
            running[transfer.place] = last
            last.place = transfer.place
        }
        while !isClosed, running.count < limit, firstWaiting < waiting.count {
            let next = waiting[firstWaiting]
            firstWaiting += 1
            if next.isEnded { endedWaiting -= 1 } else { start(next) }
        }
        shortenLine()
    }

    /// One that had no connection has ended.
    func leftLine() {
        endedWaiting += 1
        shortenLine()
    }

    /// Forgets those that wait no more, once they are the greater half.
    private func shortenLine() {
        guard (firstWaiting + endedWaiting) * 2 > waiting.count else { return }
        waiting = waiting[firstWaiting...].filter { !$0.isEnded }
        (firstWaiting, endedWaiting) = (0, 0)
    }
}

/// Makes a session, calls `body` with it, and closes it.
///
/// - `base`: what URLs that begin with `/` come after, such as `http://127.0.0.1:8080`.
/// - `limit`: how many connections there may be at once, 1 or more; further requests wait for one.
/// - `timeout`, `retry`: those of requests that have none of their own.
/// - `redirects`: how many are followed for a request; 0: none.
/// - `certificates`: a file of the certificates to trust, in PEM; nil: the system's.
///
/// Errors: `LoopError.needsRealClock` on the virtual clock, as answers come in real time;
/// `HTTPError` if there is no memory for it; what `body` throws. Requests that are on their way
/// when `body` is left end with `HTTPError`.
/// Source: `async with aiohttp.ClientSession(...)`; its limit and its timeouts.
@EventLoop
public func withHTTPSession<Success>(
    base: String = "",
    limit: Int = 100,
    timeout: HTTPTimeout = HTTPTimeout(),
    retry: HTTPRetry = .never,
    redirects: Int = 10,
    certificates: String? = nil,
    line: UInt = #line,
    _ body: @EventLoop (HTTPSession) async throws -> Success
) async throws -> Success {
    guard EventLoop.clock == .real else { throw LoopError.needsRealClock("an HTTP session") }
    let session = try HTTPSession(
        base: base,
        limit: limit,
        timeout: timeout,
        retry: retry,
        redirects: redirects,
        certificates: certificates,
        line: line
    )
    defer { session.close() }
    return try await body(session)
}
