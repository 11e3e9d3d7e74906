import DemoRunner
import Glibc
import LessonFormat
import LessonLint
import StyledText

/// `loopwalk lint`: whether lessons are well formed and what they say is true.
public struct LessonCheck {
    private let course: Course
    private let screen: Screen

    /// A check by means of the demos in `course`, reporting to `screen`.
    public init(_ course: Course, on screen: Screen) {
        self.course = course
        self.screen = screen
    }

    /// Checks the lessons in `files`, or those of the course if there are none.
    ///
    /// Each finding is a line of standard output. Returns the exit code: 1 if anything is wrong.
    public func run(files: [String]) -> Int32 {
        var findings = 0
        var demos = 0
        for source in sources(files) {
            let (lesson, found) = check(source)
            findings += found.count
            demos += lesson?.demos.count ?? 0
            screen.write(found.map { $0 + "\n" }.joined())
            screen.flush()
        }
        let lessons = counted(files.isEmpty ? course.lessons.count : files.count, "lesson")
        screen.write(
            findings == 0
                ? "\(lessons) and \(counted(demos, "demo")) checked: all is well\n"
                : "\(counted(findings, "finding")) in \(lessons)\n"
        )
        screen.flush()
        return findings == 0 ? 0 : 1
    }

    private func counted(_ count: Int, _ thing: String) -> String {
        "\(count) \(thing)\(count == 1 ? "" : "s")"
    }

    private struct Source {
        var path: String
        var bytes: [UInt8]
        var trouble: String?
    }

    private func sources(_ files: [String]) -> [Source] {
        guard !files.isEmpty else {
            return course.lessons.map { Source(path: $0.path, bytes: Array($0.source.utf8)) }
        }
        return files.map { file in
            do throws(SystemError) {
                guard let bytes = try WholeFile.read(file) else { throw SystemError(ENOENT) }
                return Source(path: file, bytes: bytes)
            } catch {
                return Source(path: file, bytes: [], trouble: "\(error)")
            }
        }
    }

    private func check(_ source: Source) -> (Lesson?, [String]) {
        let name = sanitized(source.path)
        if let trouble = source.trouble { return (nil, ["\(name): cannot be read: \(trouble)"]) }
        let lesson: Lesson
        do {
            lesson = try Lesson(bytes: source.bytes, path: source.path)
        } catch {
            return (nil, error.errors.map { sanitized($0.description) })
        }
        guard let index = course.names.firstIndex(of: lesson.name) else {
            let advice = "put it into Lessons/ and build loopwalk again"
            return (
                lesson,
                codeFindings(in: lesson)
                    + ["\(name): its demos cannot be run: it is not built in; \(advice)"]
            )
        }
        return (
            lesson,
            codeFindings(in: lesson) + findings(in: lesson, builtIn: index).map { sanitized($0) }
        )
    }

    /// What can be said of the lesson without running its demos.
    private func codeFindings(in lesson: Lesson) -> [String] {
        let code = lesson.demos.flatMap { CodeCheck(path: lesson.path, demo: $0).findings }
            .map { sanitized($0.description) }
        guard lesson.recap == nil, let last = lesson.steps.last else { return code }
        let place = sanitized("\(lesson.path):\(last.line)")
        return code + ["\(place): the last step is no recap; end the lesson with '## Recap'"]
    }

    private func findings(in lesson: Lesson, builtIn index: Int) -> [String] {
        let compiled = course.lesson(at: index)
        let messages = course.lessons[index].compilerMessages
        let failing = lesson.failingCode.filter { code in
            // What the build saw is filed under the line it had then.
            let built = compiled.failingCode.first { $0.code == code.code }
            let message = built.flatMap { messages[$0.line] } ?? ""
            return !code.accepts(message)
        }
        return failing.map {
            "\(lesson.path):\($0.line): the compiler does not say '\($0.expectedMessage)' of this"
                + " code; build loopwalk again, or correct the code"
        } + lesson.demos.flatMap { findings(on: $0, of: lesson, compiled) }
    }

    private func findings(on demo: Demo, of lesson: Lesson, _ compiled: Lesson) -> [String] {
        let place = "\(lesson.path):\(demo.firstLine - 1)"
        guard compiled.demos.contains(where: { $0.name == demo.name && $0.code == demo.code })
        else {
            return ["\(place): demo '\(demo.name)' is not the one built in; build loopwalk again"]
        }
        do {
            // The child's lines are those of the file that was built in.
            let builtIn = compiled.demos.first { $0.name == demo.name } ?? demo
            let run = try DemoRunner.run(
                DemoRequest(
                    lesson: lesson.name,
                    demo: demo.name,
                    firstLine: builtIn.firstLine,
                    clock: demo.clock == .real ? .real : .virtual
                )
            )
            guard let ending = run.ending.asExpectation else {
                return ["\(place): demo '\(demo.name)': \(run.ending.sentence ?? "stopped")"]
            }
            return DemoCheck(
                path: lesson.path,
                demo: demo,
                recording: run.recording,
                ending: ending
            )
            .findings.map(\.description)
        } catch {
            return ["\(place): demo '\(demo.name)' cannot be run: \(error)"]
        }
    }
}

extension DemoRun.Ending {
    /// The expectation that this meets; nil for what no author can expect.
    var asExpectation: Demo.Expectation? {
        Demo.Expectation.allCases.first { meets($0) && self != .interrupted }
    }
}
