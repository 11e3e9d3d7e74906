import ArgumentParser
import Platform
import Tutor

/// `loopwalk open`
struct OpenLesson: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Walk through a lesson of your own, at the prompt.",
        discussion: """
            The file is read anew at each start; its demos are compiled when they are run. A \
            lesson that is built in is opened by its name.
            """
    )

    @Argument(help: "A lesson's file, or the number or name of one that is built in.")
    var lesson: String

    @OptionGroup var options: PromptOptions

    func run() throws {
        try finish {
            guard OpenedLesson.isFile(lesson) else { return try options.prompt().run(from: lesson) }
            return OpenedLesson(lesson, on: options.display.screen())
                .run(
                    folder: .ofThisUser(.state),
                    edits: options.edits,
                    keys: options.keys,
                    echoes: options.echo
                )
        }
    }
}
