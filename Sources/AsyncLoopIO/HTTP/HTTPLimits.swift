/// How long a request may take. Source: aiohttp `ClientTimeout`.
public struct HTTPTimeout: Equatable, Sendable {
    /// Seconds from the call to the end of the body, with the wait for a free connection; nil: for
    /// ever.
    public var total: Double?
    /// Seconds to find the host, connect to it and agree on TLS.
    public var connect: Double

    /// Limits in seconds; 300 in all and 30 to connect unless told otherwise.
    public init(total: Double? = 300, connect: Double = 30) {
        self.total = total
        self.connect = connect
    }

    /// For `CURLOPT_CONNECTTIMEOUT_MS`, which takes 0 for its own default.
    var connectMilliseconds: Int {
        connect > 0.001 ? Int(min(connect * 1_000, Double(Int32.max))) : 1
    }
}

/// How often a request that failed is made again, and after what pause.
///
/// Made again is what never came to be an answer (refused, reset, timed out, no such host) and an
/// answer whose status says "not now". A request that changes something when it is made twice
/// (`POST`, `PATCH`) is made again only if it cannot have reached the server.
public struct HTTPRetry: Equatable, Sendable {
    /// How many more times, at most.
    public var times: Int
    /// Seconds before the second attempt.
    public var backoff: Double
    /// What the pause is multiplied by each time.
    public var factor: Double
    /// Seconds that no pause is longer than.
    public var longest: Double
    /// The statuses that are tried again.
    public var statuses: Set<Int>

    /// So many more attempts, with pauses that double from one second up to a minute.
    public init(
        times: Int,
        backoff: Double = 1,
        factor: Double = 2,
        longest: Double = 60,
        statuses: Set<Int> = [429, 500, 502, 503, 504]
    ) {
        self.times = times
        self.backoff = backoff
        self.factor = factor
        self.longest = longest
        self.statuses = statuses
    }

    /// One attempt.
    public static let never = HTTPRetry(times: 0)

    /// Seconds to wait after `attempts` that failed.
    func pause(after attempts: Int) -> Double {
        var pause = backoff
        for _ in 1..<max(attempts, 1) where pause < longest { pause *= factor }
        return max(0, min(pause, longest))
    }
}
