import ArgumentParser

/// The program: which command there is to run.
struct Loopwalk: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loopwalk",
        abstract: "Walk through async programming, step by step, with code that runs.",
        usage: """
            loopwalk [LESSON]
            loopwalk open FILE | new NAME
            loopwalk list | replay LESSON [DEMO] | lint [FILE ...]
            loopwalk export LESSON [DEMO] --format FORMAT [-o FILE] | view FILE
            loopwalk compare LESSON DEMO DEMO | explain [CODE]
            """,
        discussion: """
            Without a command, or with a lesson's name for one, it starts at its prompt: there \
            Return goes on, and help lists the commands. From a pipe it reads the same commands, \
            one a line.

            Your progress is kept in $XDG_STATE_HOME/loopwalk, or ~/.local/state/loopwalk.

            Examples:
              loopwalk                    go on where you left off
              loopwalk tasks              go to the lesson tasks
              loopwalk replay 3           show lesson 3 and run all its demos
              loopwalk replay 3 --json    the records of its demos, for a program
            """,
        version: "0.1.0",
        subcommands: [
            Walk.self, ListLessons.self, ReplayLesson.self, CompareDemos.self, ExportRuns.self,
            ViewRecord.self, ExplainDiagnosis.self, OpenLesson.self,
            WriteLesson.self, LintLessons.self,
        ],
        defaultSubcommand: Walk.self
    )

    /// What a first word may be other than a lesson.
    static var commandNames: [String] {
        configuration.subcommands.compactMap { $0.configuration.commandName }
    }

    /// The arguments with the command's name first, wherever among the display options it stands.
    static func withCommandFirst(_ arguments: [String]) -> [String] {
        var index = 0
        while index < arguments.count, arguments[index].hasPrefix("--") {
            index += ["--width", "--color", "--keys"].contains(arguments[index]) ? 2 : 1
        }
        guard index < arguments.count, commandNames.contains(arguments[index]) else {
            return arguments
        }
        var result = arguments
        result.insert(result.remove(at: index), at: 0)
        return result
    }
}
