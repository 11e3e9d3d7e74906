import StyledText

/// What came instead of, or as, a line.
public enum LineInput: Hashable, Sendable {
    /// A line, without its line feed.
    case line(String)
    /// Ctrl-C: the line was given up; go on asking.
    case interrupted
    /// There is nothing more: Ctrl-D on an empty line, or the end of a file.
    case end
}

/// Where commands come from, one a line.
public protocol LineSource {
    /// Waits for the next line, shown `prompt` where there is someone to read it.
    mutating func nextLine(prompt: StyledLine) -> LineInput
}

/// The best line source that standard input allows: an editor with history and completion on a
/// terminal whose cursor can be moved, else plain lines, with a prompt only on a terminal.
///
/// `history` is a path, `~` not expanded; nil keeps the history in memory.
public func standardLines(
    settings: TerminalSettings,
    history: String?,
    keys: LineEditor.Keys = .emacs,
    completion: @escaping LineEditor.Completion = { _, _ in [] }
) -> any LineSource {
    if settings.canMoveCursor,
        let editor = LineEditor(keys: keys, rendering: settings.rendering, completion: completion)
    {
        return EditedLines(editor: editor, history: history.map { HistoryFile(path: $0) })
    }
    return StreamLines(
        promptingOn: settings.isInteractive ? Output.standard : nil,
        rendering: settings.rendering
    )
}
