import StyledText

/// Lines typed at a terminal, edited and remembered from one run to the next.
public struct EditedLines: LineSource {
    private let editor: LineEditor
    private var history: HistoryFile?

    /// Lines from `editor`, with the lines of `history` to go back to.
    public init(editor: LineEditor, history: HistoryFile?) {
        self.editor = editor
        self.history = history
        for line in self.history?.load() ?? [] { editor.remember(line) }
    }

    /// Waits for a line; one that is not blank enters the history.
    public mutating func nextLine(prompt: StyledLine) -> LineInput {
        let input = editor.read(prompt: prompt)
        if case .line(let line) = input, line.contains(where: { !$0.isWhitespace }) {
            editor.remember(line)
            history?.append(line)
        }
        return input
    }
}
