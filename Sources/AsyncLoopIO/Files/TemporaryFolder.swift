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
    return try await ending(with: {
        try await EventLoop.runInExecutor(pool, line: line) { folder.remove() }.value(line: line)
    }) {
        try await body(folder.path)
    }
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

    func remove() { removeTree(Array(path.utf8CString)) }
}

/// Removes a folder and what is in it; what a link in it points to stays.
///
/// Paths end with a zero, and are bytes: a file's name need not be UTF-8.
private func removeTree(_ path: [CChar]) {
    guard let folder = opendir(path) else { return }
    while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
            bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) }
        }
        guard name != [dot], name != [dot, dot] else { continue }
        let inside = path.dropLast() + [slash] + name + [0]
        if unlink(inside) != 0, errno == EISDIR { removeTree(inside) }
    }
    closedir(folder)
    rmdir(path)
}

private let dot = CChar(bitPattern: UInt8(ascii: "."))
private let slash = CChar(bitPattern: UInt8(ascii: "/"))
