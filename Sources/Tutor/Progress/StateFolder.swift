import Glibc

/// Where loopwalk keeps what it remembers: `$XDG_STATE_HOME/loopwalk`, or `~/.local/state/loopwalk`.
///
/// A path and how to make the folder; what the files in it mean belongs to those who read them.
public struct StateFolder: Equatable, Sendable {
    /// The folder's path, absolute.
    public let path: String

    /// The folder at `path`.
    public init(path: String) {
        self.path = path
    }

    /// The folder that `environment` names, or nil if it names none.
    ///
    /// The XDG rules: an empty or relative `XDG_STATE_HOME` counts as unset.
    public init?(environment: (String) -> String?) {
        if let state = environment("XDG_STATE_HOME"), state.hasPrefix("/") {
            path = state + "/loopwalk"
        } else if let home = environment("HOME"), home.hasPrefix("/") {
            path = (home == "/" ? "" : home) + "/.local/state/loopwalk"
        } else {
            return nil
        }
    }

    /// The folder that this process's environment names.
    public static var ofThisUser: StateFolder? {
        StateFolder { name in getenv(name).map { String(cString: $0) } }
    }

    /// The path of the file `name` in the folder.
    public func file(_ name: String) -> String { path + "/" + name }

    /// Makes the folder and those above it where they are missing, for this user only.
    ///
    /// Errors: what the system says, if the folder cannot be made.
    public func create() throws(SystemError) {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/" + part
            if mkdir(made, 0o700) != 0 {
                let error = errno
                // An existing part may answer EROFS or EACCES before EEXIST.
                if access(made, F_OK) != 0 { throw SystemError(error) }
            }
        }
    }
}

/// A system call's failure.
public struct SystemError: Error, Equatable, CustomStringConvertible {
    /// The number the system gave.
    public let number: Int32

    /// The failure with `number`.
    public init(_ number: Int32) {
        self.number = number
    }

    /// What the system says about it, in lower case, with no full stop.
    public var description: String {
        let text = String(cString: strerror(number))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
