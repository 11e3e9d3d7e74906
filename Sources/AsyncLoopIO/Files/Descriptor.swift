import Glibc

/// An open file as the threads of a pool see it: blocking calls, one at a time.
///
/// A task that stops waiting for a read leaves a thread in it. So who closes waits here until that
/// is over: else the number might be another file's by then. Whatever happens to its owner, the
/// descriptor is closed when nobody has it any more.
final class Descriptor: @unchecked Sendable {
    // Safe to share: `number` is read and written under `lock`.
    let path: String
    /// Whether a call can say where in the file it means: not in a pipe or a terminal, and not where
    /// all goes to the end.
    let hasPlaces: Bool
    private var number: Int32
    private let lock: UnsafeMutablePointer<pthread_mutex_t>

    /// Opens the file. New files can be read and written by whom the process's umask lets.
    init(path: String, mode: FileMode) throws(FileError) {
        guard !path.utf8.contains(0) else {
            throw FileError("open", path, reason: "a path has no zero byte in it")
        }
        self.path = path
        let number = retrying { open(path, mode.flags, 0o666) }
        guard number >= 0 else { throw FileError("open", path, code: errno) }
        self.number = number
        hasPlaces = mode != .append && lseek(number, 0, SEEK_CUR) >= 0
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

    /// At most `most` bytes from `place` on, or from where the file stands; fewer at its end only,
    /// none past it.
    func read(upTo most: Int, at place: Int? = nil) throws(FileError) -> [UInt8] {
        try use(to: "read") { number throws(FileError) in
            var bytes: [UInt8] = []
            // No more room than the file fills, whatever is asked for; and a byte more than it says
            // it has, so that its end is seen at once. One that says nothing, or grows: on and on.
            var room = most <= 1 << 16 ? most : sizeAhead(of: number, at: place) + 1
            while bytes.count < most {
                let wanted = min(room, most - bytes.count)
                let from = place.map { $0 + bytes.count }
                let more = try take(number, wanted, at: from, isFull: true)
                if bytes.isEmpty { bytes = more } else { bytes += more }
                if more.count < wanted { break }
                room = min(max(1 << 16, bytes.count), 1 << 30)
            }
            return bytes
        }
    }

    /// All bytes from `place` on, or from where the file stands, to its end.
    func readAll(at place: Int? = nil) throws(FileError) -> [UInt8] {
        try read(upTo: .max, at: place)
    }

    /// Bytes from `place` on, or from where the file stands, as many as come at once; none at the
    /// end. A pipe is not waited for until it has more.
    func readSome(at place: Int?) throws(FileError) -> [UInt8] {
        try use(to: "read") { number throws(FileError) in
            try take(number, 1 << 16, at: place, isFull: false)
        }
    }

    /// How many bytes lie ahead, as far as is known.
    private func sizeAhead(of number: Int32, at place: Int?) -> Int {
        var status = stat()
        guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return 1 << 16
        }
        return min(max(0, status.st_size - (place ?? lseek(number, 0, SEEK_CUR))), 1 << 30)
    }

    /// Up to `count` bytes by one call of the system, or, if `isFull`, by as many as it takes.
    private func take(
        _ number: Int32,
        _ count: Int,
        at place: Int?,
        isFull: Bool
    ) throws(FileError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { room, filled in
            repeat {
                let (start, left) = (room.baseAddress! + filled, count - filled)
                let came = retrying {
                    if let place { return pread(number, start, left, place + filled) }
                    return Glibc.read(number, start, left)
                }
                if came < 0 { failure = errno }
                guard came > 0 else { return }
                filled += came
            } while isFull && filled < count
        }
        guard failure == 0 else { throw FileError("read", path, code: failure) }
        return bytes
    }

    // MARK: Writing

    /// Writes all of `bytes`, at `place` or where the file stands.
    ///
    /// Errors: if the disk is full, how many of them are in the file is part of the reason.
    func write(_ bytes: [UInt8], at place: Int? = nil) throws(FileError) {
        try use(to: "write") { number throws(FileError) in
            var (written, failure) = (0, Int32(0))
            bytes.withUnsafeBytes { bytes in
                while written < bytes.count, failure == 0 {
                    let (start, left) = (bytes.baseAddress! + written, bytes.count - written)
                    let count = retrying {
                        if let place { return pwrite(number, start, left, place + written) }
                        return Glibc.write(number, start, left)
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

    /// Goes to `offset`, or stays, and gives the place.
    @discardableResult
    func seek(to offset: Int?) throws(FileError) -> Int {
        try use(to: "seek in") { number throws(FileError) in
            let place = lseek(number, offset ?? 0, offset == nil ? SEEK_CUR : SEEK_SET)
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
