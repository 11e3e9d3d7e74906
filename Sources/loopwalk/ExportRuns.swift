import ArgumentParser
import Trace
import Tutor

/// `loopwalk export`
struct ExportRuns: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Run a demo, or all demos of a lesson, and write down what happened.",
        discussion: """
            json can be read back by view; perfetto is for ui.perfetto.dev; svg draws the tasks' \
            lanes, of one demo; html is a page that steps through the run, in any browser, \
            without a network; text is the log.

            A file is written whole or not at all, and one that is there already is left as it \
            is unless you say --force. Your progress stays as it is.
            """
    )

    @Argument(help: "The lesson, by number or name, or a file that was exported as json.")
    var lesson: String

    @Argument(help: "One demo or run of it; without it, all of them.")
    var demo: String?

    @Option(help: ArgumentHelp("json, perfetto, svg, html or text.", valueName: "format"))
    var format: ExportFormat

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write to this file; - is standard output.", valueName: "file")
    )
    var output = "-"

    @Flag(help: "Replace the file if it is there already.")
    var force = false

    @OptionGroup var display: DisplayOptions

    func run() throws {
        try finish {
            let screen = display.screen()
            return RecordExport.isFile(lesson)
                ? try RecordExport(on: screen)
                    .run(lesson, title: demo, as: format, to: output, replacing: force)
                : try LessonExport(lesson, of: .embedded, on: screen)
                    .run(demo: demo, as: format, to: output, replacing: force)
        }
    }
}

extension ExportFormat: ExpressibleByArgument {}
