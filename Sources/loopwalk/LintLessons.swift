import ArgumentParser
import Tutor

/// `loopwalk lint`
struct LintLessons: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Check lessons: their form, their demos, and that what they say is true."
    )

    @Argument(
        help:
            "Lesson files, whose demos are compiled if they are not built in; without any, the lessons that are."
    )
    var files: [String] = []

    @OptionGroup var display: DisplayOptions

    func run() throws {
        var check = LessonCheck(.embedded, on: display.screen())
        try finish { check.run(files: files) }
    }
}
