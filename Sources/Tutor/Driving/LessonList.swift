import Platform
import StyledText

/// `loopwalk list`: the lessons and how far the learner is; nothing is changed.
public struct LessonList {
    private let course: Course
    private let screen: Screen
    private let folder: UserFolder?

    /// The list of `course` on `screen`, with the progress in `folder`.
    public init(_ course: Course, on screen: Screen, folder: UserFolder?) {
        self.course = course
        self.screen = screen
        self.folder = folder
    }

    /// Shows the list, or writes it as JSON, an object a line.
    public func show(asJSON: Bool) {
        let progress = ProgressFile.peek(in: folder)
        if asJSON {
            for lesson in course.lessons { screen.write(json(lesson.name, progress)) }
        } else {
            screen.show(screen.page.list(course, progress))
        }
        screen.flush()
    }

    private func json(_ name: String, _ progress: Progress?) -> String {
        guard let lesson = course.lessons.first(where: { $0.name == name }) else { return "" }
        let way = progress?.lessons[name]
        return "{\"number\":\(lesson.number),\"name\":\(quoted(name)),"
            + "\"title\":\(quoted(lesson.title)),\"file\":\(quoted(lesson.fileName)),"
            + "\"demos\":[\(lesson.demos.map { quoted($0.name) }.joined(separator: ","))],"
            + "\"step\":\(way.map { "\($0.step)" } ?? "null"),\"done\":\(way?.done ?? false)}\n"
    }

    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 0x20: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
