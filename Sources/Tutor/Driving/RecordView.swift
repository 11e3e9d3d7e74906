import StyledText
import Trace

/// `loopwalk view`: runs that were written to a file, shown again.
public struct RecordView {
    private let screen: Screen

    /// A view on `screen`.
    public init(on screen: Screen) {
        self.screen = screen
    }

    /// Shows the log of each run in the file at `path`, `-` for standard input.
    ///
    /// Returns the exit code: 1 if the file cannot be read, or not all of it is sound.
    public func show(_ path: String) -> Int32 {
        let file: RecordFile
        do throws(RecordSource.Trouble) {
            file = try RecordSource.read(path)
        } catch {
            screen.complain(error.message)
            return 1
        }
        for (number, recording) in file.recordings.enumerated() {
            let gap: [StyledLine] = number > 0 ? [""] : []
            let lines = heading(of: recording) + screen.page.log(of: recording).lines
            guard screen.show(gap + lines) else { break }
        }
        screen.flush()
        screen.tell(of: file.notes, in: path)
        return file.notes.isEmpty ? 0 : 1
    }

    private func heading(of recording: Recording) -> [StyledLine] {
        guard !recording.title.isEmpty else { return [] }
        // A title is one line, whatever the file says.
        let title = sanitized(recording.title).map { $0.isNewline ? " " : $0 }
        return screen.page.set(StyledLine(String(title), .heading))
    }
}
