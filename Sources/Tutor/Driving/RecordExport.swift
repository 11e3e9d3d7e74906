import StyledText
import Trace

/// `loopwalk export FILE`: runs that were written to a file, in another form.
public struct RecordExport {
    private let screen: Screen

    /// An export; what is to be said goes to `screen`.
    public init(on screen: Screen) {
        self.screen = screen
    }

    /// Whether `name` is that of a file, and of no lesson: it ends so, or has a folder in it.
    public static func isFile(_ name: String) -> Bool {
        if name.hasSuffix(".md") { return false }
        return name == "-" || name.hasSuffix(".\(ExportFormat.json.fileEnding)")
            || name.contains("/")
    }

    /// Writes the runs in the file `source`, `-` for standard input, to `path`, `-` for standard
    /// output; with `title`, the run of that title or of that demo alone.
    ///
    /// Returns the exit code: 1 if one of the files cannot be read or written, or not all of what
    /// was read is sound.
    /// Errors: `Misread`, if there is no such run, or the format cannot hold all of them.
    public func run(
        _ source: String,
        title: String?,
        as format: ExportFormat,
        to path: String,
        replacing: Bool
    ) throws(Misread) -> Int32 {
        let file: RecordFile
        do throws(RecordSource.Trouble) {
            file = try RecordSource.read(source)
        } catch {
            screen.complain(error.message)
            return 1
        }
        let titles = file.recordings.map(\.title)
        let found = file.recordings.filter { recording in
            title.map { recording.title == $0 || recording.title.hasSuffix("/\($0)") } ?? true
        }
        if let title, found.isEmpty {
            throw Misread(
                message: "there is no run '\(title.quotable)' in \(source.quotable); it has "
                    + titles.prefix(20).map(\.quotable).joined(separator: ", ")
            )
        }
        if let most = format.mostRuns, found.count > most {
            throw Misread(
                message: "\(format.rawValue) shows one run, and there are \(found.count); name one "
                    + "of \(titles.prefix(20).map(\.quotable).alternatives)"
            )
        }
        let isWritten = screen.write(found, as: format, to: path, replacing: replacing)
        screen.tell(of: file.notes, in: source)
        return isWritten && file.notes.isEmpty ? 0 : 1
    }
}
