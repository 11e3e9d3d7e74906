import Glibc
import Platform
import Trace

/// Where a record is read from: a file, or standard input as `-`.
enum RecordSource {
    /// The recordings in the file at `path`.
    ///
    /// Errors: `Trouble`, if it cannot be read or holds no recording.
    static func read(_ path: String) throws(Trouble) -> RecordFile {
        let isInput = path == "-"
        let name = isInput ? "standard input" : path
        let file = isInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Trouble("\(name): cannot be read: \(SystemError(errno))") }
        defer { if !isInput { close(file) } }
        var reader = RecordReader()
        do throws(SystemError) {
            try readAll(of: file, into: &reader)
        } catch {
            throw Trouble("\(name): cannot be read: \(error)")
        }
        do throws(RecordFile.Note) {
            return try reader.finish()
        } catch {
            throw Trouble("\(name):\(error.line): \(error.message)")
        }
    }

    private static func readAll(
        of file: Int32,
        into reader: inout RecordReader
    ) throws(SystemError) {
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { piece.deallocate() }
        while !reader.isDone {
            let count = Glibc.read(file, piece.baseAddress, piece.count)
            if count == 0 { return }
            if count > 0 {
                reader.take(UnsafeRawBufferPointer(rebasing: piece[..<count]))
            } else if errno != EINTR {
                throw SystemError(errno)
            }
        }
    }

    /// Why there is nothing to show.
    struct Trouble: Error {
        /// The file, the line if one is to blame, and what is wrong.
        let message: String

        init(_ message: String) { self.message = message }
    }
}
