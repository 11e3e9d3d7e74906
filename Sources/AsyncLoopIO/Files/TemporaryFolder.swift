import AsyncLoop
import Glibc

/// Makes a folder that nobody else has, runs `body` with its path, and removes it with all that is
/// in it, however `body` ends.
///
/// It is in `$TMPDIR`, else in `/tmp`, and only its owner may look into it.
/// Errors: `FileError` if there can be no folder; what `body` throws; `CancelledError`.
/// Cancellation: leaves no folder behind.
/// Source: aiofiles `tempfile.TemporaryDirectory`.
@EventLoop
public func withTemporaryFolder<Success>(
    pool: ThreadPool? = nil,
    line: UInt = #line,
    _ body: @EventLoop (String) async throws -> Success
) async throws -> Success {
    let folder = try await EventLoop.runInExecutor(pool, line: line) { try TemporaryFolder() }
        .value(line: line)
    let result: Result<Success, any Error>
    do { result = .success(try await body(folder.path)) } catch { result = .failure(error) }
    try await EventLoop.runInExecutor(pool, line: line) { folder.remove() }.value(line: line)
    return try result.get()
}

/// A folder that is gone, at the latest, when nobody has it any more.
private final class TemporaryFolder: Sendable {
    let path: String

    init() throws(FileError) {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/loopwalk-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw FileError("make a folder in", parent, code: errno)
        }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { remove() }

    func remove() { removeTree(path) }
}

/// Removes a folder and what is in it; what a link in it points to stays.
private func removeTree(_ path: String) {
    guard let folder = opendir(path) else { return }
    while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        guard name != ".", name != ".." else { continue }
        let inside = "\(path)/\(name)"
        if unlink(inside) != 0, errno == EISDIR { removeTree(inside) }
    }
    closedir(folder)
    rmdir(path)
}
