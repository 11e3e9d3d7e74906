import ArgumentParser
import Platform
import Terminal
import Tutor

/// `loopwalk`, or `loopwalk walk`: the prompt.
struct Walk: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "walk",
        abstract: "Go on where you left off, at the prompt. This is what runs without a command."
    )

    @Argument(help: "The lesson to go to, by number or name; without one, where you left off.")
    var lesson: String?

    @Flag(help: "Show each command before its results, as a terminal would.")
    var echo = false

    @Option(help: ArgumentHelp("Edit lines with emacs or vi keys.", valueName: "keys"))
    var keys = LineEditor.Keys.emacs

    @OptionGroup var display: DisplayOptions

    func run() throws {
        let prompt = Prompt(
            .embedded,
            on: display.screen(),
            folder: .ofThisUser(.state),
            edits: .ofThisUser(.data)?.folder("edits"),
            keys: keys,
            echoes: echo
        )
        let code: Int32
        do {
            code = try prompt.run(from: lesson, orAmong: Loopwalk.commandNames)
        } catch {
            throw ValidationError("\(error)")
        }
        if code != 0 { throw ExitCode(code) }
    }
}

extension LineEditor.Keys: ExpressibleByArgument {}
