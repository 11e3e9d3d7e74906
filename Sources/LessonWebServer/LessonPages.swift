import FlyingFox
import Foundation

/// What the server answers, by the first part of the path. `?delay=0.5` holds any answer back.
///
/// | path | answer |
/// |---|---|
/// | `/hello` | `hello` |
/// | `/bytes/1000` | so many bytes of text |
/// | `/stream/1000` | the same, without its length being said before |
/// | `/drip/5?every=0.2` | five lines, one each so many seconds |
/// | `/cut/1000` | half of the bytes that were announced, then the connection ends |
/// | `/status/404` | that status |
/// | `/flaky/2` | status 503 for the first two requests of this very URL, then 200 |
/// | `/redirect/3` | a redirect to `/redirect/2`, and so on to `/hello` |
/// | `/echo` | the body that was sent |
/// | `/headers` | the header fields that were sent, one a line |
/// | `/connections` | how many connections there have been, this one too |
struct LessonPages: HTTPHandler {
    private let counts = RequestCounts()

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
        await counts.note(connection: request.remoteAddress)
        let delay = number(request, "delay")
        if delay > 0 { try await Task.sleep(for: .seconds(delay)) }
        let parts = request.path.split(separator: "/")
        let count = parts.count > 1 ? max(0, Int(parts[1]) ?? 0) : 0
        switch parts.first {
        case "hello": return text("hello")
        case "bytes": return body(LessonBody(bytes: count), length: count)
        case "stream": return body(LessonBody(bytes: count), length: nil)
        case "drip": return body(LessonBody(lines: count, every: number(request, "every")))
        case "cut": return body(LessonBody(bytes: count / 2, isCut: true), length: count)
        case "status" where (200...599).contains(count):
            return HTTPResponse(statusCode: HTTPStatusCode(count, phrase: ""))
        case "flaky":
            let number = await counts.next(of: "\(request.path)?\(request.query)")
            return number > count
                ? text("request \(number)") : HTTPResponse(statusCode: .serviceUnavailable)
        case "redirect":
            let next = count > 1 ? "/redirect/\(count - 1)" : "/hello"
            return HTTPResponse(statusCode: .found, headers: HTTPHeaders([.location: next]))
        case "echo":
            return HTTPResponse(statusCode: .ok, body: try await request.bodyData)
        case "headers":
            return text(request.headers.map { "\($0.key.rawValue): \($0.value)\n" }.joined())
        case "connections": return text("\(await counts.connections)")
        default: return HTTPResponse(statusCode: .notFound)
        }
    }

    private func number(_ request: HTTPRequest, _ name: String) -> Double {
        let number = Double(request.query[name] ?? "") ?? 0
        return number > 0 ? min(number, 600) : 0
    }

    private func text(_ text: String) -> HTTPResponse {
        HTTPResponse(
            statusCode: .ok,
            headers: HTTPHeaders([.contentType: "text/plain; charset=utf-8"]),
            body: Data(text.utf8)
        )
    }

    private func body(_ body: LessonBody, length: Int? = nil) -> HTTPResponse {
        HTTPResponse(
            statusCode: .ok,
            headers: HTTPHeaders([.contentType: "text/plain; charset=utf-8"]),
            body: length.map {
                HTTPBodySequence(from: body, count: $0, suggestedBufferSize: 1 << 16)
            } ?? HTTPBodySequence(from: body, suggestedBufferSize: 1 << 16)
        )
    }
}

/// Who has asked for what.
private actor RequestCounts {
    private var requests: [String: Int] = [:]
    private var seen: Set<HTTPRequest.Address> = []

    var connections: Int { seen.count }

    func note(connection: HTTPRequest.Address?) {
        if let connection { seen.insert(connection) }
    }

    /// Which request of `page` this is, from 1.
    func next(of page: String) -> Int {
        requests[page, default: 0] += 1
        return requests[page, default: 0]
    }
}
