import Glibc

/// The file that a Unix socket is in the file system.
struct SocketFile: Sendable {
    private let path: String
    private let number: ino_t

    /// The socket at `path`; nil if there is none, or a file of another kind.
    init?(at path: String) {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
        self.path = path
        number = status.st_ino
    }

    /// Removes it, unless another is there by now.
    func remove() {
        if SocketFile(at: path)?.number == number { unlink(path) }
    }
}
