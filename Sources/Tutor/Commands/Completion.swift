import StyledText
import Synchronization
import Trace

/// What Tab offers at the prompt.
struct Completion: Sendable {
    private let entries: [CommandTable.Entry]
    /// What opens: lessons, or the runs of a file.
    private let lessons: [String]
    private let demos: @Sendable (String) -> [String]
    /// The names of the last run's tasks.
    private let tasks: TaskNames

    /// Offers the commands, the lessons and demos of `course`, and the tasks that there are.
    init(_ course: Course, tasks: TaskNames = TaskNames()) {
        entries = CommandTable.entries
        lessons = course.names
        self.tasks = tasks
        demos = { name in
            course.lessons.first { $0.name == name }?.demos.map(\.name) ?? []
        }
    }

    /// Offers what can be asked of `runs` of a file, and the tasks that there are.
    init(runs: [String], tasks: TaskNames) {
        entries = CommandTable.record
        lessons = runs
        self.tasks = tasks
        demos = { [$0] }
    }

    /// The words that may stand where the cursor is, after `cursor` characters of `line`.
    func candidates(line: String, cursor: Int) -> [String] {
        let words = line.prefix(cursor).split(separator: " ", omittingEmptySubsequences: false)
            .map { $0.lowercased() }.filter { !$0.isEmpty }
        let isAtNewWord = line.prefix(cursor).last.map { $0 == " " } ?? true
        let before = isAtNewWord ? words : words.dropLast()
        let begun = isAtNewWord ? "" : words.last ?? ""
        return choices(after: Array(before)).filter { $0.lowercased().hasPrefix(begun) }
    }

    private func choices(after words: [String]) -> [String] {
        let commands = entries.map(\.name)
        guard let first = words.first else { return commands }
        guard case .entry(let entry) = CommandTable.match(first, among: entries) else { return [] }
        switch (entry.name, words.count) {
        case ("open", 1), ("replay", 1): return lessons
        case ("reset", 1): return lessons + lessons.flatMap(demos)
        case ("replay", 2): return demos(words[1])
        case ("run", 1), ("edit", 1), ("diff", 1): return lessons.flatMap(demos)
        case ("export", 1): return ExportFormat.allCases.map(\.rawValue)
        case ("help", 1): return commands
        case ("speed", 1): return Speed.allCases.map(\.rawValue)
        case ("explain", 1): return Diagnosis.allCases.map(\.rawValue)
        case ("lanes", 1): return LaneScale.allCases.map(\.rawValue)
        case ("compare", 1), ("compare", 2): return lessons.flatMap(demos)
        case ("why", 1): return tasks.names + ["line"]
        case ("why-not", 1), ("cancel", 1), ("delay", 1): return tasks.names
        case ("resolve", 1), ("fail", 1): return tasks.futures
        case ("set", 1), ("unset", 1): return tasks.knobs
        default: return []
        }
    }
}

/// The names of the last run's tasks, futures and knobs, as they stand when Tab is pressed.
final class TaskNames: Sendable {
    private let kept = Mutex<(tasks: [String], futures: [String], knobs: [String])>(([], [], []))

    /// The tasks' names that are one word each, in order of creation, each once.
    var names: [String] { kept.withLock { $0.tasks } }

    /// The names of the futures that the program made, likewise.
    var futures: [String] { kept.withLock { $0.futures } }

    /// The names of the knobs.
    var knobs: [String] { kept.withLock { $0.knobs } }

    /// Keeps the names of the tasks of `recording`.
    func take(from recording: Recording?) {
        guard let recording else { return kept.withLock { $0 = ([], [], []) } }
        let tasks = Self.words(recording.tasks.prefix(200).map(\.name))
        let futures = Self.words(recording.namedFutures.prefix(200))
        let knobs = Self.words(recording.knobs.map(\.name))
        kept.withLock { $0 = (tasks, futures, knobs) }
    }

    private static func words(_ all: some Sequence<String>) -> [String] {
        var names: [String] = []
        for name in all.map(sanitized) {
            if !name.contains(where: \.isWhitespace), !names.contains(name) { names.append(name) }
        }
        return names
    }
}
