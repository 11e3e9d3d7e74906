import ArgumentParser
import Tutor

/// `loopwalk view`
struct ViewRecord: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "view",
        abstract: "Show runs that were exported as JSON.",
        discussion: """
            Of a damaged file it shows what is sound, says what is not, and ends with exit code 1.
            """
    )

    @Argument(help: "A file of JSON Lines, from export --format json; - is standard input.")
    var file: String

    @OptionGroup var display: DisplayOptions

    func run() throws {
        let code = RecordView(on: display.screen()).show(file)
        if code != 0 { throw ExitCode(code) }
    }
}
