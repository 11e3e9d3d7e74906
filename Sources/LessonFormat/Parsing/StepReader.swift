/// Gathers one step's blocks, and hangs claims and questions on their demos.
///
/// Claims belong to the demo before them. A question belongs to the demo before it if that has none
/// yet, else to the demo after it.
struct StepReader {
    private let title: String
    private let line: Int
    private var blocks: [Block] = []
    /// Where in `blocks` the last demo is.
    private var lastDemo: Int?
    /// A question whose demo has not come yet.
    private var waiting: Question?
    /// Whether the file has blocks here, be they wrong.
    var hasBlocks = false

    init(title: String, line: Int) {
        self.title = title
        self.line = line
    }

    /// Adds prose; what follows other prose belongs to the same block.
    mutating func add(_ paragraphs: [Paragraph]) {
        guard !paragraphs.isEmpty else { return }
        hasBlocks = true
        if case .prose(let before)? = blocks.last {
            blocks[blocks.count - 1] = .prose(before + paragraphs)
        } else {
            blocks.append(.prose(paragraphs))
        }
    }

    /// Adds the block in `fence`.
    mutating func read(_ fence: Fence, _ info: FenceInfo, errors: inout ErrorList) {
        hasBlocks = true
        guard fence.content.contains(where: { $0.contains { !$0.isWhitespace } }) else {
            errors.add(
                Place(fence.line),
                "the block '\(fence.info)' is empty",
                do: "fill it or remove it"
            )
            return
        }
        let firstLine = fence.line + 1
        switch info {
        case .demo(let name, let clock, let expectation, let isStructured):
            let demo = Demo(
                name: name,
                code: fence.text,
                firstLine: firstLine,
                clock: clock,
                expectation: expectation,
                isStructured: isStructured,
                claims: [],
                question: nil
            )
            add(demo, errors: &errors)
        case .fails(let message):
            blocks.append(
                .fails(
                    FailingCode(
                        code: fence.text,
                        firstLine: firstLine,
                        expectedMessage: message,
                        line: fence.line
                    )
                )
            )
        case .code(let language):
            blocks.append(
                .code(CodeBlock(language: language, code: fence.text, firstLine: firstLine))
            )
        case .claims: addClaims(fence, errors: &errors)
        case .question: addQuestion(fence, errors: &errors)
        case .hint:
            blocks.append(
                .hint(ProseReader.paragraphs(of: fence.text, firstLine: firstLine, errors: &errors))
            )
        case .notes:
            blocks.append(
                .notes(
                    ProseReader.paragraphs(of: fence.text, firstLine: firstLine, errors: &errors)
                )
            )
        }
    }

    /// The step, once its last block has been read; nil if it is empty.
    mutating func finish(errors: inout ErrorList) -> Step? {
        if let waiting {
            errors.add(
                Place(waiting.line),
                "the question has no demo in its step",
                do: "put it beside the 'swift demo' block that it asks about"
            )
        }
        if !hasBlocks {
            errors.add(
                Place(line),
                "the step '\(title)' is empty",
                do: "write what it shows, or remove it"
            )
        }
        return blocks.isEmpty ? nil : Step(title: title, line: line, blocks: blocks)
    }

    private mutating func add(_ demo: Demo, errors: inout ErrorList) {
        var demo = demo
        if let question = waiting {
            waiting = nil
            demo.question = question
            for option in question.options { check(option.claim, of: demo, errors: &errors) }
        }
        lastDemo = blocks.count
        blocks.append(.demo(demo))
    }

    private mutating func addQuestion(_ fence: Fence, errors: inout ErrorList) {
        guard let question = QuestionReader.question(in: fence, errors: &errors) else { return }
        if let waiting {
            errors.add(
                Place(fence.line),
                "the question in line \(waiting.line) waits for a demo already",
                do: "ask one question a demo"
            )
        } else if let index = lastDemo, case .demo(var demo) = blocks[index], demo.question == nil {
            for option in question.options { check(option.claim, of: demo, errors: &errors) }
            demo.question = question
            blocks[index] = .demo(demo)
        } else {
            waiting = question
        }
    }

    private mutating func addClaims(_ fence: Fence, errors: inout ErrorList) {
        var claims: [Claim] = []
        for index in fence.content.indices {
            do {
                if let claim = try ClaimParser.claim(in: fence.content[index], line: index + 1) {
                    claims.append(claim)
                }
            } catch {
                errors.add(Place(index + 1, error.column), error.message, do: error.advice)
            }
        }
        guard let index = lastDemo, case .demo(var demo) = blocks[index] else {
            errors.add(
                Place(fence.line),
                "claims with no demo before them in their step",
                do: "put them below the 'swift demo' block that they are about"
            )
            return
        }
        for claim in claims { check(claim, of: demo, errors: &errors) }
        demo.claims += claims
        blocks[index] = .demo(demo)
    }

    private func check(_ claim: Claim, of demo: Demo, errors: inout ErrorList) {
        guard let line = claim.statement.codeLine, line > demo.lineCount else { return }
        errors.add(
            Place(claim.line),
            "'\(claim.text)' is about line \(line) of demo '\(demo.name)', which has "
                + "\(demo.lineCount)",
            do: "count the lines of its code from 1"
        )
    }
}
