import LoopEvents
import StyledText

/// A drawing in the making: a bar for each thing that lasts, a mark for each that does not.
struct SVGDrawing {
    let recording: Recording
    let phrases: Phrases
    let layout: SVGLayout
    /// The bar that is open in each lane, the callbacks' first.
    private var open: [Bar?]
    private(set) var shapes: [String] = []
    /// What stands on top of the bars.
    private(set) var marks: [String] = []
    private(set) var arrows: [String] = []

    private struct Bar {
        /// What the task or callback does meanwhile, by the bar's class.
        enum Kind: String { case run, ready, wait }

        var kind: Kind
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

    mutating func fold() {
        for index in recording.events.indices {
            let event = recording.events[index]
            switch event.kind {
            // A callback has the thread until another gets it, and no longer than its pass.
            case .passBegan, .handleRan, .taskStepped, .loopClosed:
                close(0, at: layout.end(at: index), event.time)
            default: break
            }
            guard let x = layout.x(of: index) else { continue }
            draw(event, index, at: x)
        }
        for lane in open.indices { close(lane, at: layout.end, recording.endTime) }
    }

    private mutating func draw(_ event: LoopEvent, _ index: Int, at x: Int) {
        let task = Int(event.task)
        switch event.kind {
        case .taskCreated, .taskWoken:
            begin(.ready, lane: task, at: x, event, "is ready")
            addArrow(to: index, at: x)
        case .taskStepped: begin(.run, lane: task, at: x, event, "runs")
        case .taskSuspended:
            let wait = phrases.waited(Board.Wait(event, at: index)).text
            begin(.wait, lane: task, at: x, event, "waits for \(wait)")
        case .taskFinished:
            close(task, at: x, event.time)
            let isGood = event.outcome == .result
            marks.append(
                """
                <text class="\(isGood ? "" : "bad")" x="\(x + 2)" \
                y="\(layout.y(of: task) + 4)">\(isGood ? "✓" : "✗")\(title(index))</text>

                """
            )
        case .handleRan: begin(.run, lane: 0, at: x, event, "a callback runs")
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
        _ kind: Bar.Kind,
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
        let height =
            switch bar.kind {
            case .run: 14
            case .ready: 7
            case .wait: 2
            }
        let ink = lane == 0 ? "none" : "c\((lane - 1) % 8)"
        let times =
            bar.time == time
            ? "at \(phrases.clock(time))"
            : "from \(phrases.clock(bar.time)) to \(phrases.clock(time))"
        shapes.append(
            """
            <rect class="\(ink) \(bar.kind.rawValue)" x="\(bar.start)" \
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
        let isStillAtIt = open[from]?.kind == .run
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
}
