import LessonBook
import LessonFormat
import StyledText

extension Course {
    /// A step that says what was looked for.
    struct Find: Equatable {
        /// The lesson's name.
        var lesson: String
        /// The step, from 1.
        var step: Int
        /// Its heading.
        var title: String
        /// The line that says it, cut to its surroundings.
        var excerpt: StyledLine
    }

    /// The steps that say `phrase`, in the order of the course; capitals do not matter.
    ///
    /// Instructor's notes and claims are not searched: a learner does not read them.
    func places(saying phrase: String) -> [Find] {
        let wanted = phrase.lowercased()
        return lessons.indices.flatMap { index in
            let lesson = lesson(at: index)
            return lesson.steps.enumerated().compactMap { number, step in
                step.lines.first { $0.lowercased().contains(wanted) }.map {
                    Find(
                        lesson: lesson.name,
                        step: number + 1,
                        title: step.title,
                        excerpt: excerpt(of: $0, around: wanted)
                    )
                }
            }
        }
    }

    private func excerpt(of line: String, around wanted: String) -> StyledLine {
        let lowered = Array(line.lowercased())
        let letters = Array(line)
        let word = Array(wanted)
        // Lowering may change a line's length (İ); then the beginning has to do.
        guard lowered.count == letters.count,
            let start = lowered.indices.first(where: { lowered[$0...].starts(with: word) })
        else { return StyledLine(String(letters.prefix(70))) }
        let from = max(0, start - 30)
        let end = start + word.count
        let to = min(letters.count, end + 30)
        var result = StyledLine(from > 0 ? "…" : "")
        result.append(String(letters[from..<start]))
        result.append(String(letters[start..<end]), .strong)
        result.append(String(letters[end..<to]))
        if to < letters.count { result.append("…") }
        return result
    }
}

extension Step {
    /// Everything a learner reads in it, line by line.
    fileprivate var lines: [String] {
        [title]
            + blocks.flatMap { block -> [String] in
                switch block {
                case .prose(let text), .hint(let text): text.map { $0.text.onOneLine }
                case .code(let code): code.code.lines
                case .demo(let demo):
                    demo.code.lines
                        + (demo.question.map { question in
                            (question.text + question.options.flatMap(\.text)).map(\.text.onOneLine)
                        } ?? [])
                case .fails(let code): code.code.lines
                case .notes: []
                }
            }
    }
}

extension String {
    fileprivate var lines: [String] {
        split(separator: "\n").map { String($0.drop(while: { $0 == " " })) }
    }

    fileprivate var onOneLine: String {
        String(map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }
}
