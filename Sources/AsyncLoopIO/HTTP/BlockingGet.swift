internal import CCurlBridge

/// Asks for `url` and blocks the calling thread until the whole answer is there; returns its text.
///
/// For a job in a pool, and to see what it costs beside `HTTPSession.get`: a thread each, and a
/// connection each. No redirect is followed, an answer of any status is one, and there is no limit
/// to the time. Bytes that are no UTF-8 become U+FFFD.
///
/// Errors: `HTTPError` with libcurl's words, as `reason.other`.
/// Source: Python's `requests.get` in a thread.
public func blockingGet(_ url: String) throws(HTTPError) -> String {
    var bytes: [UInt8] = []
    let problem = withUnsafeMutablePointer(to: &bytes) { place in
        bridge_fetch(url, place) { context, part, count in
            context!.assumingMemoryBound(to: [UInt8].self).pointee.append(
                contentsOf: UnsafeRawBufferPointer(start: part, count: count)
            )
        }
    }
    if let problem {
        throw HTTPError(
            url: HTTPRequest.withoutUser(url),
            reason: .other(String(cString: problem))
        )
    }
    return String(decoding: bytes, as: UTF8.self)
}
