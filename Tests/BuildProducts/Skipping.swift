import Glibc

/// Whether a test may run whose counterpart is there, or is not.
///
/// Where `LOOPWALK_SKIP_NOTHING` is set, as in CI, one that is missing is a failure and no reason to
/// skip.
public func canRun(_ counterpartIsThere: @autoclosure () -> Bool) -> Bool {
    getenv("LOOPWALK_SKIP_NOTHING") != nil || counterpartIsThere()
}
