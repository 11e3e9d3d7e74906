import Glibc
import Testing

/// A disk of a few kilobytes, in memory, for what happens when it is full.
final class SmallDisk: Sendable {
    private let folder = ScratchFolder()
    /// Where it is.
    var path: String { folder.path }

    init(kilobytes: Int) throws {
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=\(kilobytes)k") == 0 else {
            throw NoDisk(reason: String(cString: strerror(errno)))
        }
    }

    deinit { umount2(folder.path, Int32(MNT_DETACH)) }

    /// The path of a file on it.
    func file(_ name: String) -> String { folder.file(name) }

    struct NoDisk: Error {
        let reason: String
    }

    /// Whether this process may mount one.
    static let isPossible = (try? SmallDisk(kilobytes: 4)) != nil
}
