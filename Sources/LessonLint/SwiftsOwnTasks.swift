/// The places where Swift code starts tasks of Swift's own, which the loop does not order.
enum SwiftsOwnTasks {
    /// One such place.
    struct Use: Equatable {
        /// The code's line, from 1.
        var line: Int
        /// What stands there.
        var spelling: String

        /// Whether the task is no child of the one that starts it, and so not on the loop.
        var isLoose: Bool { spelling.hasPrefix("Task") }
    }

    private static let groups: Set<String> = [
        "withTaskGroup", "withThrowingTaskGroup",
        "withDiscardingTaskGroup", "withThrowingDiscardingTaskGroup",
    ]
    private static let starters: Set<String> = [
        "detached", "immediate", "immediateDetached", "init",
    ]

    /// All of them in `code`, in its order; what comments and strings say does not count.
    static func uses(in code: String) -> [Use] {
        let words = SwiftWords.all(in: code)
        return words.indices.compactMap { index in
            spelling(at: words[index...]).map { Use(line: words[index].line, spelling: $0) }
        }
    }

    private static func spelling(at words: ArraySlice<SwiftWords.Word>) -> String? {
        guard let first = words.first?.text else { return nil }
        if groups.contains(first) { return first }
        var rest = words.dropFirst()
        if first == "async", rest.first?.text == "let" { return "async let" }
        guard first == "Task" else { return nil }
        // A name of somebody else's, as in LoopKit.Task, is not told apart.
        if rest.first?.text == "<" { rest = afterGenerics(rest) }
        switch rest.first?.text {
        case "{": return "Task {"
        case "(": return "Task("
        case ".":
            guard let member = rest.dropFirst().first?.text, starters.contains(member) else {
                return nil
            }
            return "Task.\(member)"
        default: return nil
        }
    }

    private static func afterGenerics(
        _ words: ArraySlice<SwiftWords.Word>
    ) -> ArraySlice<SwiftWords.Word> {
        var depth = 0
        for index in words.indices {
            if words[index].text == "<" { depth += 1 }
            if words[index].text == ">" { depth -= 1 }
            if depth == 0 { return words[(index + 1)...] }
        }
        return []
    }
}
