import Glibc

/// A folder of loopwalk's own in the user's home, by the XDG rules.
///
/// A path and how to make the folder; what the files in it mean belongs to those who read them.
public struct UserFolder: Equatable, Sendable {
    /// What a folder is for.
    public enum Kind: Sendable {
        /// What is remembered from one start to the next: `$XDG_STATE_HOME`, `~/.local/state`.
        case state
        /// What the user made: `$XDG_DATA_HOME`, `~/.local/share`.
        case data
        /// What can be made again at any time: `$XDG_CACHE_HOME`, `~/.cache`.
        case cache
    }

    /// The folder's path, absolute.
    public let path: String

    /// The folder at `path`.
    public init(path: String) {
        self.path = path
    }

    /// The folder `loopwalk` in the one that `environment` names, or nil if it names none.
    ///
    /// The XDG rules: a variable that is empty or no absolute path counts as unset.
    public init?(_ kind: Kind, environment: (String) -> String?) {
        if let base = environment(kind.variable), base.hasPrefix("/") {
            path = base + "/loopwalk"
        } else if let home = environment("HOME"), home.hasPrefix("/") {
            path = (home == "/" ? "" : home) + kind.inHome + "/loopwalk"
        } else {
            return nil
        }
    }

    /// The folder that this process's environment names.
    public static func ofThisUser(_ kind: Kind) -> UserFolder? {
        UserFolder(kind) { name in getenv(name).map { String(cString: $0) } }
    }

    /// The path of the file `name` in the folder.
    public func file(_ name: String) -> String { path + "/" + name }

    /// The folder `name` in this one.
    public func folder(_ name: String) -> UserFolder { UserFolder(path: file(name)) }

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

extension UserFolder.Kind {
    fileprivate var variable: String {
        switch self {
        case .state: "XDG_STATE_HOME"
        case .data: "XDG_DATA_HOME"
        case .cache: "XDG_CACHE_HOME"
        }
    }

    fileprivate var inHome: String {
        switch self {
        case .state: "/.local/state"
        case .data: "/.local/share"
        case .cache: "/.cache"
        }
    }
}
