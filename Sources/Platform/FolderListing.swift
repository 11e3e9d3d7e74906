import Glibc

/// The names of what is in the folder at `path`, in alphabetical order; none if it cannot be read.
public func names(inFolder path: String) -> [String] {
    rawNames(inFolder: Array(path.utf8CString)).map { name in
        String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }.sorted()
}

/// The same as they stand, each with its 0; in no order.
private func rawNames(inFolder path: [CChar]) -> [[CChar]] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    let dot = CChar(bitPattern: UInt8(ascii: "."))
    var names: [[CChar]] = []
    while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
            bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
        }
        if name != [dot, 0], name != [dot, dot, 0] { names.append(name) }
    }
    return names
}

/// Deletes what is at `path`, a folder with all that is in it; links are deleted, not followed.
///
/// A folder that its owner may not look into or change is opened up first. What cannot be deleted
/// stays.
public func removeTree(_ path: String) {
    removeTree(Array(path.utf8CString))
}

/// `path` ends with a 0; as bytes, since a file's name need not be text.
private func removeTree(_ path: [CChar]) {
    if unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR { return }
    if access(path, R_OK | W_OK | X_OK) != 0 { chmod(path, 0o700) }
    for name in rawNames(inFolder: path) {
        removeTree(path.dropLast() + [CChar(bitPattern: UInt8(ascii: "/"))] + name)
    }
    rmdir(path)
}
