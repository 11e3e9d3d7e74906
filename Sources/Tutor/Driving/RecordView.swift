import Platform
import StyledText
import Terminal
import Trace

/// `loopwalk view`: runs that were written to a file, shown again and looked into.
public struct RecordView {
    private let screen: Screen
    private let folder: UserFolder?

    /// A view on `screen`, with the prompt's history in `folder`.
    public init(on screen: Screen, folder: UserFolder?) {
        self.screen = screen
        self.folder = folder
    }

    /// Shows what is in the file at `path`, `-` for standard input.
    ///
    /// With `command`, the words of one, that alone is done. Else on a terminal a prompt asks what
    /// to show; elsewhere commands are read from standard input, one a line, and if there is none
    /// the log of each run is shown.
    /// Returns the exit code: 1 if the file cannot be read, or not all of it is sound; else, of the
    /// commands, that of the first that went wrong.
    public func show(_ path: String, command: [String] = []) -> Int32 {
        let file: RecordFile
        do throws(RecordSource.Trouble) {
            file = try RecordSource.read(path)
        } catch {
            screen.complain(error.message)
            return 1
        }
        let code = look(into: file.recordings, command, isInputTaken: path == "-")
        screen.flush()
        screen.tell(of: file.notes, in: path)
        return file.notes.isEmpty ? code : 1
    }

    private func look(into recordings: [Recording], _ command: [String], isInputTaken: Bool)
        -> Int32
    {
        var session = RecordSession(recordings, page: screen.page)
        var performer = Performer(on: screen)
        let tasks = TaskNames()
        if !command.isEmpty {
            let line = command.joined(separator: " ")
            var rest = [LineInput.line(line)][...]
            performer.converse(&session, from: [], tasks: tasks) { _ in rest.popFirst() ?? .end }
            return performer.exitCode
        }
        guard !isInputTaken, screen.isInteractive || !screen.inputIsTerminal else {
            showLogs(of: recordings)
            return 0
        }
        let titles = recordings.map { RunNames.short($0.title) }
        var lines = standardLines(
            settings: screen.settings,
            history: folder?.file("history"),
            completion: Completion(runs: titles, tasks: tasks).candidates
        )
        if screen.isInteractive {
            performer.converse(&session, from: session.begin(), tasks: tasks) {
                lines.nextLine(prompt: $0)
            }
            return 0
        }
        var first: LineInput? = lines.nextLine(prompt: session.prompt)
        guard first != .end else {
            showLogs(of: recordings)
            return 0
        }
        performer.converse(&session, from: [], tasks: tasks) { prompt in
            defer { first = nil }
            return first ?? lines.nextLine(prompt: prompt)
        }
        return performer.exitCode
    }

    private func showLogs(of recordings: [Recording]) {
        let page = screen.page
        for (number, recording) in recordings.enumerated() {
            let gap: [StyledLine] = number > 0 ? [""] : []
            let log = [
                AnySequence(gap + page.title(of: recording)),
                AnySequence(page.log(of: recording).lines),
            ]
            guard screen.show(log.lazy.joined()) else { break }
        }
    }
}
