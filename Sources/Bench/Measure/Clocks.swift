import Glibc

/// The machine's monotonic clock, in seconds.
public func wallSeconds() -> Double { seconds(of: CLOCK_MONOTONIC) }

/// The processor time that the process has used on all its threads, in seconds.
public func processorSeconds() -> Double { seconds(of: CLOCK_PROCESS_CPUTIME_ID) }

private func seconds(of clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
