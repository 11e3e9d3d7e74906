import AsyncLoop
import Glibc

/// A file that is open: each call is a job for the pool, and the loop goes on meanwhile.
///
/// The kernel has no readiness for files on a disk, they are "always ready" and then block. So
/// threads do the waiting, here as in aiofiles.
///
/// Order: calls of several tasks on one file are done in the order they came.
/// Cancellation: ends the wait for a call; a thread that has begun it ends it. The file stands where
/// it stood before the call, and nothing is skipped; of a pipe, what the thread read is lost.
/// Source: aiofiles.
@EventLoop
public final class AsyncFile {
    /// The file's path, as it was opened.
    public nonisolated let path: String
    private let descriptor: Descriptor
    private let pool: ThreadPool?
    private let turns = Lock(name: "file")
    /// What was read ahead for the sake of its lines, and how much of that has no end of line.
    private var ahead = ByteQueue()
    private var searched = 0
    /// Where what was read ends; nil where the system alone knows, see `Descriptor.hasPlaces`.
    ///
    /// Kept here and not with the system, a call whose task was cancelled moves nothing, whatever
    /// its thread still does.
    private var place: Int?

    fileprivate init(_ descriptor: Descriptor, pool: ThreadPool?) {
        self.descriptor = descriptor
        self.pool = pool
        path = descriptor.path
        place = descriptor.hasPlaces ? 0 : nil
    }

    // MARK: Reading

    /// The bytes from where it stands to its end; none at the end.
    ///
    /// Errors: `FileError`; `CancelledError`.
    public func read(line: UInt = #line) async throws -> [UInt8] {
        try await turns.withLock(line: line) {
            let rest = try await offload(line) { [place] in try $0.readAll(at: place) }
            return takeAhead() + came(rest)
        }
    }

    /// The text from where it stands to its end.
    ///
    /// Errors: `FileError`, also if it is no UTF-8; `CancelledError`.
    public func readText(line: UInt = #line) async throws -> String {
        try utf8Text(try await read(line: line), of: path)
    }

    /// The next `count` bytes; fewer only if the file ends before, none at its end. Traps if
    /// `count` is negative.
    ///
    /// Errors: `FileError`; `CancelledError`.
    public func read(upTo count: Int, line: UInt = #line) async throws -> [UInt8] {
        guard count >= 0 else {
            throw FileError("read", path, reason: "\(count) bytes are none to ask for")
        }
        return try await turns.withLock(line: line) {
            let missing = count - ahead.count
            if missing > 0 {
                let more = try await offload(line) { [place] in
                    try $0.read(upTo: missing, at: place)
                }
                return takeAhead() + came(more)
            }
            searched = 0
            return ahead.take(count)
        }
    }

    /// The next line, without the end of line that closes it; nil at the file's end.
    ///
    /// A line ends at `\n` or `\r\n`, the last one at the end of the file. Many lines come with one
    /// job: 64 KiB are read at a time.
    /// Errors: `FileError`, also if the line is no UTF-8; `CancelledError`.
    public func readLine(line: UInt = #line) async throws -> String? {
        if !turns.isLocked, let next = try nextLine(isLast: false) { return next }
        return try await turns.withLock(line: line) {
            while true {
                if let next = try nextLine(isLast: false) { return next }
                let more = try await offload(line) { [place] in try $0.readSome(at: place) }
                if more.isEmpty { return try nextLine(isLast: true) }
                came(more).withUnsafeBytes { ahead.append($0) }
            }
        }
    }

    /// Its lines from where it stands, for `for try await`; errors as of `readLine`.
    public nonisolated func lines(line: UInt = #line) -> FileLines { FileLines(self, line: line) }

    private func nextLine(isLast: Bool) throws -> String? {
        var bytes: [UInt8]
        if let end = ahead.offset(of: newline, from: searched) {
            bytes = ahead.take(end + 1)
            bytes.removeLast()
        } else {
            searched = ahead.count
            guard isLast, !ahead.isEmpty else { return nil }
            bytes = ahead.take(ahead.count)
        }
        searched = 0
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return try utf8Text(bytes, of: path)
    }

    private func takeAhead() -> [UInt8] {
        searched = 0
        return ahead.take(ahead.count)
    }

    /// Notes that `bytes` have been read.
    private func came(_ bytes: [UInt8]) -> [UInt8] {
        place = place.map { $0 + bytes.count }
        return bytes
    }

    // MARK: Writing

    /// Writes all of `bytes` where the file stands, or at its end if it was opened to append.
    ///
    /// Errors: `FileError`, if the disk is full with how much of it was written; `CancelledError`.
    public func write(_ bytes: [UInt8], line: UInt = #line) async throws {
        try await turns.withLock(line: line) {
            giveBack()
            try await offload(line) { [place] in try $0.write(bytes, at: place) }
            place = place.map { $0 + bytes.count }
        }
    }

    /// Writes `text` in UTF-8, as `write` writes bytes. Errors: the same.
    public func write(_ text: String, line: UInt = #line) async throws {
        try await write(Array(text.utf8), line: line)
    }

    /// Cuts the file to `size` bytes, or fills it up with zeros; where it stands stays.
    ///
    /// Errors: `FileError`; `CancelledError`.
    public func truncate(to size: Int, line: UInt = #line) async throws {
        try await turns.withLock(line: line) {
            giveBack()
            try await offload(line) { try $0.truncate(to: size) }
        }
    }

    /// Returns once the disk has what was written, and not the system's memory alone.
    ///
    /// Errors: `FileError`; `CancelledError`.
    /// Source: `os.fsync`.
    public func synchronize(line: UInt = #line) async throws {
        try await turns.withLock(line: line) {
            try await offload(line) { try $0.synchronize() }
        }
    }

    // MARK: Where it stands

    /// Goes to the byte numbered `offset`, from 0.
    ///
    /// Errors: `FileError`; `CancelledError`.
    public func seek(to offset: Int, line: UInt = #line) async throws {
        try await turns.withLock(line: line) {
            let there = try await offload(line) { try $0.seek(to: offset) }
            _ = takeAhead()
            if place != nil { place = there }
        }
    }

    /// The number of the byte that is read or written next.
    ///
    /// Errors: `FileError`, as of a pipe; `CancelledError`.
    public func position(line: UInt = #line) async throws -> Int {
        try await turns.withLock(line: line) {
            let here = try await offload(line) { try $0.seek(to: nil) }
            return (place ?? here) - ahead.count
        }
    }

    /// Closes it, behind the calls that were made before. A second time does nothing.
    ///
    /// Errors: `FileError`, for what only the closing brought to light; `CancelledError`.
    public func close(line: UInt = #line) async throws {
        try await turns.withLock(line: line) {
            _ = takeAhead()
            try await offload(line) { try $0.close() }
        }
    }

    /// Stands where its user sees it stand, as if nothing had been read ahead.
    private func giveBack() {
        guard let place else { return }
        self.place = place - takeAhead().count
    }

    private func offload<T: Sendable>(
        _ line: UInt,
        _ body: @escaping @Sendable (Descriptor) throws -> T
    ) async throws -> T {
        let descriptor = descriptor
        return try await EventLoop.runInExecutor(pool, line: line) { try body(descriptor) }
            .value(line: line)
    }
}

/// Opens the file at `path`, in a job for `pool` (nil: the default one), as are all its calls.
///
/// Close it, or have `withFile` do so.
/// Errors: `FileError`; `CancelledError`.
/// Cancellation: ends the wait; a file that is opened after all is closed again.
/// Source: `await aiofiles.open(path, mode)`.
@EventLoop
public func openFile(
    _ path: String,
    _ mode: FileMode = .read,
    pool: ThreadPool? = nil,
    line: UInt = #line
) async throws -> AsyncFile {
    let opening = try EventLoop.runInExecutor(pool, line: line) {
        try Descriptor(path: path, mode: mode)
    }
    return AsyncFile(try await opening.value(line: line), pool: pool)
}

/// Opens the file at `path`, runs `body` with it, and closes it however `body` ends.
///
/// Errors: `FileError`; what `body` throws; `CancelledError`.
/// Cancellation: of `body`, which then ends; the file is closed all the same.
/// Source: `async with aiofiles.open(path, mode) as file`.
@EventLoop
public func withFile<Success>(
    _ path: String,
    _ mode: FileMode = .read,
    pool: ThreadPool? = nil,
    line: UInt = #line,
    _ body: @EventLoop (AsyncFile) async throws -> Success
) async throws -> Success {
    let file = try await openFile(path, mode, pool: pool, line: line)
    return try await ending(with: { try await file.close(line: line) }) { try await body(file) }
}

private let newline = [UInt8(ascii: "\n")]
