import DemoCompiler
import Glibc
import LessonFormat
import Platform

/// The build tool: `lessonc FOLDER LESSON…` compiles each lesson into a Swift file of the same name in
/// the folder, and writes there the list of all, `LessonTable.swift`.
///
/// Errors go to standard output in the compiler's form, since that is what the build shows; then the
/// exit code is 1 and nothing is written.
@main
struct Main {
    static func main() {
        guard CommandLine.arguments.count >= 2 else {
            print("error: lessonc needs the folder to write to and the lessons to read")
            exit(64)
        }
        var build = Build(folder: CommandLine.arguments[1])
        build.run(CommandLine.arguments.dropFirst(2).sorted())
        exit(build.failed ? 1 : 0)
    }
}

/// One run: reads the lessons, asks the compiler, writes the sources.
private struct Build {
    let folder: String
    private(set) var failed = false

    init(folder: String) { self.folder = folder }

    mutating func run(_ files: [String]) {
        let lessons = files.compactMap { read($0) }
        checkNames(of: lessons)
        guard !failed else { return }
        let messages = compilerMessages(of: lessons)
        guard !failed else { return }
        for lesson in lessons {
            let source = swiftSource(for: lesson, messages: messages[lesson.path] ?? [:])
            write(source, to: "\(lesson.fileName.dropLast(3)).swift")
        }
        write(swiftTable(of: lessons), to: "LessonTable.swift")
    }

    private mutating func report(_ place: String, _ kind: String, _ message: String) {
        print("\(place): \(kind): \(message)")
        if kind == "error" { failed = true }
    }

    private mutating func read(_ file: String) -> Lesson? {
        let path = "Lessons/" + (file.split(separator: "/").last ?? "")
        let bytes: [UInt8]
        do throws(SystemError) {
            guard let found = try WholeFile.read(file) else { throw SystemError(ENOENT) }
            bytes = found
        } catch {
            report(path, "error", "cannot be read: \(error)")
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

    private mutating func compilerMessages(of lessons: [Lesson]) -> [String: [Int: String]] {
        guard lessons.contains(where: { !$0.failingCode.isEmpty }) else { return [:] }
        guard var compiler = FailingCompiler(cache: folder + "/messages.cache") else {
            report(
                "lessonc",
                "error",
                "no swiftc beside the running swift-build nor in PATH; add the toolchain's bin folder"
            )
            return [:]
        }
        var messages: [String: [Int: String]] = [:]
        for lesson in lessons {
            for block in lesson.failingCode {
                do throws(BuildFailure) {
                    let message = try compiler.message(for: block)
                    check(message, block, lesson)
                    messages[lesson.path, default: [:]][block.line] = message
                } catch {
                    report("\(lesson.path):\(block.line):1", "error", "\(error)")
                }
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
    private mutating func write(_ source: String, to name: String) {
        let file = "\(folder)/\(name)"
        let bytes = Array(source.utf8)
        if let found = try? WholeFile.read(file), found == bytes { return }
        do throws(SystemError) {
            try WholeFile.replace(file, with: bytes)
        } catch {
            report(file, "error", "cannot be written: \(error)")
        }
    }
}
