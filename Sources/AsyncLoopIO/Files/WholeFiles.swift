import AsyncLoop

/// The bytes of the file at `path`.
///
/// One job of the pool's opens, reads and closes it: a third of the turns that `withFile` takes.
///
/// Errors: `FileError`; `CancelledError`.
/// Cancellation: ends the wait; a thread that has begun reads to the end, for nobody.
/// Source: `async with aiofiles.open(path, "rb") as f: await f.read()`.
@EventLoop
public func readFile(
    _ path: String,
    pool: ThreadPool? = nil,
    line: UInt = #line
) async throws -> [UInt8] {
    try await EventLoop.runInExecutor(pool, line: line) { try bytes(of: path) }.value(line: line)
}

/// The text of the file at `path`, which must be UTF-8.
///
/// Errors, cancellation: as of `readFile`.
/// Source: `async with aiofiles.open(path) as f: await f.read()`.
@EventLoop
public func readText(
    _ path: String,
    pool: ThreadPool? = nil,
    line: UInt = #line
) async throws -> String {
    try await EventLoop.runInExecutor(pool, line: line) {
        try utf8Text(try bytes(of: path), of: path)
    }.value(line: line)
}

/// Makes `bytes` the content of the file at `path`, in place of any it had.
///
/// With `.append` they are added at its end, with `.create` the file must not be there yet, with
/// `.update` they are written over its beginning and the rest stays.
/// Errors: `FileError`; `CancelledError`. If the disk is full the file holds what had room.
/// Cancellation: ends the wait; a thread that has begun writes to the end.
/// Source: `async with aiofiles.open(path, "wb") as f: await f.write(bytes)`.
@EventLoop
public func writeFile(
    _ path: String,
    _ bytes: [UInt8],
    mode: FileMode = .write,
    pool: ThreadPool? = nil,
    line: UInt = #line
) async throws {
    try await EventLoop.runInExecutor(pool, line: line) {
        let file = try Descriptor(path: path, mode: mode)
        try file.write(bytes)
        try file.close()
    }.value(line: line)
}

/// Makes `text`, in UTF-8, the content of the file at `path`, in place of any it had.
///
/// `mode`, errors, cancellation: as of the one that takes bytes.
/// Source: `async with aiofiles.open(path, "w") as f: await f.write(text)`.
@EventLoop
public func writeFile(
    _ path: String,
    _ text: String,
    mode: FileMode = .write,
    pool: ThreadPool? = nil,
    line: UInt = #line
) async throws {
    try await writeFile(path, Array(text.utf8), mode: mode, pool: pool, line: line)
}

/// Opens, reads and closes the file at `path`. Blocks.
private func bytes(of path: String) throws(FileError) -> [UInt8] {
    let file = try Descriptor(path: path, mode: .read)
    let bytes = try file.readAll()
    try file.close()
    return bytes
}

/// `bytes` as text.
///
/// Errors: `FileError` if they are no UTF-8: Python's `UnicodeDecodeError`.
func utf8Text(_ bytes: [UInt8], of path: String) throws(FileError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
        throw FileError("read", path, reason: "it is not UTF-8 text; read its bytes")
    }
    return text
}
