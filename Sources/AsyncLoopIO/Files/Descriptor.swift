import Glibc

/// An open file as the threads of a pool see it: blocking calls, one at a time.
///
/// A task that stops waiting for a read leaves a thread in it. So who closes waits here until that
/// is over: else the number might be another file's by then. Whatever happens to its owner, the
/// descriptor is closed when nobody has it any more.
final class Descriptor: @unchecked Sendable {
    // Safe to share: `number` is read and written under `lock`.
    let path: String
    private var number: Int32
    private let lock: UnsafeMutablePointer<pthread_mutex_t>

    /// Opens the file. New files can be read and written by whom the process's umask lets.
    init(path: String, mode: FileMode) throws(FileError) {
        guard !path.utf8.contains(0) else {
            throw FileError("open", path, reason: "a path has no zero byte in it")
        }
        self.path = path
        number = retrying { open(path, mode.flags, 0o666) }
        guard number >= 0 else { throw FileError("open", path, code: errno) }
        lock = .allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
    }

    deinit {
        if number >= 0 { Glibc.close(number) }
        pthread_mutex_destroy(lock)
        lock.deallocate()
    }

    /// Closes it; once is enough. What a disk far away says only now is thrown.
    func close() throws(FileError) {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        guard number >= 0 else { return }
        let failure = Glibc.close(number) == 0 ? 0 : errno
        number = -1
        // Interrupted or not, it is closed.
        guard failure == 0 || failure == EINTR else {
            throw FileError("close", path, code: failure)
        }
    }

    /// Runs `body` with the number, nobody else using it.
    func use<T>(
        to operation: String,
        _ body: (Int32) throws(FileError) -> T
    ) throws(FileError) -> T {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        guard number >= 0 else {
            throw FileError(operation, path, reason: "the file was closed")
        }
        return try body(number)
    }

    // MARK: Reading

    /// At most `count` bytes from where the file stands; fewer at its end only, none past it.
    func read(upTo count: Int) throws(FileError) -> [UInt8] {
        try use(to: "read") { number throws(FileError) in
            var failure: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { room, filled in
                failure = Self.fill(room, from: number, &filled)
            }
            guard failure == 0 else { throw FileError("read", path, code: failure) }
            return bytes
        }
    }

    /// All bytes from where the file stands to its end.
    func readAll() throws(FileError) -> [UInt8] {
        var bytes = try read(upTo: sizeAhead + 1)
        // A file that says nothing of its size, or grows: on until there is no more.
        var room = bytes.count
        while room > 0, bytes.count >= room {
            let more = try read(upTo: max(1 << 16, bytes.count))
            guard !more.isEmpty else { break }
            bytes += more
            room = bytes.count
        }
        return bytes
    }

    /// How many bytes lie ahead, as far as is known.
    private var sizeAhead: Int {
        guard let status = status(), status.st_mode & S_IFMT == S_IFREG else { return 1 << 16 }
        return max(0, status.st_size - lseek(number, 0, SEEK_CUR))
    }

    private func status() -> stat? {
        var status = stat()
        return fstat(number, &status) == 0 ? status : nil
    }

    private static func fill(
        _ room: UnsafeMutableBufferPointer<UInt8>,
        from number: Int32,
        _ filled: inout Int
    ) -> Int32 {
        while filled < room.count {
            let count = retrying {
                Glibc.read(number, room.baseAddress! + filled, room.count - filled)
            }
            guard count >= 0 else { return errno }
            guard count > 0 else { return 0 }
            filled += count
        }
        return 0
    }

    // MARK: Writing

    /// Writes all of `bytes`.
    ///
    /// Errors: if the disk is full, how many of them are in the file is part of the reason.
    func write(_ bytes: [UInt8]) throws(FileError) {
        try use(to: "write") { number throws(FileError) in
            var (written, failure) = (0, Int32(0))
            bytes.withUnsafeBytes { bytes in
                while written < bytes.count, failure == 0 {
                    let count = retrying {
                        Glibc.write(number, bytes.baseAddress! + written, bytes.count - written)
                    }
                    if count >= 0 { written += count } else { failure = errno }
                }
            }
            guard failure == 0 else {
                var error = FileError("write", path, code: failure)
                error.reason += " (\(written) of \(bytes.count) bytes were written)"
                throw error
            }
        }
    }

    /// Goes to `offset`, counted as `whence` says, and gives the place.
    @discardableResult
    func seek(_ offset: Int, _ whence: Int32) throws(FileError) -> Int {
        try use(to: "seek in") { number throws(FileError) in
            let place = lseek(number, offset, whence)
            guard place >= 0 else { throw FileError("seek in", path, code: errno) }
            return place
        }
    }

    /// Cuts or fills the file with zeros to `size` bytes.
    func truncate(to size: Int) throws(FileError) {
        try use(to: "truncate") { number throws(FileError) in
            guard retrying({ ftruncate(number, size) }) == 0 else {
                throw FileError("truncate", path, code: errno)
            }
        }
    }

    /// Returns once the disk has what was written.
    func synchronize() throws(FileError) {
        try use(to: "flush") { number throws(FileError) in
            guard retrying({ fsync(number) }) == 0 else {
                throw FileError("flush", path, code: errno)
            }
        }
    }
}

/// Calls again what a signal interrupted.
private func retrying<T: SignedInteger>(_ call: () -> T) -> T {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}
