/// The Swift source that compiles `lesson` into a program: a type for each demo, and a constant with
/// all of it, named by `swiftConstantName(of:)`.
///
/// The compiler's errors in a demo, and `#line` there, point into the lesson's file. A source for each
/// lesson lets the compiler skip those that have not changed.
///
/// - `messages`: what the compiler said of the `swift fails` blocks, by the line of their fence.
public func swiftSource(for lesson: Lesson, messages: [Int: String] = [:]) -> String {
    var source = generatedHead + demoImports
    for line in imports(of: lesson.demos) { source += line + "\n" }
    for demo in lesson.demos { source += "\n" + swiftType(for: demo, of: lesson) }
    return source
        + "\nlet \(swiftConstantName(of: lesson.name)) = \(value(of: lesson, messages: messages))\n"
}

/// The Swift source of the list of `lessons`, in their order.
public func swiftTable(of lessons: [Lesson]) -> String {
    var source = """
        \(generatedHead)
        /// The lessons that are compiled in, in order.
        public let lessonBook: [EmbeddedLesson] = [

        """
    for lesson in lessons { source += "    \(swiftConstantName(of: lesson.name)),\n" }
    return source + "]\n"
}

private let generatedHead = "// Made by lessonc from the lessons; changes here are lost.\n"

/// The name of the constant that a lesson is compiled into.
public func swiftConstantName(of lesson: String) -> String { "lesson_\(underscored(lesson))" }

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
///
/// The type's own `print`, which is recorded, cannot be called by that name from a struct or class
/// inside `code`, so a local function of the same form stands before it.
public func swiftType(named name: String, code: String, file: String, firstLine: Int) -> String {
    """
    enum \(name): LoopProgram {
        @EventLoop static func main() async throws {
            @Sendable nonisolated func print(
                _ items: Any..., separator: String = " ", terminator: String = "\\n", line: UInt = #line
            ) {
                let text = items.map { "\\($0)" }.joined(separator: separator)
                \(name).print(text, terminator: terminator, line: line)
            }
    #sourceLocation(file: \(quoted(file)), line: \(firstLine))
    \(withoutImports(code))\(code.hasSuffix("\n") ? "" : "\n")#sourceLocation()
        }
    }

    """
}

/// The lines that begin the code of `demos` and import something, each once.
///
/// An import stands outside of all functions, and a demo's code is the body of one.
func imports(of demos: [Demo]) -> [String] {
    var imports: [String] = []
    for line in demos.flatMap({ leadingImports(of: $0.code) }) where !imports.contains(line) {
        imports.append(line)
    }
    return imports
}

private func leadingImports(of code: String) -> [String] {
    code.split(separator: "\n").map { String($0.drop { $0 == " " }) }
        .prefix { $0.isEmpty || $0.hasPrefix("//") || $0.hasPrefix("import ") }
        .filter { $0.hasPrefix("import ") }
}

/// The code with nothing in the lines that begin it and import something.
private func withoutImports(_ code: String) -> String {
    var rest = leadingImports(of: code)
    guard !rest.isEmpty else { return code }
    return code.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        guard let first = rest.first, line.drop(while: { $0 == " " }) == first else { return line }
        rest.removeFirst()
        return ""
    }.joined(separator: "\n")
}

private func underscored(_ name: String) -> String { String(name.map { $0 == "-" ? "_" : $0 }) }

private func value(of lesson: Lesson, messages: [Int: String]) -> String {
    var text = """
        EmbeddedLesson(
            fileName: \(quoted(lesson.fileName)),
            title: \(quoted(lesson.title)),
            summary: \(quoted(lesson.summary.map(\.text).joined(separator: "\n\n"))),
            demos: [

        """
    for demo in lesson.demos {
        let type = swiftTypeName(of: demo.name, in: lesson.name)
        text += "        EmbeddedDemo(\n            name: \(quoted(demo.name)), "
        text += "clock: .\(demo.clock.rawValue), body: \(type).main),\n"
    }
    text +=
        messages.isEmpty
        ? "    ],\n    compilerMessages: [:],\n" : "    ],\n    compilerMessages: [\n"
    for (line, message) in messages.sorted(by: { $0.key < $1.key }) {
        text += "        \(line): \(quoted(message)),\n"
    }
    if !messages.isEmpty { text += "    ],\n" }
    return text + "    source: \(multiline(lesson.source)))"
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
