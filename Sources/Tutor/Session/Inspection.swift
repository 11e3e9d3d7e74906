import StyledText
import Trace

/// A run that somebody looks into: the moment that was gone to, and what is asked there.
///
/// A value, wherever the run comes from: a demo that was just run, or a file.
struct Inspection {
    /// What happened.
    let recording: Recording
    /// The moment that was gone to; nil if none was.
    private(set) var stage: Stage?

    /// A look into `recording`, at the moment of `stage`.
    init(_ recording: Recording, at stage: Stage? = nil) {
        self.recording = recording
        self.stage = stage
    }

    /// How many events have happened at that moment; all of them if none was gone to.
    var position: Int { stage?.index ?? recording.events.count }

    private var staged: Stage { stage ?? Stage(recording, code: recording.code ?? "") }

    // MARK: Going

    /// The stage, for a full screen: at the moment, or at the first step.
    func opened() -> Stage {
        var stage = staged
        if stage.index == 0 { stage.forward() }
        return stage
    }

    /// What there is to say once the stage was left at the moment of `stage`.
    mutating func left(_ stage: Stage, on page: Page) -> [StyledLine] {
        self.stage = stage
        let place = "You left the stage at event \(stage.index) of \(stage.count); "
        return page.set(place + "stage, step and board go on from there.", .dim)
    }

    /// `count` steps forward, or back if it is negative.
    ///
    /// Errors: `Misread`, at the end or the beginning of the run.
    mutating func step(_ count: Int, on page: Page) throws(Misread) -> [StyledLine] {
        var stage = staged
        // Back from where nobody has been is back from the end.
        if self.stage == nil, count < 0 { stage.go(to: stage.count) }
        let start = stage.index
        for _ in 0..<min(count.magnitude, UInt(stage.count)) {
            guard count > 0 ? stage.forward() : stage.back() else { break }
        }
        self.stage = stage
        guard stage.index != start || count == 0 else {
            throw Misread(
                message: count > 0
                    ? "this is the end of the run; step -1 goes back, at 0 to its beginning"
                    : "this is the beginning of the run; step goes on"
            )
        }
        return page.sentences(stage)
    }

    /// The moment after `index` events.
    ///
    /// Errors: `Misread`, if the run has no such moment.
    mutating func at(_ index: Int, on page: Page) throws(Misread) -> [StyledLine] {
        var stage = staged
        guard (0...stage.count).contains(index) else {
            throw Misread(message: "the run has \(stage.count) events, and no moment \(index)")
        }
        stage.go(to: index)
        self.stage = stage
        return page.sentences(stage)
    }

    /// All there is to see at the moment.
    mutating func board(on page: Page) -> [StyledLine] {
        var stage = staged
        // A run that nobody has stepped through is over.
        if self.stage == nil { stage.go(to: stage.count) }
        self.stage = stage
        return page.sentences(stage)
    }

    /// The next step that says `phrase`; nil if none does.
    mutating func find(_ phrase: String, on page: Page) -> [StyledLine]? {
        var stage = staged
        guard stage.find(phrase) else { return nil }
        self.stage = stage
        return page.sentences(stage)
    }

    // MARK: Asking

    /// Why something happened when it did.
    ///
    /// Errors: `Misread`, if nothing is called so, or nothing has happened to it yet.
    func why(_ question: WhyQuestion, on page: Page) throws(Misread) -> [StyledLine] {
        do throws(Unanswerable) {
            return try Why(recording).answer(
                question,
                after: position,
                width: page.width,
                plain: page.plain
            )
        } catch {
            throw Misread(message: error.description)
        }
    }

    /// Why a task does not run at the moment.
    ///
    /// Errors: `Misread`, if there is no such task.
    func whyNot(_ task: String, on page: Page) throws(Misread) -> [StyledLine] {
        do throws(Unanswerable) {
            return try Why(recording).answer(
                whyNot: task,
                on: recording.board(after: position),
                width: page.width
            )
        } catch {
            throw Misread(message: error.description)
        }
    }

    /// Writing it in `format` to the file `path`; without one, to a file named for it.
    func export(_ format: ExportFormat, to path: String?) -> Action {
        let name = sanitized(recording.title.isEmpty ? "run" : recording.title)
        let file = String(name.map { $0 == "/" || $0.isWhitespace ? "-" : $0 }.prefix(100))
        return .export(recording, format, path: path ?? "\(file).\(format.fileEnding)")
    }

    /// The tasks' lanes, with the moment marked if one was gone to.
    func lanes(_ scale: LaneScale, on page: Page) -> [StyledLine] {
        page.lanes(of: recording, by: scale, at: stage?.index)
    }
}
