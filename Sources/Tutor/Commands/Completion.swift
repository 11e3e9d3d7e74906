import Trace

/// What Tab offers at the prompt.
struct Completion: Sendable {
    private let lessons: [String]
    private let demos: @Sendable (String) -> [String]

    /// Offers the commands, and the lessons and demos of `course`.
    init(_ course: Course) {
        lessons = course.names
        demos = { name in
            course.lessons.first { $0.name == name }?.demos.map(\.name) ?? []
        }
    }

    /// The words that may stand where the cursor is, after `cursor` characters of `line`.
    func candidates(line: String, cursor: Int) -> [String] {
        let words = line.prefix(cursor).split(separator: " ", omittingEmptySubsequences: false)
            .map { $0.lowercased() }.filter { !$0.isEmpty }
        let isAtNewWord = line.prefix(cursor).last.map { $0 == " " } ?? true
        let before = isAtNewWord ? words : words.dropLast()
        let begun = isAtNewWord ? "" : words.last ?? ""
        return choices(after: Array(before)).filter { $0.hasPrefix(begun) }
    }

    private func choices(after words: [String]) -> [String] {
        let commands = CommandTable.entries.map(\.name)
        guard let first = words.first else { return commands }
        guard case .entry(let entry) = CommandTable.match(first) else { return [] }
        switch (entry.name, words.count) {
        case ("open", 1), ("replay", 1), ("reset", 1): return lessons
        case ("replay", 2): return demos(words[1])
        case ("run", 1): return lessons.flatMap(demos)
        case ("export", 1): return ExportFormat.allCases.map(\.rawValue)
        case ("help", 1): return commands
        case ("speed", 1): return Speed.allCases.map(\.rawValue)
        default: return []
        }
    }
}
