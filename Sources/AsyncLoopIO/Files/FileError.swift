import Glibc

/// Thrown where something cannot be done with a file: what, which file, and why.
///
/// Source: Python's `OSError`, with its kinds.
public struct FileError: Error, CustomStringConvertible, Equatable {
    /// What was tried: `open`, `read`, `write` …
    public var operation: String
    /// The file, as it was named.
    public var path: String
    /// The system's number for what went wrong; 0 if it was not the system that found fault.
    public var code: Int32
    /// What went wrong, in words.
    public var reason: String

    /// An error of the system's, by its number.
    public init(_ operation: String, _ path: String, code: Int32) {
        self.init(operation, path, code: code, reason: String(cString: strerror(code)))
    }

    /// An error with the reason to show.
    public init(_ operation: String, _ path: String, code: Int32 = 0, reason: String) {
        self.operation = operation
        self.path = path
        self.code = code
        self.reason = reason
    }

    /// Whether there is no such file or folder. Source: Python `FileNotFoundError`.
    public var isNotFound: Bool { code == ENOENT }

    /// Names what was tried, the file and the reason, as in `FileNotFoundError: cannot open
    /// 'notes.txt': No such file or directory`.
    public var description: String {
        "\(pythonName): cannot \(operation) '\(path)': \(reason)"
    }

    private var pythonName: String {
        switch code {
        case ENOENT: "FileNotFoundError"
        case EEXIST: "FileExistsError"
        case EACCES, EPERM: "PermissionError"
        case EISDIR: "IsADirectoryError"
        case ENOTDIR: "NotADirectoryError"
        case 0: "ValueError"
        default: "OSError"
        }
    }
}
