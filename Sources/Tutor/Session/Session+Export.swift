import Trace

/// Taking the last run out of the program.
extension Session {
    /// The last run in `format`, to the file `path`; without one, to a file named for the demo.
    func export(_ format: ExportFormat, to path: String?) throws(Misread) -> [Action] {
        [try askedRun().export(format, to: path)]
    }
}
