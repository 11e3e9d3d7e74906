import Glibc

/// What a symbolic link points to; nil if there is none.
public func linkTarget(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBytes { bytes in
        readlink(path, bytes.assumingMemoryBound(to: CChar.self).baseAddress!, bytes.count)
    }
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
}

/// The folder part of a path, or `.`.
public func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
}

/// When a file was changed and how long it is; nil if there is none.
public func fileStamp(_ path: String) -> FileStamp? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return FileStamp(
        seconds: Int(status.st_mtim.tv_sec),
        nanoseconds: Int(status.st_mtim.tv_nsec),
        bytes: Int(status.st_size)
    )
}

/// What tells one state of a file from the next.
public struct FileStamp: Comparable, CustomStringConvertible, Sendable {
    let seconds: Int
    let nanoseconds: Int
    let bytes: Int

    /// Its numbers.
    public var description: String { "\(seconds).\(nanoseconds) \(bytes)" }

    /// Whether the one is older.
    public static func < (one: FileStamp, other: FileStamp) -> Bool {
        (one.seconds, one.nanoseconds) < (other.seconds, other.nanoseconds)
    }
}
