import ArgumentParser
import Platform
import Tutor

/// `loopwalk list`
struct ListLessons: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the lessons, and how far you are."
    )

    @Flag(help: "One JSON object a line.")
    var json = false

    @OptionGroup var display: DisplayOptions

    func run() throws {
        LessonList(.embedded, on: display.screen(), folder: .ofThisUser(.state)).show(asJSON: json)
    }
}
