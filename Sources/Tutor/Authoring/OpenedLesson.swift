import DemoCompiler
import Glibc
import LessonBook
import Platform
import StyledText
import Terminal

/// `loopwalk open`: a lesson that is not built in, at the prompt.
public struct OpenedLesson {
    private let screen: Screen
    private let path: String

    /// The lesson in the file at `path`, on `screen`.
    public init(_ path: String, on screen: Screen) {
        self.path = path
        self.screen = screen
    }

    /// Whether `text` names a file and no lesson that is built in.
    public static func isFile(_ text: String) -> Bool {
        text.hasSuffix(".md") && !Course.embedded.lessons.contains { $0.fileName == text }
            || text.contains("/") || access(text, F_OK) == 0
    }

    /// Runs the prompt with that lesson alone, with its history in `folder` and the user's copies
    /// of demos in `edits`. Returns the exit code: 1 if the file is no lesson, which is said line
    /// by line; else the prompt's.
    public func run(
        folder: UserFolder?,
        edits: UserFolder?,
        keys: LineEditor.Keys,
        echoes: Bool
    ) -> Int32 {
        let course: Course
        do throws(LessonFile.Trouble) {
            course = try Course(file: path)
        } catch {
            error.lines.forEach(screen.complain)
            return 1
        }
        let prompt = Prompt(
            course,
            on: screen,
            folder: folder,
            edits: edits,
            keys: keys,
            echoes: echoes
        )
        return (try? prompt.run()) ?? 1
    }
}

extension Course {
    /// The course of the lesson in the file at `path` alone.
    ///
    /// Blocks that must not compile are compiled now; of one that cannot be, what its author
    /// expects is shown.
    init(file path: String) throws(LessonFile.Trouble) {
        let lesson = try LessonFile.read(path)
        var build = DemoBuild.ofThisUser
        var messages: [Int: String] = [:]
        for code in lesson.failingCode {
            do throws(BuildFailure) {
                let message = try build.messages(on: code)
                if !message.isEmpty { messages[code.line] = message }
            } catch {
                // What hinders one hinders all of them, and who stops one stops all.
                break
            }
        }
        self.init(
            EmbeddedLesson(
                fileName: lesson.fileName,
                title: lesson.title,
                summary: lesson.summary.map(\.text).joined(separator: "\n\n"),
                source: lesson.source,
                compilerMessages: messages
            ),
            from: path
        )
    }
}

extension DemoBuild {
    /// What keeps its programs in this user's cache.
    static var ofThisUser: DemoBuild { DemoBuild(in: .ofThisUser(.cache)?.folder("demos")) }
}
