import Glibc

/// What the loop's time is made of.
public enum LoopClock: Sendable {
    /// Time stands still while anything is ready and jumps to the next deadline when nothing is.
    /// No real duration enters the record, so two runs of one program are the same.
    case virtual
    /// The machine's monotonic clock, counted from the loop's start.
    ///
    /// Timers that are due within half a millisecond of one another may share one wakeup, at the
    /// last one's deadline; one that is alone wakes the loop at its own. None is ever early.
    case real

    /// The last moment there is: two such can be added.
    static let end = Int64.max / 2

    /// The machine's monotonic clock in nanoseconds.
    static func monotonic() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }

    /// Keeps the calling thread for `nanoseconds` of real time.
    static func blockThread(_ nanoseconds: Int64) {
        var left = timespec(
            tv_sec: Int(nanoseconds / 1_000_000_000),
            tv_nsec: Int(nanoseconds % 1_000_000_000)
        )
        var rest = timespec()
        while nanosleep(&left, &rest) == -1, errno == EINTR { left = rest }
    }

    /// `seconds` in nanoseconds; negative and not-a-number count as zero, and anything beyond the
    /// clock's range as its end (146 years).
    static func nanoseconds(_ seconds: Double) -> Int64 {
        guard seconds > 0 else { return 0 }
        let nanoseconds = (seconds * 1e9).rounded()
        return nanoseconds < 4.6e18 ? Int64(nanoseconds) : end
    }

    /// `seconds` in nanoseconds, negative ones as they are.
    static func signedNanoseconds(_ seconds: Double) -> Int64 {
        seconds < 0 ? -nanoseconds(-seconds) : nanoseconds(seconds)
    }

    /// `duration` in seconds.
    static func seconds(_ duration: Duration) -> Double {
        let parts = duration.components
        return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    }
}
