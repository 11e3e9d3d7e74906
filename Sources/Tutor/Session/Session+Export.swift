import Trace

/// Taking the last run out of the program.
extension Session {
    /// The last run in `format`, to the file `path`; without one, to a file named for the demo.
    func export(_ format: ExportFormat, to path: String?) throws(Misread) -> [Action] {
        guard let lastRun else {
            throw Misread(message: "nothing has been run yet; run starts this step's demo")
        }
        let recording = lastRun.run.recording
        let name = String(recording.title.map { $0 == "/" ? "-" : $0 })
        return [.export(recording, format, path: path ?? "\(name).\(format.fileEnding)")]
    }
}
