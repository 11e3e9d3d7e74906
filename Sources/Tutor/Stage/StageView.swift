import StyledText
import Terminal
import Trace

/// The stage as somebody looks at it: a moment of a run, and what keys do to it.
///
/// A value: keys in, lines out. It reads no terminal and knows no time but the ticks it is given.
public struct StageView: Sendable {
    /// The moment.
    public private(set) var stage: Stage
    /// Whether steps follow each other by themselves.
    private(set) var isPlaying = false
    /// How far each part was scrolled by hand.
    private(set) var scroll: [Part: Int] = [:]
    /// What the arrow keys scroll.
    private(set) var part = Part.board
    /// What is being typed; nil if nothing is.
    private(set) var input: Input?
    /// What there is to say of the last key; nil for nothing.
    private(set) var message: String?
    /// Whether the keys are listed in place of the moment.
    private(set) var showsKeys = false
    /// What is told in place of the moment, from which line on; nil for nothing.
    private(set) var sheet: (lines: [StyledLine], first: Int)?
    /// What was asked for that the stage cannot do by itself.
    private var asked: Command?
    private var pace = 2
    private var number = ""
    private var isAfterG = false
    private var sought = ""

    /// A part of the screen.
    enum Part: String, CaseIterable {
        case board, code, output
    }

    /// A line that is typed at the bottom.
    struct Input: Equatable {
        /// What it is for.
        enum Purpose: String {
            case search
            case stop
            case follow
            case change
        }

        var purpose: Purpose
        var text = ""
    }

    /// Steps a second.
    private static let paces = [0.5, 1, 2, 4, 8, 16, 50]

    /// A view of `stage`.
    public init(_ stage: Stage) {
        self.init(stage, StageNotice())
    }

    /// A view of `stage` that first says what `notice` does.
    init(_ stage: Stage, _ notice: StageNotice) {
        self.stage = stage
        message = notice.message
        if !notice.lines.isEmpty { sheet = (notice.lines, 0) }
    }

    /// How it is left.
    var exit: StageExit { StageExit(stage: stage, asked: asked) }

    /// Steps a second while it plays.
    var speed: Double { Self.paces[pace] }

    /// How long to wait for a key before a tick, in milliseconds; nil if it does not play.
    public var interval: Int? { isPlaying ? Int(1000 / speed) : nil }

    // MARK: Keys

    /// Does what `key` asks for. Returns false if that is to leave.
    public mutating func press(_ key: Key) -> Bool {
        message = nil
        if input != nil { return type(key) }
        if key == .control("c") || key == .control("d") { return false }
        if showsKeys {
            showsKeys = false
            return true
        }
        if sheet != nil { return turn(key) }
        let wasAfterG = isAfterG
        isAfterG = false
        if case .character(let character) = key {
            if character.isASCII, character.isNumber {
                number = String((number + String(character)).prefix(9))
                return true
            }
            if character == "q" { return false }
            if character == "g", !wasAfterG {
                isAfterG = true
                return true
            }
        }
        let count = Int(number)
        number = ""
        if move(key, count) { return true }
        isPlaying = isPlaying && Self.keepsPlaying(key)
        other(key)
        return true
    }

    /// Reads on in the sheet, or takes it away.
    private mutating func turn(_ key: Key) -> Bool {
        guard let (lines, first) = sheet else { return true }
        let way =
            switch key {
            case .down, .character("j"): 1
            case .up, .character("k"): -1
            case .pageDown, .character(" "): 10
            case .pageUp: -10
            default: 0
            }
        sheet = way == 0 ? nil : (lines, max(0, min(first + way, lines.count - 1)))
        return true
    }

    private static func keepsPlaying(_ key: Key) -> Bool {
        switch key {
        case .character("+"), .character("="), .character("-"), .character("a"), .tab, .up, .down,
            .pageUp, .pageDown:
            true
        default: false
        }
    }

    /// Goes to another moment, if `key` asks for one.
    private mutating func move(_ key: Key, _ count: Int?) -> Bool {
        let times = min(max(1, count ?? 1), stage.count)
        switch key {
        case .character(" ") where isPlaying: isPlaying = false
        case .character("n"), .character(" "), .right, .enter: forward(times)
        case .character("p"), .left: back(times)
        case .character("."): go(to: stage.index + times)
        case .character(","): go(to: stage.index - times)
        case .character("g"), .home: go(to: 0)
        case .character("G"), .end: go(to: count ?? stage.count)
        case .character("c"): goOn(forward: true)
        case .character("C"): goOn(forward: false)
        default: return false
        }
        isPlaying = false
        return true
    }

    private mutating func forward(_ times: Int) {
        scroll = [:]
        for _ in 0..<times where !stage.forward() {
            message = ending("after")
            return
        }
    }

    private mutating func back(_ times: Int) {
        scroll = [:]
        for _ in 0..<times where !stage.back() {
            message = ending("before")
            return
        }
    }

    private func ending(_ side: String) -> String {
        if let followed = stage.followed {
            return "\(name(followed)) has no step \(side) this one; f stops following it"
        }
        return side == "after" ? "this is the end of the run" : "this is the beginning of the run"
    }

    private mutating func go(to index: Int) {
        scroll = [:]
        stage.go(to: index)
    }

    private mutating func goOn(forward: Bool) {
        scroll = [:]
        if stage.stops.isEmpty {
            message = "there is nothing to stop at; b sets a stop"
        } else if !stage.goOn(forward: forward) {
            message = "nothing to stop at \(forward ? "after" : "before") this moment"
        }
    }

    private mutating func other(_ key: Key) {
        switch key {
        case .character("a"):
            isPlaying.toggle()
            if stage.index == stage.count { go(to: 0) }
        case .character("+"), .character("="): pace = min(pace + 1, Self.paces.count - 1)
        case .character("-"): pace = max(pace - 1, 0)
        case .character("/"): input = Input(purpose: .search)
        case .character("b"): input = Input(purpose: .stop)
        case .character(":"): input = Input(purpose: .change)
        case .character("F"): input = Input(purpose: .follow)
        case .character("f"): followThis()
        case .character("?"), .function(1): showsKeys = true
        case .tab: turnTo(1)
        case .backTab: turnTo(Part.allCases.count - 1)
        case .down, .character("j"): scroll(1)
        case .up, .character("k"): scroll(-1)
        case .pageDown: scroll(10)
        case .pageUp: scroll(-10)
        case .escape, .control("l"): break
        default: message = "this key does nothing here; ? lists the keys"
        }
    }

    private mutating func turnTo(_ next: Int) {
        let parts = Part.allCases
        part = parts[((parts.firstIndex(of: part) ?? 0) + next) % parts.count]
        message = "the arrow keys scroll the \(part.rawValue) now"
    }

    private mutating func scroll(_ lines: Int) {
        // The output is seen from its end, so up is away from it.
        let change = part == .output ? -lines : lines
        let least = part == .code ? -stage.code.count : 0
        scroll[part] = min(max(least, scroll[part, default: 0] + change), 100_000)
    }

    // MARK: Following and stopping

    func name(_ task: Int) -> String { Stop.task(task).name(in: stage.recording) }

    private mutating func followThis() {
        if stage.followed != nil {
            stage.followed = nil
            message = "every step is shown again"
        } else if stage.scene.task == 0 {
            message = "this step is no task's; F asks for a task's name"
        } else {
            follow(stage.scene.task)
        }
    }

    private mutating func follow(_ task: Int) {
        stage.followed = task
        message = "n and p go to the steps of \(name(task)) only; f shows all again"
    }

    /// Sets the stop that `text` names, or takes it away.
    private mutating func stop(at text: String) {
        if text.isEmpty {
            message = stage.stops.isEmpty ? "there is no stop" : "all stops are gone"
            stage.stops = []
            return
        }
        guard let stop = Stop(text, in: stage.recording) else {
            message = "'\(text.quotable)' is no task, line or kind of event; ? lists the kinds"
            return
        }
        let name = stop.name(in: stage.recording)
        if let index = stage.stops.firstIndex(of: stop) {
            stage.stops.remove(at: index)
            message = "no stop at \(name) any more"
        } else {
            stage.stops.append(stop)
            message =
                stage.recording.events.contains { stop.holds($0, in: stage.recording) }
                ? "c goes on to the next \(name), C back to the one before"
                : "nothing in this run happens at \(name)"
        }
    }

    // MARK: Typing

    private mutating func type(_ key: Key) -> Bool {
        guard var typed = input else { return true }
        switch key {
        case .character(let character): typed.text.append(character)
        case .backspace where !typed.text.isEmpty: typed.text.removeLast()
        case .enter:
            input = nil
            accept(typed)
            return asked == nil
        case .escape, .backspace, .control("c"):
            input = nil
            return true
        case .control("d") where typed.text.isEmpty: return false
        case .control("u"): typed.text = ""
        default: break
        }
        input = typed
        return true
    }

    private mutating func accept(_ typed: Input) {
        switch typed.purpose {
        case .search:
            if !typed.text.isEmpty { sought = typed.text }
            scroll = [:]
            if sought.isEmpty {
                message = "nothing was looked for"
            } else if stage.find(sought) {
                message = "/ and Return go to the next step that says '\(sought.quotable)'"
            } else {
                message = "no step says '\(sought.quotable)'"
            }
        case .stop: stop(at: typed.text)
        case .change: change(typed.text)
        case .follow:
            guard !typed.text.isEmpty else {
                stage.followed = nil
                return
            }
            guard let task = stage.recording.task(named: typed.text) else {
                message = "there is no task '\(typed.text.quotable)'"
                return
            }
            follow(task)
        }
    }

    /// Asks for a change that was typed as at the prompt.
    private mutating func change(_ text: String) {
        let words = "cancel, resolve, fail, delay, knobs, set, unset or undo"
        do throws(Misread) {
            switch text.isEmpty ? nil : try Command.read(text) {
            case .whatIf(let change): asked = .whatIf(change)
            case .set(let knob, let value): asked = .set(knob, value)
            case .unset(let knob): asked = .unset(knob)
            case .knobs: asked = .knobs
            case .undo: asked = .undo
            default: message = "what can be asked for here is \(words)"
            }
        } catch {
            message = error.message
        }
    }

    // MARK: Playing

    /// A step, as it plays; it pauses at a stop and at the end.
    public mutating func tick() {
        guard isPlaying else { return }
        message = nil
        forward(1)
        if message != nil { isPlaying = false }
        if stage.isAtStop {
            isPlaying = false
            message = "stopped here; a plays on"
        }
    }
}
