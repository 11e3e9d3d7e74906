import Glibc
import Platform
import Trace

/// Writes runs in a format to where the user wants them.
struct ExportFile {
    private let format: ExportFormat
    private let style: TextExport.Style

    /// A writer in `format`; text is set in `style`.
    init(_ format: ExportFormat, style: TextExport.Style) {
        self.format = format
        self.style = style
    }

    /// Writes `recordings` to the file at `path`, or to standard output for `-`.
    ///
    /// A file is there whole or not at all, also if the disk is full; one that is there already is
    /// kept unless `replacing`. What is no file, a pipe or a terminal, is written to as it is.
    /// Returns how many bytes were written.
    @discardableResult
    func write(
        _ recordings: [Recording],
        to path: String,
        replacing: Bool,
        on screen: Screen
    ) throws(ExportTrouble) -> Int {
        try check(recordings)
        var count = 0
        guard path != "-" else {
            format.write(recordings, style: style) { screen.write($0) }
            return 0
        }
        do throws(SystemError) {
            try WholeFile.create(path, replacing: replacing) { file throws(SystemError) in
                try format.write(recordings, style: style) { piece throws(SystemError) in
                    count += piece.utf8.count
                    try WholeFile.write(Array(piece.utf8), to: file)
                }
            }
        } catch {
            guard error.number == EEXIST else {
                throw ExportTrouble("\(path): cannot be written: \(error)")
            }
            throw ExportTrouble("\(path): is there already, and was left as it is", isThere: true)
        }
        return count
    }

    private func check(_ recordings: [Recording]) throws(ExportTrouble) {
        guard let most = format.mostEvents,
            let long = recordings.first(where: { $0.events.count > most })
        else { return }
        throw ExportTrouble(
            "\(format.rawValue) can show \(most) events, and \(long.title) has "
                + "\(long.events.count); perfetto and json take any number"
        )
    }
}

/// Why an export was not written.
struct ExportTrouble: Error {
    /// What went wrong, and where.
    let message: String

    /// Whether it is that a file is there already.
    let isThere: Bool

    init(_ message: String, isThere: Bool = false) {
        self.message = message
        self.isThere = isThere
    }
}
