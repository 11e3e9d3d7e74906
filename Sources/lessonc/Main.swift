import Glibc
import LessonFormat

/// The build tool: `lessonc OUTPUT LESSON…` compiles the lessons into one Swift file.
///
/// Errors go to standard output in the compiler's form, since that is what the build shows; then the
/// exit code is 1 and nothing is written.
@main
struct Main {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count >= 2 else {
            print("error: lessonc needs the file to write and the lessons to read")
            exit(64)
        }
        var build = Build()
        let source = build.source(
            of: arguments.dropFirst(2).sorted(),
            cache: arguments[1] + ".messages"
        )
        guard let source, build.write(source, to: arguments[1]) else { exit(1) }
    }
}

/// One run: reads the lessons, asks the compiler, makes the source.
private struct Build {
    private var failed = false

    mutating func source(of files: [String], cache: String) -> String? {
        let lessons = files.compactMap { read($0) }
        checkNames(of: lessons)
        guard !failed else { return nil }
        let messages = compilerMessages(of: lessons, cache: cache)
        return failed ? nil : swiftSource(for: lessons, messages: messages)
    }

    private mutating func report(_ place: String, _ kind: String, _ message: String) {
        print("\(place): \(kind): \(message)")
        if kind == "error" { failed = true }
    }

    private mutating func read(_ file: String) -> Lesson? {
        let path = "Lessons/" + (file.split(separator: "/").last ?? "")
        guard let bytes = readFile(file) else {
            report(path, "error", "cannot be read: \(String(cString: strerror(errno)))")
            return nil
        }
        do {
            return try Lesson(bytes: bytes, path: path)
        } catch {
            for error in error.errors {
                report(
                    "\(error.path):\(error.line):\(error.column)",
                    "error",
                    "\(error.message); \(error.advice)"
                )
            }
            return nil
        }
    }

    /// Names and numbers say which lesson is meant, so no two lessons share one.
    private mutating func checkNames(of lessons: [Lesson]) {
        var names: [String: String] = [:]
        var numbers: [Int: String] = [:]
        for lesson in lessons {
            if let other = names.updateValue(lesson.path, forKey: lesson.name) {
                report(
                    "\(lesson.path):1:1",
                    "error",
                    "\(other) has the name '\(lesson.name)' too; rename one of them"
                )
            }
            if let other = numbers.updateValue(lesson.path, forKey: lesson.number) {
                report(
                    "\(lesson.path):1:1",
                    "error",
                    "\(other) has the number \(lesson.number) too; renumber one of them"
                )
            }
        }
    }

    private mutating func compilerMessages(of lessons: [Lesson], cache: String) -> CompilerMessages
    {
        guard lessons.contains(where: { !$0.failingCode.isEmpty }) else { return [:] }
        guard var compiler = FailingCompiler(cache: cache) else {
            report(
                "lessonc",
                "error",
                "no swiftc beside the running swift-build nor in PATH; add the toolchain's bin folder"
            )
            return [:]
        }
        var messages: CompilerMessages = [:]
        for lesson in lessons {
            for block in lesson.failingCode {
                let message = compiler.message(for: block.code)
                check(message, block, lesson)
                messages[lesson.path, default: [:]][block.line] = message
            }
        }
        compiler.saveCache()
        return messages
    }

    /// Compilers word their messages differently, so an unexpected one is no reason not to build;
    /// lint refuses it.
    private mutating func check(_ message: String, _ block: FailingCode, _ lesson: Lesson) {
        let place = "\(lesson.path):\(block.line):1"
        if message.isEmpty {
            report(
                place,
                "error",
                "this block must not compile but does; correct it, or make it a demo"
            )
        } else if !block.accepts(message) {
            report(
                place,
                "warning",
                "the compiler does not say \"\(block.expectedMessage)\" but: \(message)"
            )
        }
    }

    /// Writes only what has changed, so that nothing is compiled for a lesson's mere new date.
    mutating func write(_ source: String, to file: String) -> Bool {
        let bytes = Array(source.utf8)
        if readFile(file) == bytes { return true }
        guard writeFile(file, bytes) else {
            report(file, "error", "cannot be written: \(String(cString: strerror(errno)))")
            return false
        }
        return true
    }
}
