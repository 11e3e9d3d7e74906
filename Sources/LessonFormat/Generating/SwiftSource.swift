/// What the compiler said of each `swift fails` block: by the lesson's path, then by the line of the
/// block's fence.
public typealias CompilerMessages = [String: [Int: String]]

/// The Swift source that compiles `lessons` into a program: a type for each demo, and the table of
/// all lessons.
///
/// The compiler's errors in a demo, and `#line` there, point into the lesson's file.
///
/// - `messages`: what the compiler said of the `swift fails` blocks.
public func swiftSource(for lessons: [Lesson], messages: CompilerMessages = [:]) -> String {
    var source = """
        // Made by lessonc from the lessons; changes here are lost.
        import AsyncLoop

        """
    for lesson in lessons {
        for demo in lesson.demos {
            source += "\n" + swiftType(for: demo, of: lesson)
        }
    }
    source += """

        /// The lessons that are compiled in, in order.
        public let lessonBook: [EmbeddedLesson] = [

        """
    for lesson in lessons {
        source += entry(for: lesson, messages: messages[lesson.path] ?? [:])
    }
    return source + "]\n"
}

/// The name of the type that a demo is compiled into.
public func swiftTypeName(of demo: String, in lesson: String) -> String {
    // Two underscores part the names, in which there is never more than one together.
    "Demo_\(underscored(lesson))__\(underscored(demo))"
}

/// A demo as a type of its own, whose `main` is the demo's code.
public func swiftType(for demo: Demo, of lesson: Lesson) -> String {
    swiftType(
        named: swiftTypeName(of: demo.name, in: lesson.name),
        code: demo.code,
        file: lesson.path,
        firstLine: demo.firstLine
    )
}

/// A type whose `main` is `code`, which the compiler takes to begin at line `firstLine` of `file`.
public func swiftType(named name: String, code: String, file: String, firstLine: Int) -> String {
    """
    enum \(name): LoopProgram {
        @EventLoop static func main() async throws {
    #sourceLocation(file: \(quoted(file)), line: \(firstLine))
    \(code)\(code.hasSuffix("\n") ? "" : "\n")#sourceLocation()
        }
    }

    """
}

private func underscored(_ name: String) -> String { String(name.map { $0 == "-" ? "_" : $0 }) }

private func entry(for lesson: Lesson, messages: [Int: String]) -> String {
    var text = """
            EmbeddedLesson(
                fileName: \(quoted(lesson.fileName)),
                title: \(quoted(lesson.title)),
                summary: \(quoted(lesson.summary.map(\.text).joined(separator: "\n\n"))),
                demos: [

        """
    for demo in lesson.demos {
        let type = swiftTypeName(of: demo.name, in: lesson.name)
        text += """
                        EmbeddedDemo(
                            name: \(quoted(demo.name)), clock: .\(demo.clock.rawValue), body: \(type).main),

            """
    }
    text += "        ],\n"
    if messages.isEmpty {
        text += "        compilerMessages: [:],\n"
    } else {
        text += "        compilerMessages: [\n"
        for (line, message) in messages.sorted(by: { $0.key < $1.key }) {
            text += "            \(line): \(quoted(message)),\n"
        }
        text += "        ],\n"
    }
    return text + "        source: \(multiline(lesson.source))),\n"
}

/// `text` as a string literal on one line.
func quoted(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": literal += "\\\""
        case "\\": literal += "\\\\"
        case "\n": literal += "\\n"
        case "\t": literal += "\\t"
        default: literal.unicodeScalars.append(scalar)
        }
    }
    return literal + "\""
}

/// `text` as a string literal that keeps its lines, so that the generated source can be read.
func multiline(_ text: String) -> String {
    let fence = String(repeating: "#", count: longestMarkRun(in: text) + 1)
    return "\(fence)\"\"\"\n\(text)\n\"\"\"\(fence)"
}

/// The longest run of `#` in `text` right after a quote or backslash: what a raw literal must exceed.
private func longestMarkRun(in text: String) -> Int {
    var longest = 0
    var run: Int?
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): run = 0
        case UInt8(ascii: "#"): run = run.map { $0 + 1 }
        default: run = nil
        }
        longest = max(longest, run ?? 0)
    }
    return longest
}
