import Glibc

/// What a file is opened for.
///
/// Source: the modes of Python's `open`.
public enum FileMode: Sendable {
    /// To read; it must be there. Python's `"r"`.
    case read
    /// To write; made if it is not there, emptied if it is. Python's `"w"`.
    case write
    /// To write at its end, wherever others have moved that; made if it is not there. Python's
    /// `"a"`.
    case append
    /// To write; it must not be there. Python's `"x"`.
    case create
    /// To read and write; it must be there. Python's `"r+"`.
    case update

    /// How the system is asked for it. Closed in a program that is started meanwhile.
    var flags: Int32 {
        switch self {
        case .read: O_CLOEXEC | O_RDONLY
        case .write: O_CLOEXEC | O_WRONLY | O_CREAT | O_TRUNC
        case .append: O_CLOEXEC | O_WRONLY | O_CREAT | O_APPEND
        case .create: O_CLOEXEC | O_WRONLY | O_CREAT | O_EXCL
        case .update: O_CLOEXEC | O_RDWR
        }
    }
}
