import Glibc

/// The environment's name for the database that programs are to use.
public let databaseVariable = "LOOPWALK_DATABASE"

/// The URL of the database that the program's user has chosen, or `standard` if none was.
///
/// The choice is the environment's `LOOPWALK_DATABASE`, which `loopwalk replay --mysql URL` sets.
public func databaseURL(standard: String = "sqlite::memory:") -> String {
    getenv(databaseVariable).map { String(cString: $0) } ?? standard
}
