import ArgumentParser
import Platform
import Tutor

/// `loopwalk view`
struct ViewRecord: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "view",
        abstract: "Look into runs that were exported as JSON.",
        discussion: """
            On a terminal it asks what to show: Return goes from step to step, and help lists the \
            commands. From a pipe it reads the same commands, one a line; without any it shows \
            the log. Of a damaged file it shows what is sound, says what is not, and ends with \
            exit code 1.

            Examples:
              loopwalk view run.jsonl             at its prompt
              loopwalk view run.jsonl stage       on a full screen
              loopwalk view run.jsonl why A       one answer
              loopwalk view run.jsonl log         the log
            """
    )

    @Argument(help: "A file of JSON Lines, from export --format json; - is standard input.")
    var file: String

    @Argument(help: "What to show of it, as at its prompt: log, stage, board, why A …")
    var command: [String] = []

    @OptionGroup var display: DisplayOptions

    func run() throws {
        try finish {
            RecordView(on: display.screen(), folder: .ofThisUser(.state))
                .show(file, command: command)
        }
    }
}
