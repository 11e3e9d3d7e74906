import Glibc
import LessonBook
import LessonFormat

/// The lessons in their order, and how a learner's word finds one.
public struct Course: Sendable {
    /// The lessons, in the order of their numbers.
    let lessons: [EmbeddedLesson]

    /// The file of the only lesson, if it was not built in.
    let file: String?

    /// The course of `lessons`, in any order.
    public init(_ lessons: [EmbeddedLesson]) {
        self.lessons = lessons.sorted { $0.fileName < $1.fileName }
        file = nil
    }

    /// The course of one lesson, which was read from `file`.
    init(_ lesson: EmbeddedLesson, from file: String) {
        lessons = [lesson]
        self.file = file
    }

    /// The lessons that this program was built with.
    public static var embedded: Course { Course(lessonBook) }

    /// The names that open a lesson, in order.
    public var names: [String] { lessons.map(\.name) }

    /// What runs its demos.
    var program: DemoOrder.Program { file == nil ? .builtIn : .compiled(file: lessons[0].fileName) }

    /// The folder of the copies of the demos of the lesson at `index`.
    func copyName(of index: Int) -> String {
        // Another file's lesson of the same name is another lesson.
        file.map { "\(names[index])@\(Self.wholePath($0).replacing("/", with: "%"))" }
            ?? names[index]
    }

    private static func wholePath(_ path: String) -> String {
        guard let whole = realpath(path, nil) else { return path }
        defer { free(whole) }
        return String(cString: whole)
    }

    /// The lesson at `index`, read from its source.
    func lesson(at index: Int) -> Lesson {
        do {
            return try Lesson(source: lessons[index].source, path: lessons[index].path)
        } catch {
            // The build reads every lesson before it is compiled in.
            fatalError("a lesson that was compiled in cannot be read: \(error)")
        }
    }

    /// The place of the lesson that `text` names: its number, its name, a beginning of it that no
    /// other shares, its file's name or title.
    ///
    /// Errors: `Misread`, with the likeliest names, those of `commands` among them.
    func index(of text: String, orAmong commands: [String] = []) throws(Misread) -> Int {
        let word = text.lowercased()
        if let number = Int(word), let index = lessons.firstIndex(where: { $0.number == number }) {
            return index
        }
        if let index = lessons.firstIndex(where: { $0.answers(to: word) }) { return index }
        let begun = lessons.indices.filter { lessons[$0].name.hasPrefix(word) }
        if begun.count == 1 { return begun[0] }
        if begun.count > 1 {
            throw Misread(
                message: "'\(text.quotable)' could be \(begun.map { names[$0] }.alternatives)"
            )
        }
        let near = Nearness.suggestions(for: word, among: names + commands)
        throw Misread(
            message: "there is no lesson '\(text.quotable)'; "
                + (near.isEmpty
                    ? "the lessons are \(names.joined(separator: ", "))"
                    : "did you mean \(near.alternatives)?")
        )
    }
}

extension EmbeddedLesson {
    /// Its place among the lessons, from the file's name; 0 if that has none.
    var number: Int { Int(fileName.prefix(while: \.isNumber)) ?? 0 }

    fileprivate func answers(to word: String) -> Bool {
        [name, fileName, String(fileName.dropLast(3)), path, title]
            .contains { $0.lowercased() == word }
    }
}
