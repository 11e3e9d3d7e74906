import ArgumentParser
import Tutor

/// `loopwalk replay`
struct ReplayLesson: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Show a whole lesson and run its demos, with no questions asked.",
        discussion: "Your progress stays as it is."
    )

    @Argument(help: "The lesson, by number or name.")
    var lesson: String

    @Argument(help: "One demo of it, instead of the whole lesson.")
    var demo: String?

    @Flag(help: "Write the demos' records as JSON Lines: a header, then one event a line.")
    var json = false

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Change a knob of the demo, in seconds if it is a time.",
            valueName: "knob=value"
        )
    )
    var set: [String] = []

    @Flag(help: "Show what the demos print, and not what the loop did.")
    var outputOnly = false

    @Flag(help: "Wait for a key after each step.")
    var pause = false

    @Option(help: ArgumentHelp("Wait this many seconds after each step.", valueName: "seconds"))
    var pace: Double?

    @OptionGroup var display: DisplayOptions

    func validate() throws {
        if pause, pace != nil { throw ValidationError("--pause and --pace exclude each other") }
        if json, pause || pace != nil {
            throw ValidationError("--json is written at once, without --pause or --pace")
        }
        if json, outputOnly {
            throw ValidationError("--json is the whole record, --output-only a part of it")
        }
        if let pace, !(pace >= 0 && pace <= 3600) {
            throw ValidationError("--pace takes 0 to 3600 seconds, not \(pace)")
        }
    }

    func run() throws {
        let code: Int32
        do {
            let replay = try LessonReplay(lesson, of: .embedded, on: display.screen())
            let rest: LessonReplay.Rest =
                if pause { .untilKey } else if let pace { .seconds(pace) } else { .none }
            code =
                json
                ? try replay.writeJSON(demo: demo, settings: set)
                : try replay.show(
                    demo: demo,
                    settings: set,
                    rest: rest,
                    outputOnly: outputOnly
                )
        } catch {
            throw ValidationError("\(error)")
        }
        if code != 0 { throw ExitCode(code) }
    }
}
