import LoopEvents
import StyledText

/// Why a question about a record cannot be answered, in a sentence for the one who asked.
public struct Unanswerable: Error, Equatable, CustomStringConvertible {
    /// The sentence, without its end.
    public let description: String

    init(_ description: String) { self.description = description }
}

/// What is asked of a record.
public enum WhyQuestion: Equatable, Sendable {
    /// Why whoever ran last did so.
    case last
    /// Why the task of this name became ready, or ran, when it last did.
    case task(String)
    /// Why this line of the code shown to the learner ran when it last did.
    case line(Int)
    /// Why what holds this text was printed when it last was.
    case output(String)

    /// The question in what was typed after `why`: nothing, `line 12`, `"text"`, or a name.
    ///
    /// Returns nil for a line that is no number.
    public init?(_ words: [String]) {
        let text = words.joined(separator: " ")
        if words.isEmpty {
            self = .last
        } else if words[0] == "line", words.count > 1 {
            guard words.count == 2, let number = Int(words[1]) else { return nil }
            self = .line(number)
        } else if text.count > 1, let quote = text.first, "\"'“".contains(quote) {
            self = .output(String(text.dropFirst().prefix { !"\"'”".contains($0) }))
        } else {
            self = .task(text)
        }
    }
}

extension Why {
    /// The event that `question` is about, as things stood after the first `count` events.
    func event(_ question: WhyQuestion, after count: Int) throws(Unanswerable) -> Int {
        let count = min(max(0, count), events.count)
        switch question {
        case .last:
            let found = lastEvent(before: count) {
                $0.kind == .taskStepped || $0.kind == .handleRan
            }
            guard let found else { throw Unanswerable("nothing has run yet") }
            return turn(of: found)
        case .task(let name): return try event(ofTask: name, after: count)
        case .line(let line): return try event(ofLine: line, after: count)
        case .output(let text): return try event(printing: text, after: count)
        }
    }

    /// The task called `name`: of several the one that was made last, before event `count` if any.
    func task(named name: String, after count: Int) throws(Unanswerable) -> Int {
        let wanted = name.lowercased()
        let all = recording.tasks.filter { $0.name == name }
        let found = all.isEmpty ? recording.tasks.filter { $0.name.lowercased() == wanted } : all
        if let task = found.last(where: { $0.created < count }) ?? found.last { return task.id }
        var names: [String] = []
        for task in recording.tasks where !names.contains(task.name) { names.append(task.name) }
        let shown = names.prefix(8).map(Phrases.clean).joined(separator: ", ")
        let rest = names.count > 8 ? " and \(names.count - 8) more" : ""
        throw Unanswerable(
            names.isEmpty
                ? "this run has no tasks"
                : "no task is called '\(Phrases.clean(name))'; this run has \(shown)\(rest)"
        )
    }

    private func event(ofTask name: String, after count: Int) throws(Unanswerable) -> Int {
        let id = try task(named: name, after: count)
        let found = lastEvent(before: count) {
            $0.task == UInt32(id)
                && ($0.kind == .taskStepped || $0.kind == .taskWoken || $0.kind == .taskCreated)
        }
        guard let found else {
            throw Unanswerable("\(Phrases.clean(name)) does not exist yet at this moment")
        }
        return found
    }

    /// Kinds whose line is where the program was, and not where something was asked for earlier.
    private static let placed: Set<EventKind> = [
        .output, .taskSuspended, .taskCreated, .coroutineCreated, .futureCreated, .futureCompleted,
        .timerArmed, .handleScheduled, .workOffloaded, .fdWatched, .knobRead, .coroutineStarted,
    ]

    private func event(ofLine line: Int, after count: Int) throws(Unanswerable) -> Int {
        let found = lastEvent(before: count) {
            Self.placed.contains($0.kind) && recording.line(of: $0) == line && isDirect($0)
        }
        if let found { return first(ofLine: line, endingAt: found) }
        let later = recording.events.contains {
            Self.placed.contains($0.kind) && recording.line(of: $0) == line
        }
        throw Unanswerable(
            later
                ? "line \(line) has not run yet at this moment"
                : "line \(line) left nothing in the record; lines do that print, wait, or make a"
                    + " task, a future or a timer"
        )
    }

    /// Of what one run of the line did the first.
    private func first(ofLine line: Int, endingAt index: Int) -> Int {
        let place = turn(of: index)
        var first = index
        var at = index - 1
        while at > place {
            if recording.line(of: events[at]) == line, Self.placed.contains(events[at].kind) {
                first = at
            }
            at -= 1
        }
        return first
    }

    /// Whether the program did it there and then, and no completion or thread in its stead.
    private func isDirect(_ event: LoopEvent) -> Bool {
        guard event.kind == .handleScheduled, event.cause < events.count else { return true }
        return ![.taskFinished, .futureCompleted, .workReturned, .fdReady].contains(
            events[Int(event.cause)].kind
        )
    }

    private func event(printing text: String, after count: Int) throws(Unanswerable) -> Int {
        let lines = recording.output.filter { $0.event < count }
        let found = lines.last { $0.text == text } ?? lines.last { $0.text.contains(text) }
        if let found { return found.event }
        let later = recording.output.contains { $0.text.contains(text) }
        throw Unanswerable(
            later
                ? "'\(Phrases.clean(text))' has not been printed yet at this moment"
                : "nothing that was printed holds '\(Phrases.clean(text))'"
        )
    }

    /// How often `line` ran up to the event at `index`, and so which time that was.
    func times(ofLine line: Int, upTo index: Int) -> Int {
        var turns: Set<Int> = []
        for at in 0...index
        where Self.placed.contains(events[at].kind) && recording.line(of: events[at]) == line
            && isDirect(events[at])
        {
            turns.insert(turn(of: at))
        }
        return turns.count
    }
}
