import LessonFormat

/// What must hold whatever bytes are read as a lesson.
public enum LessonOracle {
    /// What is wrong with how `bytes` are read; empty if all is well.
    public static func complaints(about bytes: [UInt8]) -> [String] {
        let lesson: Lesson
        do {
            lesson = try Lesson(bytes: bytes, path: "Lessons/01-fuzz.md")
        } catch {
            return complaints(about: error, lines: bytes.count { $0 == 10 || $0 == 13 } + 2)
        }
        var complaints: [String] = []
        for step in lesson.steps {
            for block in step.blocks {
                if case .prose(let paragraphs) = block {
                    for width in [20, 88] { _ = layOut(paragraphs, width: width) }
                }
            }
        }
        if lesson.steps.isEmpty { complaints.append("a lesson without steps was accepted") }
        let names = lesson.demos.map(\.name)
        if Set(names).count != names.count { complaints.append("two demos have one name") }
        _ = swiftSource(for: lesson) + swiftTable(of: [lesson])
        return complaints
    }

    private static func complaints(about errors: LessonErrors, lines: Int) -> [String] {
        if errors.errors.isEmpty { return ["refused without a reason"] }
        return errors.errors.filter { $0.line < 1 || $0.line > lines }
            .map { "there is no line \($0.line): \($0)" }
    }
}
