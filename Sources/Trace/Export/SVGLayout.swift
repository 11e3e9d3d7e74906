import LoopEvents
import StyledText

/// Where things stand in a drawing.
struct SVGLayout {
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

    /// Where a bar ends that the event at `index` ends: at its column, or after the last one.
    func end(at index: Int) -> Int { places[index] + (isShown[index] ? 0 : Self.step) }

    /// The column of the event at `index`, or the last one before it.
    func nearest(_ index: Int) -> Int { places[index] }
}
