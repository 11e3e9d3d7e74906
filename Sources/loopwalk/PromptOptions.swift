import ArgumentParser
import Platform
import Terminal
import Tutor

/// How a prompt reads and shows, the same for every command that has one.
struct PromptOptions: ParsableArguments {
    @Flag(help: "Show each command before its results, as a terminal would.")
    var echo = false

    @Option(help: ArgumentHelp("Edit lines with emacs or vi keys.", valueName: "keys"))
    var keys = LineEditor.Keys.emacs

    @OptionGroup var display: DisplayOptions

    /// Where learners' copies of demos are kept.
    var edits: UserFolder? { .ofThisUser(.data)?.folder("edits") }

    /// The prompt of the lessons that are built in.
    func prompt() -> Prompt {
        Prompt(
            .embedded,
            on: display.screen(),
            folder: .ofThisUser(.state),
            edits: edits,
            keys: keys,
            echoes: echo
        )
    }
}

extension LineEditor.Keys: ExpressibleByArgument {}
