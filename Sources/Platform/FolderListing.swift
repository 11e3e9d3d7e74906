import Glibc

/// The names of what is in the folder at `path`, in alphabetical order; none if it cannot be read.
public func names(inFolder path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
}

/// Deletes what is at `path`, a folder with all that is in it; links are deleted, not followed.
///
/// What cannot be deleted stays.
public func removeTree(_ path: String) {
    if unlink(path) == 0 || errno == ENOENT { return }
    for name in names(inFolder: path) { removeTree("\(path)/\(name)") }
    rmdir(path)
}
