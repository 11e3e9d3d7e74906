import Glibc
import Testing

/// A folder of a test's own, gone with all that is in it when the test is over.
final class ScratchFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/loopwalk-files-XXXXXX".utf8CString)
        precondition(mkdtemp(&template) != nil, "no folder: \(String(cString: strerror(errno)))")
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            unlink("\(path)/\(name)")
        }
        closedir(folder)
        rmdir(path)
    }

    /// The path of a file in it.
    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// How many descriptors of this process are of files in it.
    var openFiles: Int {
        guard let folder = opendir("/proc/self/fd") else { return -1 }
        defer { closedir(folder) }
        var count = 0
        while let entry = readdir(folder) {
            let number = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            var target = [CChar](repeating: 0, count: 4096)
            let length = readlink("/proc/self/fd/\(number)", &target, target.count)
            let name = target.prefix(max(0, length)).map(UInt8.init(bitPattern:))
            if String(decoding: name, as: UTF8.self).hasPrefix(path) { count += 1 }
        }
        return count
    }
}
