import Glibc

/// Files read and written whole.
public enum WholeFile {
    /// The bytes of the file at `path`; nil if there is none.
    public static func read(_ path: String) throws(SystemError) -> [UInt8]? {
        // O_NONBLOCK: a pipe somebody left at that path must not stop the program.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw SystemError(errno)
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count == 0 { return bytes }
            if count > 0 {
                bytes += chunk[..<count]
            } else if errno != EINTR {
                throw SystemError(errno)
            }
        }
    }

    /// Puts `bytes` at `path` in one move: a reader finds the old file or the new one, never half.
    ///
    /// A symbolic link stays, and what it points to is replaced.
    public static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
        let path = destination(of: path)
        let fresh = try fresh(beside: path, mode: 0o600) { file throws(SystemError) in
            try write(bytes, to: file)
        }
        try move(fresh, to: path)
    }

    /// Makes the file at `path` of what `body` writes to the descriptor it is given, in one move: a
    /// reader finds all of it or nothing.
    ///
    /// Errors: `EEXIST` if there is a file and it is not to be replaced; what the system says; what
    /// `body` throws, and then there is no new file. What is there and is no file, such as a pipe
    /// or `/dev/null`, is written to directly. A symbolic link stays, and what it points to is
    /// replaced.
    public static func create(
        _ path: String,
        replacing: Bool,
        _ body: (Int32) throws(SystemError) -> Void
    ) throws(SystemError) {
        var info = stat()
        let isThere = stat(path, &info) == 0
        let isFile = info.st_mode & S_IFMT == S_IFREG
        if isThere, !isFile {
            let file = open(path, O_WRONLY | O_CLOEXEC)
            guard file >= 0 else { throw SystemError(errno) }
            defer { close(file) }
            return try body(file)
        }
        if isThere, !replacing { throw SystemError(EEXIST) }
        let path = destination(of: path)
        let fresh = try fresh(beside: path, mode: 0o666, body)
        // A link fails where a file has come meanwhile; not every file system has links.
        if !replacing {
            if link(fresh, path) == 0 {
                unlink(fresh)
                return
            }
            guard errno != EEXIST else {
                unlink(fresh)
                throw SystemError(EEXIST)
            }
        }
        try move(fresh, to: path)
    }

    /// A new file beside `path`, on the disk with all that `body` writes to it; returns its path.
    private static func fresh(
        beside path: String,
        mode: mode_t,
        _ body: (Int32) throws(SystemError) -> Void
    ) throws(SystemError) -> String {
        let fresh = path + ".new-\(getpid())"
        let file = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard file >= 0 else { throw SystemError(errno) }
        defer { close(file) }
        do throws(SystemError) {
            try body(file)
            guard fsync(file) == 0 else { throw SystemError(errno) }
        } catch {
            unlink(fresh)
            throw error
        }
        return fresh
    }

    /// Renames `fresh` to `path`, in place of any file there; where that fails there is no `fresh`.
    private static func move(_ fresh: String, to path: String) throws(SystemError) {
        guard rename(fresh, path) == 0 else {
            let error = SystemError(errno)
            unlink(fresh)
            throw error
        }
    }

    /// Renames the file at `path` to the first of `path.WORD-1`, `path.WORD-2` … that is free;
    /// returns which.
    ///
    /// Errors: what the system says; then the file is where it was.
    public static func moveAside(_ path: String, as word: String) throws(SystemError) -> String {
        for number in 1...999 {
            let name = "\(path).\(word)-\(number)"
            // link refuses a name that is taken, where rename would write over it.
            if link(path, name) == 0 {
                guard unlink(path) == 0 else {
                    let error = SystemError(errno)
                    unlink(name)
                    throw error
                }
                return name
            }
            // Not every file system has links.
            var info = stat()
            if errno == EEXIST || lstat(name, &info) == 0 { continue }
            guard rename(path, name) == 0 else { throw SystemError(errno) }
            return name
        }
        throw SystemError(EEXIST)
    }

    /// Where the file is that `path` names: if that is a symbolic link, at its other end.
    private static func destination(of path: String) -> String {
        guard linkTarget(path) != nil, let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// Writes all of `bytes`, however many calls that takes.
    public static func write(_ bytes: [UInt8], to file: Int32) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes {
                Glibc.write(file, $0.baseAddress, $0.count)
            }
            if count >= 0 {
                done += count
            } else if errno != EINTR {
                throw SystemError(errno)
            }
        }
    }
}
