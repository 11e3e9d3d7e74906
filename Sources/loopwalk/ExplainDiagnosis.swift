import ArgumentParser
import Tutor

/// `loopwalk explain`
struct ExplainDiagnosis: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say what a warning of a log means, and how to mend it."
    )

    @Argument(help: "The code the log names; without one, all that can be explained.")
    var code: String?

    @OptionGroup var display: DisplayOptions

    func run() throws {
        do {
            try DiagnosisPage(on: display.screen()).show(code)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
