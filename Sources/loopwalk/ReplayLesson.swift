import ArgumentParser
import AsyncLoopIO
import Glibc
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

    @Option(
        help: ArgumentHelp(
            "Run a lesson on databases on this server: mysql://user:password@host/name.",
            valueName: "url"
        )
    )
    var mysql: String?

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

    /// Has the demos use the server that was asked for.
    private func chooseDatabase(for replay: LessonReplay) throws {
        guard let mysql else { return }
        guard replay.usesDatabase else {
            throw ValidationError("--mysql is for a lesson on databases; this one uses none")
        }
        let url = try DatabaseURL(mysql)
        guard url.isServer else {
            throw ValidationError("--mysql takes a URL that begins with mysql://")
        }
        setenv(databaseVariable, mysql, 1)
    }

    func run() throws {
        try finish {
            let replay = try LessonReplay(lesson, of: .embedded, on: display.screen())
            try chooseDatabase(for: replay)
            if json { return try replay.writeJSON(demo: demo, settings: set) }
            let rest: LessonReplay.Rest =
                if pause { .untilKey } else if let pace { .seconds(pace) } else { .none }
            return try replay.show(demo: demo, settings: set, rest: rest, outputOnly: outputOnly)
        }
    }
}
