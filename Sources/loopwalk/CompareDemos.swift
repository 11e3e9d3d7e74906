import ArgumentParser
import Tutor

/// `loopwalk compare`
struct CompareDemos: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Run two demos of a lesson and set them on one scale."
    )

    @Argument(help: "The lesson, by number or name.")
    var lesson: String

    @Argument(help: "A demo of it.")
    var first: String

    @Argument(help: "The demo to compare it with.")
    var second: String

    @OptionGroup var display: DisplayOptions

    func run() throws {
        try finish {
            try DemoComparison(lesson, of: .embedded, on: display.screen()).show(first, second)
        }
    }
}
