import AsyncLoop
import Glibc

/// A file that is open: each call is a job for the pool, and the loop goes on meanwhile.
///
/// The kernel has no readiness for files on a disk, they are "always ready" and then block. So
/// threads do the waiting, here as in aiofiles.
///
/// Order: calls of several tasks on one file are done in the order they came.
/// Cancellation: ends the wait for a call; a thread that has begun it ends it. How far the file was
/// read or written is then for `position` to tell.
/// Source: aiofiles.
@EventLoop
public final class AsyncFile {
    /// The file's path, as it was opened.
    public nonisolated let path: String
    private let descriptor: Descriptor
    private let pool: ThreadPool?
    private let turns = Lock(name: "file")
    /// What was read ahead for the sake of its lines, from `start` on.
    private var ahead: [UInt8] = []
    private var start = 0

    fileprivate init(_ descriptor: Descriptor, pool: ThreadPool?) {
        self.descriptor = descriptor
        self.pool = pool
        path = descriptor.path
    }

    // MARK: Reading

    /// The bytes from where it stands to its end; none at the end.
    ///
    /// Errors: `FileError`; `CancelledError`.
    public func read(line: UInt = #line) async throws -> [UInt8] {
        try await turns.withLock(line: line) {
            let rest = try await offload(line) { try $0.readAll() }
            return takeAhead() + rest
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
        precondition(count >= 0, "a file cannot give \(count) bytes")
        return try await turns.withLock(line: line) {
            let missing = count - (ahead.count - start)
            if missing > 0 {
                let more = try await offload(line) { try $0.read(upTo: missing) }
                return takeAhead() + more
            }
            defer { start += count }
            return Array(ahead[start..<start + count])
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
                let more = try await offload(line) { try $0.read(upTo: 1 << 16) }
                if more.isEmpty { return try nextLine(isLast: true) }
                ahead = takeAhead() + more
            }
        }
    }

    /// Its lines from where it stands, for `for try await`; errors as of `readLine`.
    public nonisolated func lines(line: UInt = #line) -> FileLines { FileLines(self, line: line) }

    private func nextLine(isLast: Bool) throws -> String? {
        var end = start
        while end < ahead.count, ahead[end] != UInt8(ascii: "\n") { end += 1 }
        guard end < ahead.count || (isLast && end > start) else { return nil }
        var bytes = ahead[start..<end]
        start = min(end + 1, ahead.count)
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return try utf8Text(Array(bytes), of: path)
    }

    private func takeAhead() -> [UInt8] {
        defer { (ahead, start) = ([], 0) }
        return start == 0 ? ahead : Array(ahead[start...])
    }

    // MARK: Writing

    /// Writes all of `bytes` where the file stands, or at its end if it was opened to append.
    ///
    /// Errors: `FileError`, if the disk is full with how much of it was written; `CancelledError`.
    public func write(_ bytes: [UInt8], line: UInt = #line) async throws {
        try await placed(line) { try $0.write(bytes) }
    }

    /// Writes `text` in UTF-8, as `write` writes bytes. Errors: the same.
    public func write(_ text: String, line: UInt = #line) async throws {
        try await write(Array(text.utf8), line: line)
    }

    /// Cuts the file to `size` bytes, or fills it up with zeros; where it stands stays.
    ///
    /// Errors: `FileError`; `CancelledError`.
    public func truncate(to size: Int, line: UInt = #line) async throws {
        try await placed(line) { try $0.truncate(to: size) }
    }

    /// Returns once the disk has what was written, and not the system's memory alone.
    ///
    /// Errors: `FileError`; `CancelledError`.
    /// Source: `os.fsync`.
    public func synchronize(line: UInt = #line) async throws {
        try await placed(line) { try $0.synchronize() }
    }

    // MARK: Where it stands

    /// Goes to the byte numbered `offset`, from 0.
    ///
    /// Errors: `FileError`; `CancelledError`.
    public func seek(to offset: Int, line: UInt = #line) async throws {
        try await placed(line) { _ = try $0.seek(offset, SEEK_SET) }
    }

    /// The number of the byte that is read or written next.
    ///
    /// Errors: `FileError`, as of a pipe; `CancelledError`.
    public func position(line: UInt = #line) async throws -> Int {
        try await placed(line) { try $0.seek(0, SEEK_CUR) }
    }

    /// Closes it, behind the calls that were made before. A second time does nothing.
    ///
    /// Errors: `FileError`, for what only the closing brought to light; `CancelledError`.
    public func close(line: UInt = #line) async throws {
        try await turns.withLock(line: line) {
            (ahead, start) = ([], 0)
            try await offload(line) { try $0.close() }
        }
    }

    /// Runs `body` with the file standing where its user sees it stand: what was read ahead is
    /// given back.
    private func placed<T: Sendable>(
        _ line: UInt,
        _ body: @escaping @Sendable (Descriptor) throws -> T
    ) async throws -> T {
        try await turns.withLock(line: line) {
            let back = takeAhead().count
            return try await offload(line) { descriptor in
                if back > 0 { try descriptor.seek(-back, SEEK_CUR) }
                return try body(descriptor)
            }
        }
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
    let result: Result<Success, any Error>
    do { result = .success(try await body(file)) } catch { result = .failure(error) }
    do { try await file.close(line: line) } catch {
        // What went wrong first says more.
        if case .success = result { throw error }
    }
    return try result.get()
}
