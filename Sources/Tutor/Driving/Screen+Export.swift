import StyledText
import Trace

extension Screen {
    /// How text is to be set that is written down, and not shown: without colour.
    var textStyle: TextExport.Style {
        TextExport.Style(
            width: settings.width,
            plain: settings.plain,
            rendering: Rendering(ascii: settings.rendering.ascii)
        )
    }

    /// Writes `recordings` to `path`; says what is wrong and returns false if that fails.
    func write(
        _ recordings: [Recording],
        as format: ExportFormat,
        to path: String,
        replacing: Bool
    ) -> Bool {
        do throws(ExportTrouble) {
            try ExportFile(format, style: textStyle).write(
                recordings,
                to: path,
                replacing: replacing,
                on: self
            )
        } catch {
            complain(error.isThere ? "\(error.message); --force replaces it" : error.message)
            return false
        }
        flush()
        return true
    }

    /// Says what of the file at `path` could not be kept.
    func tell(of notes: [RecordFile.Note], in path: String) {
        let name = path == "-" ? "standard input" : path
        for note in notes { complain("\(name):\(note.line): \(note.message)") }
    }
}
