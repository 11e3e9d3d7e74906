/// Draws a run as lanes, one a task, from left to right: thick where it runs, half as thick where it
/// is ready, a line where it waits; arrows lead from who makes a task ready to that task.
///
/// What happens at one moment has width too, or nothing of its order could be seen; a gap with the
/// time above it stands for the clock going on, however far. Colours follow the viewer's light or
/// dark style and never say anything alone; every bar and mark has a title in words. All text is
/// escaped and harmless.
public struct SVGExport: Sendable {
    /// More events than this make no drawing that a person could look at.
    public static let mostEvents = 20_000

    private let recording: Recording

    /// A drawing of `recording`, of at most `mostEvents` events.
    public init(_ recording: Recording) {
        self.recording = recording
    }

    /// Hands the drawing to `sink`, in pieces.
    public func write<Failure: Error>(
        to sink: (String) throws(Failure) -> Void
    ) throws(Failure) {
        var drawing = SVGDrawing(recording)
        drawing.fold()
        try sink(drawing.opening)
        for piece in drawing.shapes { try sink(piece) }
        for piece in drawing.marks { try sink(piece) }
        try sink(drawing.closing)
    }
}
