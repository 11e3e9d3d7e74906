import AsyncLoop
internal import CCurlBridge

/// One request on its way, and what has come of its answer so far.
///
/// It waits for a free connection, then for the head, then for the body; it ends by itself, at its
/// deadline, or when the block that reads it is left. At most one task waits for it.
@EventLoop
final class Transfer {
    /// What a task waits for here.
    enum Moment {
        case head
        case chunk
        case end
    }

    let request: HTTPRequest
    private let session: HTTPSession
    private let line: UInt
    /// libcurl's side of it, while it has a connection.
    private var handle: OpaquePointer?
    /// Its place among the session's running transfers.
    var place = -1

    /// The status of the answer; 0 until there is one.
    private(set) var status = 0
    /// The lines of the answer's head.
    private(set) var head: [UInt8] = []
    /// Where the answer came from, if redirects led elsewhere.
    private var redirectedURL: String?
    /// Whether the next line of a head is its first.
    private var isHeadNew = true
    private var isHeadComplete = false
    private var isRedirect = false
    private var wasRedirected = false
    /// What of the body has come and was not read.
    private var body: [UInt8] = []
    /// Bytes of body that wait at most, before the server has to.
    private var room = 1 << 18
    private var isPaused = false
    /// Bytes that the head of an answer has at most.
    private static let longestHead = 1 << 18

    private(set) var isEnded = false
    private var failure: HTTPError?
    private var deadline: Handle?
    private var news: Future<Void>?
    private var awaited = Moment.head

    init(_ request: HTTPRequest, in session: HTTPSession, line: UInt) {
        self.request = request
        self.session = session
        self.line = line
        if let total = request.timeout.total {
            deadline = EventLoop.callLater(total, line: line) { [self] in
                deadline = nil
                fail(.timedOut(total))
            }
        }
    }

    // MARK: Life

    /// Sends the request, on a connection that is free or on a new one.
    func start(_ handle: OpaquePointer) {
        self.handle = handle
        let context = Unmanaged.passUnretained(self).toOpaque()
        for line in request.headers.lines ?? [] where bridge_add_header(handle, line) != 0 {
            return fail(.other("out of memory"))
        }
        let isAccepted = request.body.withUnsafeBytes {
            bridge_set_request(handle, request.method, request.url, $0.baseAddress, $0.count) == 0
        }
        guard isAccepted else { return fail(.badRequest("bad URL")) }
        let limit = request.timeout.connectMilliseconds
        if bridge_start(handle, context, limit) != 0 { fail(.other("out of memory")) }
    }

    /// Ends it with an error, and closes its connection.
    ///
    /// Does nothing if it has ended.
    func fail(_ reason: HTTPError.Reason) {
        guard !isEnded else { return }
        settle(HTTPError(url: url, reason: reason))
    }

    /// What was asked for, or where redirects led.
    var url: String { redirectedURL ?? request.shownURL }

    /// Called by the driver: it ended by itself.
    func ended(_ end: bridge_end) {
        noteURL()
        if let reason = reason(for: end) { return fail(reason) }
        isHeadComplete = true
        settle(nil)
    }

    private func settle(_ error: HTTPError?) {
        isEnded = true
        failure = error
        deadline?.cancel()
        deadline = nil
        if let handle {
            bridge_remove(handle)
            self.handle = nil
            session.freed(handle, by: self)
        } else {
            session.leftLine()
        }
        tell()
    }

    private func noteURL() {
        guard wasRedirected, let handle else { return }
        redirectedURL = HTTPRequest.withoutUser(String(cString: bridge_url(handle)))
    }

    // MARK: Receiving

    /// Called by libcurl: a line of a head. Returns false if the head is too long to go on.
    func takeHead(_ line: UnsafeRawBufferPointer) -> Bool {
        guard !isHeadComplete, let handle else { return true }  // a field that came after the body
        if isHeadNew {
            isHeadNew = false
            isRedirect = false
            head.removeAll(keepingCapacity: true)
        } else if line.first == UInt8(ascii: "\r") || line.first == UInt8(ascii: "\n") {
            isHeadNew = true
            status = bridge_status(handle)
            if status / 100 == 1 { return true }  // the real answer is still to come
            if status / 100 == 3, isRedirect, session.followsRedirects {
                wasRedirected = true
            } else {
                completeHead()
            }
        } else {
            if Self.begins(line, Self.location) { isRedirect = true }
            head.append(contentsOf: line)
        }
        return head.count <= Self.longestHead
    }

    private func completeHead() {
        isHeadComplete = true
        noteURL()
        tell()
    }

    private static let location = Array("location:".utf8)

    private static func begins(_ line: UnsafeRawBufferPointer, _ word: [UInt8]) -> Bool {
        line.count >= word.count && zip(line, word).allSatisfy { $0 == $1 || $0 | 32 == $1 }
    }

    /// Called by libcurl: a part of the body. Returns false if there is no room for it now.
    func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // Of a redirect that leads nowhere, as libcurl keeps the bodies of others to itself.
        if !isHeadComplete { completeHead() }
        guard body.count < room else {
            isPaused = true
            tell()
            return false
        }
        body.append(contentsOf: bytes)
        tell()
        return true
    }

    // MARK: Waiting

    private func has(_ moment: Moment) -> Bool {
        if isEnded { return true }
        return switch moment {
        case .head: isHeadComplete
        case .chunk: !body.isEmpty
        case .end: isPaused
        }
    }

    private func tell() {
        guard let news, !news.isDone, has(awaited) else { return }
        try? news.setResult((), line: 0)
    }

    private func wait(for moment: Moment, line: UInt) async throws {
        guard !has(moment) else { return }
        guard news == nil else {
            throw HTTPError(url: url, reason: .other("another task reads it already"))
        }
        let future = Future<Void>(
            name: EventLoop.isRecorded ? request.label : nil,
            line: line
        )
        awaited = moment
        news = future
        defer { news = nil }
        try await future.value(line: line)
    }

    /// Waits for the answer's head.
    ///
    /// Errors: `HTTPError`.
    func waitForHead(line: UInt) async throws {
        try await wait(for: .head, line: line)
        if !isHeadComplete, let failure { throw failure }
    }

    /// The next part of the body; nil at its end.
    func nextChunk(line: UInt) async throws -> [UInt8]? {
        try await wait(for: .chunk, line: line)
        guard body.isEmpty else { return takeChunk() }
        if let failure { throw failure }
        return nil
    }

    private func takeChunk() -> [UInt8] {
        var chunk: [UInt8] = []
        swap(&chunk, &body)
        if isPaused, let handle {
            isPaused = false
            bridge_resume(handle)
        }
        return chunk
    }

    /// What is left of the body, of up to `limit` bytes.
    func rest(upTo limit: Int, line: UInt) async throws -> [UInt8] {
        room = max(room, limit)
        if isPaused, body.count < room, let handle {
            isPaused = false
            bridge_resume(handle)
        }
        try await wait(for: .end, line: line)
        if body.count > limit || isPaused {
            fail(.bodyTooLarge(limit))
            throw HTTPError(url: url, reason: .bodyTooLarge(limit))
        }
        if let failure { throw failure }
        return takeChunk()
    }
}

extension Transfer {
    /// What `end` says to the user; nil if all is well.
    private func reason(for end: bridge_end) -> HTTPError.Reason? {
        guard let handle else { return .closed }
        if head.count > Self.longestHead {
            return .other("the answer's head has more than \(Self.longestHead) bytes")
        }
        let problem = String(cString: bridge_problem(handle))
        return switch end {
        case bridge_done: nil
        case bridge_bad_url: .badRequest("bad URL")
        case bridge_unresolvable: .unresolvable
        case bridge_cannot_connect: .noConnection(Int32(bridge_system_error(handle)))
        case bridge_connect_timeout: .connectTimedOut(request.timeout.connect)
        case bridge_bad_certificate: .certificate(problem)
        case bridge_tls_failed: .tls(problem)
        case bridge_reset: .reset
        case bridge_ended_early: .endedEarly
        case bridge_not_http: .notHTTP
        case bridge_too_many_redirects: .tooManyRedirects(session.redirects)
        default: .other(problem)
        }
    }
}
