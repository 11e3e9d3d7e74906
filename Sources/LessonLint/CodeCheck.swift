import LessonFormat

/// Finds what a demo's code must not do, by reading it; nothing is run.
///
/// Swift's own child tasks take another number of passes in a debug build than in a release build,
/// and its unstructured tasks leave the loop. A demo may use them only if its info string says
/// `structured`; what is claimed of it then may name times and results, and no passes.
public struct CodeCheck: Sendable {
    private let path: String
    private let demo: Demo

    /// - `path`: the lesson's file, for findings.
    /// - `demo`: the demo to read.
    public init(path: String, demo: Demo) {
        self.path = path
        self.demo = demo
    }

    /// All that is wrong, in the order of the code's lines.
    public var findings: [LintFinding] {
        let uses = SwiftsOwnTasks.uses(in: demo.code)
        guard demo.isStructured else { return uses.map(finding) }
        guard uses.isEmpty else { return [] }
        return [
            LintFinding(
                path: path,
                line: demo.firstLine - 1,
                message: "demo '\(demo.name)' is structured and starts no task of Swift's own",
                advice: "remove 'structured'"
            )
        ]
    }

    private func finding(_ use: SwiftsOwnTasks.Use) -> LintFinding {
        LintFinding(
            path: path,
            line: demo.firstLine + use.line - 1,
            message: "demo '\(demo.name)' uses '\(use.spelling)', "
                + (use.isLoose
                    ? "which leaves the loop"
                    : "which takes more passes in a debug build than in a release build"),
            advice: "use createTask or gather, or write 'structured' after the demo's name"
        )
    }
}
