import CLibedit
import StyledText

extension LineEditor {
    func addCompletion() {
        _ = editor_add(handle, "loopwalk-complete", "Complete the word before the cursor") {
            handle,
            _ in
            UInt8(LineEditor.owner(of: handle)?.complete() ?? CC_ERROR)
        }
    }

    /// Completes the word before the cursor as far as the candidates agree; if they do not agree on
    /// more than is there, shows them.
    private func complete() -> Int32 {
        let (before, after) = lineAroundCursor
        let words = WordCompletion(
            before: before,
            candidates: completion(before + after, before.count)
        )
        if let insertion = words.replacement {
            el_deletestr(handle, Int32(words.word.unicodeScalars.count))
            return el_insertstr(handle, insertion) == 0 ? CC_REFRESH : CC_ERROR
        }
        guard words.candidates.count > 1 else { return CC_ERROR }
        show(words.columns(width: columns))
        return CC_NORM
    }
}

/// What the candidates for a word have in common.
struct WordCompletion {
    /// The word so far.
    let word: String
    /// Cleaned of control characters, sorted, each once.
    let candidates: [String]

    init(before: String, candidates: [String]) {
        word = String(before.reversed().prefix { $0 != " " }.reversed())
        self.candidates = Set(candidates.map { sanitized($0) }.filter { !$0.isEmpty }).sorted()
    }

    /// What the word becomes: the only candidate and a space, or the longest common beginning;
    /// nil if that is no more than is there.
    var replacement: String? {
        guard let first = candidates.first else { return nil }
        if candidates.count == 1 { return first + " " }
        var common = first[...]
        for candidate in candidates.dropFirst() {
            while !candidate.hasPrefix(common) { common.removeLast() }
        }
        return common.count > word.count ? String(common) : nil
    }

    /// The candidates in columns, to be read downwards.
    func columns(width: Int) -> [StyledLine] {
        let cell = (candidates.map(\.displayWidth).max() ?? 0) + 2
        let across = max(1, width / cell)
        let rows = (candidates.count + across - 1) / across
        return (0..<rows).map { row in
            var line = StyledLine()
            for (column, index) in stride(from: row, to: candidates.count, by: rows).enumerated() {
                line = line.padded(to: column * cell) + StyledLine(candidates[index])
            }
            return line.truncated(to: width)
        }
    }
}
