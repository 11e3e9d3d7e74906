import ArgumentParser
import Tutor

/// `loopwalk`, or `loopwalk walk`: the prompt.
struct Walk: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "walk",
        abstract: "Go on where you left off, at the prompt. This is what runs without a command."
    )

    @Argument(help: "The lesson to go to, by number or name; without one, where you left off.")
    var lesson: String?

    @OptionGroup var options: PromptOptions

    func run() throws {
        try finish { try options.prompt().run(from: lesson, orAmong: Loopwalk.commandNames) }
    }
}
