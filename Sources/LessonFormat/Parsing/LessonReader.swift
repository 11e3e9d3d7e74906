import StyledText

extension Lesson {
    /// Reads and checks the lesson in `source`.
    ///
    /// - `path`: the file as messages name it; its name gives the lesson's number and name.
    ///
    /// Errors: all that is wrong in the file, at once.
    public init(source: String, path: String) throws(LessonErrors) {
        var reader = LessonReader(source: source, path: path)
        self = try reader.lesson()
    }

    /// Reads and checks the lesson in the bytes of a file.
    ///
    /// Errors: all that is wrong in the file, at once, or the first place that is not UTF-8.
    public init(bytes: [UInt8], path: String) throws(LessonErrors) {
        guard let source = String(validating: bytes, as: UTF8.self) else {
            var errors = ErrorList(path: path)
            errors.add(
                invalidPlace(in: bytes),
                "the file is not UTF-8 here",
                do: "save it in the encoding UTF-8"
            )
            throw LessonErrors(errors: errors.errors)
        }
        try self.init(source: source, path: path)
    }
}

/// The place of the first byte of `bytes` that is not UTF-8.
private func invalidPlace(in bytes: [UInt8]) -> Place {
    var place = Place(1)
    var rest = bytes[...]
    while !rest.isEmpty {
        let length = (1...4).first {
            $0 <= rest.count && String(validating: rest.prefix($0), as: UTF8.self) != nil
        }
        guard let length else { return place }
        place =
            rest.first == UInt8(ascii: "\n")
            ? Place(place.line + 1) : Place(place.line, place.column + 1)
        rest = rest.dropFirst(length)
    }
    return place
}

/// Reads one lesson: goes through the blocks of the file and gathers its steps and its errors.
struct LessonReader {
    private let path: String
    private let source: String
    private let lines: [Substring]
    private var errors: ErrorList

    private var title: String?
    private var summary: [StyledLine] = []
    private var steps: [Step] = []
    private var step: StepReader?
    /// Whether a step has begun, be it wrong.
    private var hasSteps = false
    /// The lines of the demos' fences, by name.
    private var demoLines: [String: Int] = [:]

    init(source: String, path: String) {
        var text = source.withPlainLineEnds
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        self.source = text
        self.path = path
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // Text after the last line end is a line; nothing is none.
        if lines.last?.isEmpty == true { lines.removeLast() }
        self.lines = lines
        errors = ErrorList(path: path)
    }

    mutating func lesson() throws(LessonErrors) -> Lesson {
        let (number, name) = readPath()
        checkControls()
        MarkdownDocument(source).withBlocks { blocks in
            for block in blocks { read(block) }
        }
        endStep()
        checkWhole()
        guard errors.errors.isEmpty else { throw LessonErrors(errors: errors.sorted) }
        return Lesson(
            path: path,
            source: source,
            number: number,
            name: name,
            title: title ?? "",
            summary: summary,
            steps: steps
        )
    }

    /// The number and name that the file's name gives.
    private mutating func readPath() -> (Int, String) {
        let file = path.split(separator: "/").last ?? ""
        let stem = file.hasSuffix(".md") ? file.dropLast(3) : ""
        let parts = stem.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, parts[0].utf8.count == 2, let number = Int(parts[0]), number > 0,
            FenceInfo.isName(parts[1])
        {
            return (number, String(parts[1]))
        }
        errors.add(
            Place(1),
            "'\(sanitized(String(file)))' does not give the lesson's number and name",
            do: "name the file like 01-event-loop.md: two digits, then words of a-z and 0-9"
        )
        return (0, "")
    }

    /// A control character would drive the terminal of whoever sees the text or code.
    private mutating func checkControls() {
        for (index, line) in lines.enumerated() {
            guard
                let found = line.indices.first(where: { position in
                    let scalars = line[position].unicodeScalars
                    return scalars.contains {
                        $0 != "\t" && $0.properties.generalCategory == .control
                    }
                })
            else { continue }
            let scalar = line[found].unicodeScalars.first {
                $0.properties.generalCategory == .control
            }
            let code = String(scalar?.value ?? 0, radix: 16, uppercase: true)
            let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
            errors.add(
                Place(index + 1, line.distance(from: line.startIndex, to: found) + 1),
                "a control character, U+\(padded)",
                do: "remove it"
            )
        }
    }

    private mutating func read(_ block: MarkdownNode) {
        // A step with something wrong in it is not called empty as well.
        let errorCount = errors.errors.count
        defer { if errors.errors.count > errorCount { step?.hasBlocks = true } }
        switch block.type {
        case "heading" where block.headingLevel == 1: readTitle(block)
        case "heading" where block.headingLevel == 2: beginStep(block)
        case "code_block" where block.isFenced: readFence(block)
        default: readProse(block)
        }
    }

    private mutating func readTitle(_ block: MarkdownNode) {
        let text = InlineText(of: block).lines.map(\.text).joined(separator: " ")
        if title != nil {
            errors.add(
                Place(block.line),
                "a second title, '\(text)'",
                do: "begin a step with ## instead"
            )
        } else if text.isEmpty {
            errors.add(Place(block.line), "the title is empty", do: "write '# Title'")
        } else if step != nil || !summary.isEmpty {
            errors.add(
                Place(block.line),
                "the title does not come first",
                do: "move '# \(text)' to the top of the file"
            )
        }
        if title == nil { title = text }
    }

    private mutating func beginStep(_ block: MarkdownNode) {
        endStep()
        let text = InlineText(of: block).lines.map(\.text).joined(separator: " ")
        if text.isEmpty {
            errors.add(Place(block.line), "the step has no heading", do: "write '## Heading'")
        }
        step = StepReader(title: text, line: block.line)
        hasSteps = true
    }

    private mutating func endStep() {
        guard var ended = step else { return }
        step = nil
        if let step = ended.finish(errors: &errors) { steps.append(step) }
    }

    private mutating func readFence(_ block: MarkdownNode) {
        guard block.column == 1 else {
            errors.add(
                Place(block.line, block.column),
                "the block's fence is indented",
                do: "move it and its lines to the margin"
            )
            return
        }
        let fence = Fence(openedAt: block.line, in: lines)
        if let unclosed = fence.unclosedAt {
            let mark = lines[block.line - 1].prefix { $0 == lines[block.line - 1].first }
            errors.add(
                Place(block.line),
                "the block that begins here is not closed",
                do: unclosed == block.line
                    ? "end it with a line \(mark)"
                    : "end it with a line \(mark) before line \(unclosed)"
            )
            return
        }
        do {
            let info = try FenceInfo.read(fence.info, column: fence.infoColumn)
            guard step != nil else {
                errors.add(
                    Place(block.line),
                    "a block '\(fence.info)' before the first step",
                    do: "move it below a ## heading"
                )
                return
            }
            if case .demo(let name, _, _, _) = info { checkDemoName(name, line: block.line) }
            step?.read(fence, info, errors: &errors)
        } catch {
            errors.add(Place(block.line, error.column), error.message, do: error.advice)
        }
    }

    private mutating func checkDemoName(_ name: String, line: Int) {
        if let other = demoLines[name] {
            errors.add(
                Place(line),
                "a second demo named '\(name)'; the first is in line \(other)",
                do: "give one of them another name"
            )
        }
        demoLines[name] = demoLines[name] ?? line
    }

    private mutating func readProse(_ block: MarkdownNode) {
        checkFenceLikeText(block)
        let paragraphs = ProseReader.paragraphs(of: block, errors: &errors)
        guard step == nil else {
            step?.add(paragraphs)
            return
        }
        for paragraph in paragraphs {
            if paragraph.kind == .text {
                summary.append(paragraph.flow)
            } else {
                errors.add(
                    Place(paragraph.line),
                    "only a summary can stand before the first step",
                    do: "write it as a paragraph, or move this below a ## heading"
                )
            }
        }
    }

    /// Backticks in an info string turn a fence into text, which is easily missed.
    private mutating func checkFenceLikeText(_ block: MarkdownNode) {
        guard block.type == "paragraph", lines[block.line - 1].hasPrefix("```") else { return }
        errors.add(
            Place(block.line),
            "this fence has backticks after it, so it begins no block",
            do: "use a fence of tildes, ~~~, or leave them out"
        )
    }

    private mutating func checkWhole() {
        if title == nil {
            errors.add(Place(1), "the lesson has no title", do: "begin the file with '# Title'")
        }
        if summary.isEmpty {
            errors.add(
                Place(1),
                "the lesson has no summary",
                do: "write a paragraph below the title that says what it is about"
            )
        }
        if !hasSteps {
            errors.add(
                Place(max(1, lines.count)),
                "the lesson has no steps",
                do: "begin one with '## Heading'"
            )
        }
    }
}

extension Paragraph {
    /// Its lines as one.
    var flow: StyledLine {
        lines.enumerated().reduce(StyledLine()) { line, next in
            next.offset == 0 ? next.element : line + " " + next.element
        }
    }
}
