import ArgumentParser
import Tutor

/// `loopwalk new`
struct WriteLesson: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract:
            "Write the beginning of a lesson of your own, with remarks on what belongs where.",
        discussion: "The file is made in the working folder; one that is there is never replaced."
    )

    @Argument(help: "The lesson's name, such as retry or 07-retry.")
    var name: String

    @OptionGroup var display: DisplayOptions

    func run() throws {
        try finish { try NewLesson(on: display.screen()).write(name) }
    }
}
