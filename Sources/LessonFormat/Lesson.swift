import StyledText

/// One lesson: a Markdown file, read and checked.
public struct Lesson: Sendable {
    /// Where it is, as messages and the compiler name it: `Lessons/01-event-loop.md`.
    public var path: String
    /// The file as it stands, with plain line ends.
    public var source: String
    /// Its place among the lessons, from the file's name.
    public var number: Int
    /// What commands call it: the file's name without number and ending.
    public var name: String
    /// Its `#` heading.
    public var title: String
    /// What it is about: the paragraphs between the title and the first step.
    public var summary: [StyledLine]
    /// Its steps, in order; the last one is the recap.
    public var steps: [Step]

    /// The file's name, without folders.
    public var fileName: String { String(path.split(separator: "/").last ?? "") }

    /// The demos of all steps, in order.
    public var demos: [Demo] {
        steps.flatMap(\.blocks).compactMap { if case .demo(let demo) = $0 { demo } else { nil } }
    }

    /// The blocks of all steps that must not compile, in order.
    public var failingCode: [FailingCode] {
        steps.flatMap(\.blocks).compactMap { if case .fails(let code) = $0 { code } else { nil } }
    }

    /// The last step, if it is headed “Recap”.
    public var recap: Step? { steps.last.flatMap { $0.title == "Recap" ? $0 : nil } }
}

/// What the learner is shown at once: a `##` heading and what follows it.
public struct Step: Sendable {
    /// Its heading.
    public var title: String
    /// The heading's line in the file, from 1.
    public var line: Int
    /// What it shows, in order; never empty.
    public var blocks: [Block]
}

/// A part of a step.
public enum Block: Sendable {
    /// Flowing text, lists and tables.
    case prose([Paragraph])
    /// Program text that is shown only.
    case code(CodeBlock)
    /// A program that can be run, with its question and claims.
    case demo(Demo)
    /// Swift that the compiler refuses.
    case fails(FailingCode)
    /// Help for the question, shown when asked for.
    case hint([Paragraph])
    /// For the instructor only.
    case notes([Paragraph])
}

/// Program text that is shown and not run.
public struct CodeBlock: Sendable, Hashable {
    /// What it is written in.
    public enum Language: String, Sendable, CaseIterable {
        /// Swift.
        case swift
        /// Python, for comparison.
        case python
        /// No language: a transcript or a drawing.
        case text
    }

    /// What it is written in.
    public var language: Language
    /// The text, each line ended.
    public var code: String
    /// The file's line of its first line, from 1.
    public var firstLine: Int
}

/// Swift that must not compile, and a part of what the compiler must say of it.
public struct FailingCode: Sendable, Hashable {
    /// The code, each line ended: a function's body, as a demo's.
    public var code: String
    /// The file's line of the code's first line, from 1.
    public var firstLine: Int
    /// A part of the compiler's message.
    public var expectedMessage: String
    /// The file's line of the fence that opens the block: what its message is filed under.
    public var line: Int

    /// Whether what the compiler said of it, `message`, is what the author expects.
    public func accepts(_ message: String) -> Bool { message.contains(expectedMessage) }
}
