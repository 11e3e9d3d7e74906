import LoopEvents
import StyledText

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

/// A drawing in the making.
private struct SVGDrawing {
    private let recording: Recording
    private let phrases: Phrases
    private let layout: SVGLayout
    private var board = Board()
    /// The bar that is open in each lane, the callbacks' first.
    private var open: [Bar?]
    private(set) var shapes: [String] = []
    /// What stands on top of the bars.
    private(set) var marks: [String] = []
    private var arrows: [String] = []

    private struct Bar {
        var kind: StaticString
        var start: Int
        var title: String
        var time: Int64
    }

    init(_ recording: Recording) {
        self.recording = recording
        phrases = Phrases(recording)
        layout = SVGLayout(recording)
        open = Array(repeating: nil, count: recording.tasks.count + 1)
    }

    // MARK: The whole

    var opening: String {
        let title = recording.title.isEmpty ? "A run" : recording.title
        let tasks = recording.tasks.count
        let about =
            "\(tasks) \(tasks == 1 ? "task" : "tasks"), \(phrases.clock(recording.endTime)) s"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title about" \
            width="\(layout.width)" height="\(layout.height)" \
            viewBox="0 0 \(layout.width) \(layout.height)">
            <title id="title">\(escaped(title)): who runs, who is ready, who waits</title>
            <desc id="about">\(escaped(about + ". " + names))</desc>
            <style>
            \(Self.style)
            </style>
            <rect class="paper" width="100%" height="100%"/>
            <text class="head" x="12" y="22">\(escaped(title))</text>
            \(scale)
            <g id="lanes">

            """
    }

    var closing: String {
        """
        </g>
        <g id="causes">
        \(arrows.joined())</g>
        \(legend)
        </svg>

        """
    }

    private var names: String {
        let shown = recording.tasks.prefix(50).map(\.name).joined(separator: ", ")
        return "From the top: " + (layout.hasCallbacks ? "callbacks, " : "") + shown + "."
    }

    private static let style = """
        text { font: 12px ui-monospace, "DejaVu Sans Mono", monospace; fill: #1c1c1c }
        .head { font-weight: bold; font-size: 14px } .small { font-size: 10px; fill: #565656 }
        .paper { fill: #ffffff } .grid { stroke: #d4d4d4; stroke-dasharray: 2 3 }
        .cause { fill: none; stroke: #6a6a6a; stroke-width: 1.2; marker-end: url(#tip) }
        .tip { fill: #6a6a6a } .wait { opacity: .75 } .ready { fill-opacity: .45; stroke-width: 1 }
        .said { fill: #ffffff; stroke: #1c1c1c; stroke-width: 1.5 } .bad { fill: #b00020 }
        .c0 { fill: #1f5fbf; stroke: #1f5fbf } .c1 { fill: #8e3a9d; stroke: #8e3a9d }
        .c2 { fill: #23762f; stroke: #23762f } .c3 { fill: #9a5b00; stroke: #9a5b00 }
        .c4 { fill: #00707c; stroke: #00707c } .c5 { fill: #b0305c; stroke: #b0305c }
        .c6 { fill: #5a5fc4; stroke: #5a5fc4 } .c7 { fill: #66661a; stroke: #66661a }
        .none { fill: #565656; stroke: #565656 }
        @media (prefers-color-scheme: dark) {
        text { fill: #e8e8e8 } .small { fill: #a8a8a8 } .paper { fill: #161616 }
        .grid { stroke: #3c3c3c } .cause { stroke: #9c9c9c } .tip { fill: #9c9c9c }
        .said { fill: #161616; stroke: #e8e8e8 } .bad { fill: #ff8a94 }
        .c0 { fill: #7fb0ff; stroke: #7fb0ff } .c1 { fill: #d79be3; stroke: #d79be3 }
        .c2 { fill: #84cf8f; stroke: #84cf8f } .c3 { fill: #f0b45a; stroke: #f0b45a }
        .c4 { fill: #62ccd8; stroke: #62ccd8 } .c5 { fill: #ff93b5; stroke: #ff93b5 }
        .c6 { fill: #adb1ff; stroke: #adb1ff } .c7 { fill: #cfcf72; stroke: #cfcf72 }
        .none { fill: #a8a8a8; stroke: #a8a8a8 }
        }
        """

    private var scale: String {
        var text = """
            <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" \
            markerHeight="6" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>
            <text class="small" x="12" y="44">seconds</text>

            """
        for moment in layout.moments {
            text += """
                <line class="grid" x1="\(moment.x)" y1="50" x2="\(moment.x)" \
                y2="\(layout.lanesEnd)"/>

                """
            guard let label = moment.label else { continue }
            text += "<text class=\"small\" x=\"\(moment.x + 2)\" y=\"44\">\(label)</text>\n"
        }
        if layout.hasCallbacks {
            text += "<text x=\"12\" y=\"\(layout.y(of: 0) + 4)\">callbacks</text>\n"
        }
        for task in recording.tasks {
            let name = phrases.name(task.id).truncated(to: 16).text
            text += """
                <text x="12" y="\(layout.y(of: task.id) + 4)">\(escaped(name))\
                <title>\(escaped(task.name))</title></text>

                """
        }
        return text
    }

    private var legend: String {
        let y = layout.lanesEnd + 24
        return """
            <g id="legend" transform="translate(12 \(y))">
            <rect class="none" width="24" height="14" y="-10"/><text x="30">runs</text>
            <rect class="none ready" width="24" height="7" x="90" y="-7"/>\
            <text x="120">is ready</text>
            <rect class="none wait" width="24" height="2" x="200" y="-4"/>\
            <text x="230">waits</text>
            <circle class="said" cx="300" cy="-4" r="4"/><text x="310">prints</text>
            <text x="380">✓ ends  ✗ fails  → makes ready</text>
            <text class="small" y="18">not to scale: each event has its room, the times stand \
            above</text>
            </g>
            """
    }

    // MARK: Folding

    mutating func fold() {
        for index in recording.events.indices {
            let event = recording.events[index]
            board.apply(event)
            guard let x = layout.x(of: index) else { continue }
            draw(event, index, at: x)
        }
        for lane in open.indices { close(lane, at: layout.end, recording.endTime) }
    }

    private mutating func draw(_ event: LoopEvent, _ index: Int, at x: Int) {
        let task = Int(event.task)
        switch event.kind {
        case .taskCreated, .taskWoken:
            begin("ready", lane: task, at: x, event, "is ready")
            addArrow(to: index, at: x)
        case .taskStepped:
            close(0, at: x, event.time)
            begin("run", lane: task, at: x, event, "runs")
        case .taskSuspended:
            let wait = phrases.waited(Board.Wait(event, at: index)).text
            begin("wait", lane: task, at: x, event, "waits for \(wait)")
        case .taskFinished:
            close(task, at: x, event.time)
            let isGood = event.outcome == .result
            marks.append(
                """
                <text class="\(isGood ? "" : "bad")" x="\(x + 2)" \
                y="\(layout.y(of: task) + 4)">\(isGood ? "✓" : "✗")\(title(index))</text>

                """
            )
        case .handleRan:
            close(0, at: x, event.time)
            begin("run", lane: 0, at: x, event, "a callback runs")
        case .passBegan, .loopClosed: close(0, at: x, event.time)
        case .output:
            marks.append(
                """
                <circle class="said" cx="\(x)" cy="\(layout.y(of: task))" r="4">\
                \(title(index))</circle>

                """
            )
        default:
            marks.append(
                """
                <text class="bad" x="\(x - 4)" y="\(layout.y(of: task) - 9)">!\
                \(title(index))</text>

                """
            )
        }
    }

    private mutating func begin(
        _ kind: StaticString,
        lane: Int,
        at x: Int,
        _ event: LoopEvent,
        _ what: String
    ) {
        close(lane, at: x, event.time)
        let who = lane == 0 ? "" : phrases.name(lane).text + " "
        open[lane] = Bar(kind: kind, start: x, title: who + what, time: event.time)
    }

    private mutating func close(_ lane: Int, at x: Int, _ time: Int64) {
        guard let bar = open[lane] else { return }
        open[lane] = nil
        let height = "\(bar.kind)" == "run" ? 14 : "\(bar.kind)" == "ready" ? 7 : 2
        let ink = lane == 0 ? "none" : "c\((lane - 1) % 8)"
        let times =
            bar.time == time
            ? "at \(phrases.clock(time))"
            : "from \(phrases.clock(bar.time)) to \(phrases.clock(time))"
        shapes.append(
            """
            <rect class="\(ink) \(bar.kind)" x="\(bar.start)" \
            y="\(layout.y(of: lane) - height / 2)" width="\(max(1, x - bar.start))" \
            height="\(height)"><title>\(escaped("\(bar.title), \(times)"))</title></rect>

            """
        )
    }

    /// The arrow to a task that was made ready from the lane of whoever did it.
    private mutating func addArrow(to index: Int, at x: Int) {
        guard let (cause, from) = doer(of: index) else { return }
        let to = Int(recording.events[index].task)
        guard from != to, from != 0 || layout.hasCallbacks else { return }
        // Who still has the thread did it now, and not when it got it.
        let isStillAtIt = open[from].map { "\($0.kind)" == "run" } ?? false
        let start = isStillAtIt ? x : layout.nearest(cause)
        let (y1, y2) = (layout.y(of: from), layout.y(of: to))
        let middle = (y1 + y2) / 2
        arrows.append(
            """
            <path class="cause" d="M\(start) \(y1)C\(start) \(middle) \(x) \(middle) \(x) \
            \(y1 < y2 ? y2 - 5 : y2 + 5)">\(title(index))</path>

            """
        )
    }

    /// The event on a lane that led to the one at `index`, and the lane.
    private func doer(of index: Int) -> (event: Int, lane: Int)? {
        var cause = recording.cause(of: index)
        // Between who did it and the effect lies at most the loop's own business.
        for _ in 0..<12 {
            guard let at = cause else { return nil }
            let event = recording.events[at]
            if event.task != 0 { return (at, Int(event.task)) }
            if event.kind == .handleRan, layout.x(of: at) != nil { return (at, 0) }
            cause = recording.cause(of: at)
        }
        return nil
    }

    private func title(_ index: Int) -> String {
        let event = recording.events[index]
        var text = phrases.sentence(event).text
        text += " (\(phrases.clock(event.time)), pass \(event.pass)"
        if let line = recording.line(of: event) { text += ", line \(line)" }
        return "<title>\(escaped(text + ")"))</title>"
    }

    /// `text` as XML's character data: harmless, on one line, escaped.
    private func escaped(_ text: String) -> String {
        var result = ""
        for scalar in Phrases.clean(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            // XML has no way to write these.
            case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// Where things stand in a drawing.
private struct SVGLayout {
    /// A change of the clock.
    struct Moment {
        var x: Int
        /// The time; nil where there is no room for it.
        var label: String?
    }

    private(set) var moments: [Moment] = []
    let hasCallbacks: Bool
    let width: Int
    let height: Int
    /// Where the last bars end.
    let end: Int
    let lanesEnd: Int
    /// Of each event the place of its column, or of the one before it.
    private var places: [Int] = []
    private var isShown: [Bool] = []

    private static let left = 136
    private static let step = 14
    private static let laneHeight = 32

    init(_ recording: Recording) {
        let phrases = Phrases(recording)
        hasCallbacks = recording.events.contains {
            $0.kind == .handleRan && Self.isProgramsOwn($0, recording)
        }
        var x = Self.left
        var time: Int64?
        var labelEnd = 0
        for event in recording.events {
            let shows = Self.shows(event, recording)
            if shows {
                if event.time != time {
                    if time != nil { x += 2 * Self.step }
                    let label = phrases.clock(event.time)
                    let hasRoom = x >= labelEnd
                    moments.append(Moment(x: x, label: hasRoom ? label : nil))
                    if hasRoom { labelEnd = x + label.count * 7 + 8 }
                    time = event.time
                }
                x += Self.step
            }
            isShown.append(shows)
            places.append(x)
        }
        let lanes = recording.tasks.count + (hasCallbacks ? 1 : 0)
        end = x + Self.step
        lanesEnd = 58 + lanes * Self.laneHeight
        width = max(640, end + 36)
        height = lanesEnd + 54
    }

    private static func shows(_ event: LoopEvent, _ recording: Recording) -> Bool {
        switch event.kind {
        case .taskCreated, .taskStepped, .taskSuspended, .taskWoken, .taskFinished, .output,
            .cancelRequested, .cancelDelivered, .callbackFailed, .loopBlocked, .deadlock,
            .escaped, .neverAwaited, .neverRetrieved, .interrupted, .intervened:
            true
        case .handleRan: isProgramsOwn(event, recording)
        default: false
        }
    }

    private static func isProgramsOwn(_ event: LoopEvent, _ recording: Recording) -> Bool {
        switch recording.handles[event.subject] {
        case .callback, .doneCallback, .timer: true
        default: false
        }
    }

    /// The middle of `lane`: a task's number, or 0 for the callbacks.
    ///
    /// Without callbacks, what belongs to no task stands above the first.
    func y(of lane: Int) -> Int {
        let row = lane - (hasCallbacks ? 0 : 1)
        return 58 + max(0, row) * Self.laneHeight + Self.laneHeight / 2
    }

    /// The column of the event at `index`; nil if it has none.
    func x(of index: Int) -> Int? { isShown[index] ? places[index] : nil }

    /// The column of the event at `index`, or the last one before it.
    func nearest(_ index: Int) -> Int { places[index] }
}
