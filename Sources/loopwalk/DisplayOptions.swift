import ArgumentParser
import Terminal
import Tutor

/// How things are shown, the same for every command.
struct DisplayOptions: ParsableArguments {
    @Flag(help: "Say everything in sentences: no columns, drawings or colour.")
    var plain = false

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    @Option(help: ArgumentHelp("Use colour: auto, always or never.", valueName: "when"))
    var color = DisplayFlags.Colour.auto

    @Option(help: ArgumentHelp("Set text for this many columns.", valueName: "columns"))
    var width: Int?

    func validate() throws {
        if let width, !(20...1000).contains(width) {
            throw ValidationError("--width takes 20 to 1000 columns, not \(width)")
        }
    }

    /// A screen that shows things so.
    func screen() -> Screen {
        let flags = DisplayFlags(colour: color, plain: plain, ascii: ascii, width: width)
        return Screen(TerminalSettings.current(flags: flags))
    }
}

extension DisplayFlags.Colour: ExpressibleByArgument {}
