import DemoCompiler
import DemoRunner
import LessonFormat
import LessonLint
import StyledText

/// `loopwalk lint`: whether lessons are well formed and what they say is true.
public struct LessonCheck {
    private let course: Course
    private let screen: Screen
    private var build = DemoBuild.ofThisUser

    /// A check by means of the demos in `course`, reporting to `screen`.
    public init(_ course: Course, on screen: Screen) {
        self.course = course
        self.screen = screen
    }

    /// Checks the lessons in `files`, or those of the course if there are none.
    ///
    /// Each finding is a line of standard output. Returns the exit code: 1 if anything is wrong.
    public mutating func run(files: [String]) -> Int32 {
        var findings = 0
        var demos = 0
        for file in files.isEmpty ? course.lessons.map(\.path) : files {
            let (lesson, found) = check(file, isBuiltIn: files.isEmpty)
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

    private mutating func check(_ file: String, isBuiltIn: Bool) -> (Lesson?, [String]) {
        let lesson: Lesson
        do throws(LessonFile.Trouble) {
            let index = isBuiltIn ? course.lessons.firstIndex { $0.path == file } : nil
            lesson =
                if let index { course.lesson(at: index) } else { try LessonFile.read(file) }
        } catch {
            return (nil, error.lines)
        }
        return (
            lesson,
            codeFindings(in: lesson) + runFindings(in: lesson).map { sanitized($0) }
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

    // MARK: With the compiler, and by running

    /// A lesson as it was built in.
    private struct BuiltIn {
        var lesson: Lesson
        var messages: [Int: String]
    }

    private func builtIn(_ name: String) -> BuiltIn? {
        course.names.firstIndex(of: name).map {
            BuiltIn(
                lesson: course.lesson(at: $0),
                messages: course.lessons[$0].compilerMessages
            )
        }
    }

    private mutating func runFindings(in lesson: Lesson) -> [String] {
        let builtIn = builtIn(lesson.name)
        do throws(BuildFailure) {
            var findings: [String] = []
            for code in lesson.failingCode {
                findings += try self.findings(on: code, of: lesson, builtIn)
            }
            for demo in lesson.demos {
                findings += try self.findings(on: demo, of: lesson, builtIn)
            }
            return findings
        } catch {
            // What hinders one demo hinders all of them.
            guard case .trouble(let reason) = error else { return ["you stopped the compiler"] }
            return ["\(lesson.path): its demos cannot be run: \(reason)"]
        }
    }

    private mutating func findings(
        on code: FailingCode,
        of lesson: Lesson,
        _ builtIn: BuiltIn?
    ) throws(BuildFailure) -> [String] {
        // What the build saw is filed under the line it had then.
        let built = builtIn?.lesson.failingCode.first { $0.code == code.code }
        let message =
            if let built, let message = builtIn?.messages[built.line] {
                message
            } else {
                try build.messages(on: code)
            }
        if code.accepts(message) { return [] }
        let said =
            message.split(separator: "\n").first.map { "but '\($0)'" }
            ?? "and compiles it; correct it, or make it a demo"
        return [
            "\(lesson.path):\(code.line): the compiler does not say '\(code.expectedMessage)' of"
                + " this code, \(said)"
        ]
    }

    private mutating func findings(
        on demo: Demo,
        of lesson: Lesson,
        _ builtIn: BuiltIn?
    ) throws(BuildFailure) -> [String] {
        let place = "\(lesson.path):\(demo.firstLine - 1)"
        let built = builtIn?.lesson.demos.first {
            ($0.name, $0.code, $0.clock) == (demo.name, demo.code, demo.clock)
        }
        var request = DemoRequest(
            lesson: lesson.name,
            demo: demo.name,
            // The child's lines are those of the file that was built in.
            firstLine: built?.firstLine ?? demo.firstLine,
            clock: demo.clock == .real ? .real : .virtual
        )
        var remarks: [CompilerMessage] = []
        if built == nil {
            do throws(BuildFailure) {
                let program = try build.program(running: demo, file: lesson.fileName)
                request.executable = program.path
                remarks = program.warnings
            } catch {
                guard case .refused(let messages) = error else { throw error }
                return messages.filter(\.isError).map { finding($0, on: demo, of: lesson) }
            }
        }
        let found = remarks.map { finding($0, on: demo, of: lesson) }
        do {
            let run = try DemoRunner.run(request)
            guard let ending = run.ending.asExpectation else {
                return found + ["\(place): demo '\(demo.name)': \(run.sentence ?? "stopped")"]
            }
            let check = DemoCheck(
                path: lesson.path,
                demo: demo,
                recording: run.recording,
                ending: ending
            )
            return found + check.findings.map(\.description)
        } catch {
            return found + ["\(place): demo '\(demo.name)' cannot be run: \(error)"]
        }
    }

    private func finding(
        _ message: CompilerMessage,
        on demo: Demo,
        of lesson: Lesson
    ) -> String {
        let end = demo.firstLine + demo.lineCount
        let place = "\(lesson.path):\(message.line ?? end):\(message.column)"
        return "\(place): the compiler \(message.isError ? "refuses" : "remarks on") demo"
            + " '\(demo.name)': \(message.text)"
    }
}

extension DemoRun.Ending {
    /// The expectation that this meets; nil for what no author can expect.
    var asExpectation: Demo.Expectation? {
        Demo.Expectation.allCases.first { meets($0) && self != .interrupted }
    }
}
