import Glibc

/// The bytes of a file, or nil with `errno` set.
func readFile(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
        bytes += buffer[..<count]
    }
    return ferror(file) == 0 ? bytes : nil
}

/// Writes a file whole: under another name first, so that no half of one is ever found.
func writeFile(_ path: String, _ bytes: [UInt8]) -> Bool {
    let temporary = "\(path).\(getpid())"
    guard let file = fopen(temporary, "wb") else { return false }
    let written = fwrite(bytes, 1, bytes.count, file) == bytes.count
    guard fclose(file) == 0, written, rename(temporary, path) == 0 else {
        unlink(temporary)
        return false
    }
    return true
}

/// What a symbolic link points to.
func linkTarget(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBytes { bytes in
        readlink(path, bytes.assumingMemoryBound(to: CChar.self).baseAddress!, bytes.count)
    }
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
}

/// The folder part of a path, or `.`.
func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
}

/// When a file was changed and how long it is, as text; empty if there is none.
func stamp(of path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return "" }
    return "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(status.st_size)"
}
