import StyledText

/// Why what was typed cannot be done, and what to do instead.
public struct Misread: Error, Equatable, CustomStringConvertible {
    /// One sentence or two, with no line break.
    let message: String

    /// The message.
    public var description: String { message }
}

extension Command {
    /// The command in `line`.
    ///
    /// An empty line is `next`; a bare number is an answer.
    /// Errors: `Misread`, when `entries` have no such command or its arguments do not fit.
    static func read(
        _ line: String,
        among entries: [CommandTable.Entry] = CommandTable.entries
    ) throws(Misread) -> Command {
        let words = sanitized(line).split(whereSeparator: \.isWhitespace).map(String.init)
        guard let first = words.first else { return .next }
        if words.count == 1, let number = Int(first) { return .answer(number) }
        let entry = try CommandTable.entry(first, among: entries)
        guard let command = entry.read(Array(words.dropFirst())) else {
            throw Misread(message: "usage: \(entry.usage)   (\(entry.summary))")
        }
        return command
    }
}

extension CommandTable {
    /// The command of `entries` that `word` names.
    ///
    /// Errors: `Misread`, if there is none, or several could be meant.
    static func entry(_ word: String, among entries: [Entry] = entries) throws(Misread) -> Entry {
        switch match(word, among: entries) {
        case .entry(let entry): return entry
        case .several(let names):
            throw Misread(message: "'\(word.quotable)' could be \(names.alternatives)")
        case .none(let suggestions):
            throw Misread(
                message: "there is no command '\(word.quotable)'; "
                    + (suggestions.isEmpty
                        ? "help lists them all" : "did you mean \(suggestions.alternatives)?")
            )
        }
    }
}

extension CommandTable.Entry {
    /// The name with its arguments.
    var usage: String { arguments.isEmpty ? name : "\(name) \(arguments)" }
}

extension [String] {
    /// "a", "a or b", "a, b or c".
    var alternatives: String {
        guard let last else { return "" }
        return count == 1 ? last : dropLast().joined(separator: ", ") + " or " + last
    }
}

extension String {
    /// The text as one line without control characters, cut to a length fit for quoting.
    var quotable: String {
        let line = String(sanitized(String(prefix(400))).map { $0.isNewline ? " " : $0 })
        return line.count <= 40 ? line : line.prefix(40) + "…"
    }
}
