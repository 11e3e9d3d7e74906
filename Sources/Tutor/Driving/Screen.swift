import Glibc
import StyledText
import Terminal

/// What a learner looks at: a terminal, or whatever standard output is.
///
/// On a terminal long text pauses at page ends and logs play row by row; in a pipe everything comes
/// at once.
public final class Screen {
    /// How things are shown here.
    private(set) var settings: TerminalSettings
    /// Whether text longer than the window pauses; only ever on a terminal.
    var pauses = true
    private let output = StandardOutput()
    private var hasToldOfKeys = false
    /// Whether Ctrl-C was pressed while something was shown.
    private(set) var wasInterrupted = false

    /// A screen with these settings.
    public init(_ settings: TerminalSettings) {
        self.settings = settings
    }

    /// What text is to be set on, now.
    public var page: Page { Page(width: settings.width, plain: settings.plain) }

    /// Whether somebody sits in front of it.
    var isInteractive: Bool { settings.isInteractive }

    /// Whether standard input is a terminal, whatever standard output is.
    var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// Takes over the window's size.
    func follow() { settings.follow(WindowSize(of: STDOUT_FILENO)) }

    /// Shows `lines`, and `footer` below them even if the reader has had enough before.
    ///
    /// Returns false if that is so.
    @discardableResult
    func show(_ lines: some Sequence<StyledLine>, footer: [StyledLine] = []) -> Bool {
        guard isInteractive, pauses else {
            for line in lines { write(line.rendered(settings.rendering) + "\n") }
            for line in footer { write(line.rendered(settings.rendering) + "\n") }
            return true
        }
        output.flush()
        let pager = Pager(settings: settings)
        let ending = pager.show([AnySequence(lines), AnySequence(footer)].lazy.joined())
        guard ending != .shown else { return true }
        wasInterrupted = wasInterrupted || ending == .interrupted
        pager.show(footer)
        return false
    }

    /// Shows `text` as it stands, control characters and all: for machine-readable output.
    func write(_ text: String) { output.write(text) }

    /// Says `message` on standard error, after all that was shown before it.
    func complain(_ message: String) {
        output.flush()
        guard isInteractive else { return StandardError.say(message) }
        for line in StyledLine(sanitized(message)).wrapped(to: settings.width) {
            StandardError.say(line.text, asProgram: false)
        }
    }

    /// Sees to it that everything shown so far can be seen.
    func flush() { output.flush() }

    // MARK: Time

    /// Shows a log row by row, as long apart as can be read; any key shows the rest at once, and
    /// Ctrl-C leaves it.
    ///
    /// A wait in the log takes its time here too, up to a second.
    /// Returns false if the reader has had enough of it.
    func play(_ playback: Playback, at speed: Speed) -> Bool {
        guard isInteractive, let factor = speed.factor, let keys = KeyInput() else {
            return show(playback.lines)
        }
        defer { keys.close() }
        let paper = Output.standard
        if !hasToldOfKeys {
            hasToldOfKeys = true
            let told = StyledLine("Any key shows the rest of a log at once.", .dim)
            paper.write(told.wrapped(to: settings.width) + [""], settings.rendering)
        }
        var time: Int64?
        var rows = playback.makeIterator()
        while let row = rows.next() {
            let passed = row.time.subtractingReportingOverflow(time ?? row.time)
            let milliseconds = min(
                1000,
                max(250, passed.overflow ? 1000 : passed.partialValue / 1_000_000)
            )
            time = row.time
            switch keyPressed(keys, within: Double(milliseconds) / factor) {
            case .timedOut, .resized, .continued: break
            case .key(.control("c")):
                wasInterrupted = true
                return false
            case .key, .end:
                keys.close()
                return show(
                    [AnySequence(row.lines), AnySequence(rows.lazy.flatMap(\.lines))].lazy.joined()
                )
            }
            paper.write(row.lines, settings.rendering)
        }
        return true
    }

    private func keyPressed(_ keys: KeyInput, within milliseconds: Double) -> KeyInput.Event {
        while true {
            switch keys.next(timeout: Int(milliseconds)) {
            case .resized, .continued: continue
            case let event: return event
            }
        }
    }

    /// Waits between two steps of a replay. Returns false if the viewer wants to leave.
    func rest(_ rest: LessonReplay.Rest) -> Bool {
        output.flush()
        switch rest {
        case .none: return true
        case .untilKey: return waitForKey(timeout: nil)
        case .seconds(let seconds): return waitForKey(timeout: seconds)
        }
    }

    private func waitForKey(timeout seconds: Double?) -> Bool {
        let milliseconds = seconds.map { Int($0 * 1000) }
        guard isInteractive, let keys = KeyInput() else {
            // Nobody can press a key here; a pace is kept all the same.
            if let milliseconds { usleep(UInt32(milliseconds) * 1000) }
            return true
        }
        defer { keys.close() }
        if milliseconds == nil { write("-- any key: the next step, q: leave --") }
        output.flush()
        // In plain style nothing is erased.
        defer { if milliseconds == nil { write(settings.canMoveCursor ? "\r\u{1B}[K" : "\n") } }
        while true {
            switch keys.next(timeout: milliseconds) {
            case .timedOut: return true
            case .key(.control("c")):
                wasInterrupted = true
                return false
            case .key(.control("d")), .key(.character("q")), .key(.escape), .end: return false
            case .key: return true
            case .resized, .continued: continue
            }
        }
    }
}
