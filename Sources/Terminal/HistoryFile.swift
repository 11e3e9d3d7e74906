import CShims
import Glibc
import StyledText

/// The lines typed in earlier runs: a file of plain UTF-8, one line each, oldest first.
///
/// Several programs may add to it at once: each line is appended in one write. What cannot be read
/// or written is left out without a word, as history is never worth a stop; damaged text is
/// repaired on reading, and the file is never emptied for it.
public struct HistoryFile {
    /// Where it is.
    public let path: String
    /// How many lines are kept.
    public let limit: Int
    private var last: String?

    /// The history at `path`, of the last `limit` lines. Folders are made when it is first written.
    public init(path: String, limit: Int = 1000) {
        self.path = path
        self.limit = limit
    }

    /// The last `limit` lines, oldest first. A file of over twice as many is cut down to them.
    public mutating func load() -> [String] {
        let file = shim_open(path, O_RDONLY | O_CLOEXEC, 0)
        guard file >= 0 else { return [] }
        defer { close(file) }
        // A file that grew beyond all use is read from near its end.
        let size = lseek(file, 0, SEEK_END)
        lseek(file, max(0, size - 4_000_000), SEEK_SET)
        var source = StreamLines(descriptor: file)
        var lines: [String] = []
        while case .line(let line) = source.nextLine(prompt: "") {
            let line = sanitized(line)
            if !line.isEmpty { lines.append(line) }
        }
        let kept = Array(lines.suffix(limit))
        if lines.count > 2 * limit { replace(with: kept) }
        last = kept.last
        return kept
    }

    /// Adds `line` at the end, unless it is the same as the last one.
    public mutating func append(_ line: String) {
        let line = sanitized(line).filter { $0 != "\n" }
        guard !line.isEmpty, line != last else { return }
        last = line
        makeFolders()
        let file = shim_open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        Output(descriptor: file).write(line + "\n")
        close(file)
    }

    /// Writes all anew beside the file, then renames: a reader sees the old or the new lines.
    private func replace(with lines: [String]) {
        let other = "\(path).\(getpid())"
        let file = shim_open(other, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        let isWritten = Output(descriptor: file).write(lines.map { $0 + "\n" }.joined())
        close(file)
        if !isWritten || rename(other, path) != 0 { unlink(other) }
    }

    private func makeFolders() {
        var folder = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            folder += part + "/"
            mkdir(folder, 0o700)  // most exist; an error shows when the file is opened
        }
    }
}
