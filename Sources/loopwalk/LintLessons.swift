import ArgumentParser
import Tutor

/// `loopwalk lint`
struct LintLessons: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Check lessons: their form, their demos, and that what they say is true."
    )

    @Argument(help: "Lesson files; without any, the lessons that are built in.")
    var files: [String] = []

    @OptionGroup var display: DisplayOptions

    func run() throws {
        let code = LessonCheck(.embedded, on: display.screen()).run(files: files)
        if code != 0 { throw ExitCode(code) }
    }
}
