import ArgumentParser
import Platform
import Terminal
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

    @Flag(help: "Show each command before its results, as a terminal would.")
    var echo = false

    @Option(help: ArgumentHelp("Edit lines with emacs or vi keys.", valueName: "keys"))
    var keys = LineEditor.Keys.emacs

    @OptionGroup var display: DisplayOptions

    func run() throws {
        let edits = UserFolder.ofThisUser(.data)?.folder("edits")
        let code: Int32
        if OpenedLesson.isFile(lesson) {
            code = OpenedLesson(lesson, on: display.screen())
                .run(folder: .ofThisUser(.state), edits: edits, keys: keys, echoes: echo)
        } else {
            let prompt = Prompt(
                .embedded,
                on: display.screen(),
                folder: .ofThisUser(.state),
                edits: edits,
                keys: keys,
                echoes: echo
            )
            do {
                code = try prompt.run(from: lesson)
            } catch {
                throw ValidationError("\(error)")
            }
        }
        if code != 0 { throw ExitCode(code) }
    }
}
