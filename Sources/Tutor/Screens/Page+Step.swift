import LessonFormat
import StyledText

/// A step as it is read.
extension Page {
    /// The lines above a step: where one is, and its heading.
    func head(of place: Place) -> [StyledLine] {
        head(of: place.lesson, step: place.step)
    }

    /// The lines above the step `index` (from 0) of `lesson`; above the first one also what the
    /// lesson is about.
    func head(of lesson: Lesson, step index: Int) -> [StyledLine] {
        var lines: [StyledLine] = []
        let place =
            "Lesson \(lesson.number), \(lesson.title): step \(index + 1) of "
            + "\(lesson.steps.count)"
        lines += set(place, .dim)
        lines += set(lesson.steps[index].title, .heading)
        lines.append("")
        if index == 0 {
            lines += lesson.summary.flatMap { set($0.inked(.emphasis)) }
            lines.append("")
        }
        return lines
    }

    /// The part of a step that `place` has come to, with its question.
    ///
    /// `copies` is the learner's own code of the lesson's demos.
    func part(
        of place: Place,
        in course: Course,
        copies: [String: String]
    ) -> [StyledLine] {
        var lines = blocks(
            place.current.blocks,
            compilerMessages: course.compilerMessages(at: place),
            copies: copies
        )
        if let question = place.waiting?.question { lines += [""] + set(question) }
        return lines
    }

    /// `blocks` one below the other, and programs of two languages beside each other where both
    /// fit.
    func blocks(
        _ blocks: [Block],
        compilerMessages: [Int: String],
        copies: [String: String] = [:]
    ) -> [StyledLine] {
        var groups: [[StyledLine]] = []
        var open: CodeBlock.Language?
        for block in blocks where block.isShown {
            let lines = set(block, compilerMessages, copies)
            if let before = open, let language = block.language, before != language,
                let left = groups.popLast()
            {
                groups.append(set(left, beside: lines))
                open = nil
            } else {
                groups.append(lines)
                open = block.language
            }
        }
        return Array(groups.joined(separator: [""]))
    }

    private func set(
        _ block: Block,
        _ compilerMessages: [Int: String],
        _ copies: [String: String]
    ) -> [StyledLine] {
        switch block {
        case .prose(let paragraphs), .hint(let paragraphs), .notes(let paragraphs):
            set(paragraphs)
        case .code(let block):
            set(code: block.code, caption: block.language.title, numbered: false)
        case .demo(let demo):
            if let code = copies[demo.name] {
                set(code: sanitized(code), caption: "Swift, demo \(demo.name), your copy")
            } else {
                set(code: demo.code, caption: "Swift, demo \(demo.name)")
            }
        case .fails(let failing):
            set(code: failing.code, caption: "Swift that does not compile")
                + set(compilerMessage: compilerMessages[failing.line] ?? failing.expectedMessage)
        }
    }

    private func set(compilerMessage: String) -> [StyledLine] {
        let lines = compilerMessage.split(separator: "\n").map(String.init)
        return [StyledLine("The compiler says:", .dim)]
            + lines.flatMap { fold(StyledLine($0, .bad), first: "  ", rest: "  ") }
    }

    /// The Swift of the step at `place`.
    func swift(
        of place: Place,
        in course: Course,
        copies: [String: String]
    ) -> [StyledLine] {
        blocks(
            place.blocks.filter { $0.language == .swift },
            compilerMessages: course.compilerMessages(at: place),
            copies: copies
        )
    }

    /// The Python of the step at `place`.
    func python(of place: Place) -> [StyledLine] {
        blocks(place.blocks.filter { $0.language == .python }, compilerMessages: [:])
    }

    /// The hints of the step at `place`.
    func hints(of place: Place) -> [StyledLine] {
        let texts = place.blocks.compactMap { block -> [StyledLine]? in
            if case .hint(let text) = block { set(text) } else { nil }
        }
        return Array(texts.joined(separator: [""]))
    }

    /// The instructor's notes on the step at `place`.
    func notes(of place: Place) -> [StyledLine] {
        let texts = place.blocks.compactMap { block -> [StyledLine]? in
            if case .notes(let text) = block { set(text) } else { nil }
        }
        return Array(texts.joined(separator: [""]))
    }
}

extension Course {
    fileprivate func compilerMessages(at place: Place) -> [Int: String] {
        lessons[place.index].compilerMessages
    }
}

extension Place {
    /// All blocks of the step.
    fileprivate var blocks: [Block] { lesson.steps[step].blocks }
}

extension Block {
    /// The language of a block of code; nil for any other block.
    fileprivate var language: CodeBlock.Language? {
        switch self {
        case .code(let block): block.language == .text ? nil : block.language
        case .demo, .fails: .swift
        case .prose, .hint, .notes: nil
        }
    }
}

extension CodeBlock.Language {
    fileprivate var title: String {
        switch self {
        case .swift: "Swift"
        case .python: "Python"
        case .text: ""
        }
    }
}
