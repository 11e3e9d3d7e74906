/// The forms in which runs can be taken out of loopwalk.
public enum ExportFormat: String, CaseIterable, Sendable {
    /// JSON Lines, which can be read back: <doc:RecordFormat>.
    case json
    /// A trace for Perfetto and other viewers of Chrome's trace format.
    case perfetto
    /// A drawing of the tasks' lanes.
    case svg
    /// A page that steps through the run.
    case html
    /// The log.
    case text

    /// What files of it are called at their ends.
    public var fileEnding: String {
        switch self {
        case .json: "jsonl"
        case .perfetto: "trace.json"
        case .svg: "svg"
        case .html: "html"
        case .text: "txt"
        }
    }

    /// How many runs one file can hold; nil for any number.
    public var mostRuns: Int? { self == .svg ? 1 : nil }

    /// How many events one run can have; nil for any number.
    public var mostEvents: Int? {
        switch self {
        case .svg: SVGExport.mostEvents
        case .html: HTMLExport.mostEvents
        case .json, .perfetto, .text: nil
        }
    }

    /// Hands `recordings`, at least one, in this format to `sink`, in pieces.
    ///
    /// The same recordings give the same bytes. `style` is for text alone.
    /// `recordings` must not be more, nor longer, than the format can hold.
    public func write<Failure: Error>(
        _ recordings: [Recording],
        style: TextExport.Style = TextExport.Style(),
        to sink: (String) throws(Failure) -> Void
    ) throws(Failure) {
        switch self {
        case .json: for recording in recordings { try JSONLines(recording).write(to: sink) }
        case .perfetto: try PerfettoExport(recordings).write(to: sink)
        case .svg: for recording in recordings { try SVGExport(recording).write(to: sink) }
        case .html: try HTMLExport(recordings).write(to: sink)
        case .text: try TextExport(recordings, style: style).write(to: sink)
        }
    }
}
