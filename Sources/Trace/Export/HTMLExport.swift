import LoopEvents
import StyledText

/// Writes runs as one page that steps through them, forward and back, in any browser.
///
/// The page is whole in itself: it loads nothing, and a browser is told to let it load nothing. It
/// carries the events and folds them into a board as `Board` does; every sentence on it was made
/// here. Texts reach the page as data and are shown as text, whatever is in them.
public struct HTMLExport: Sendable {
    /// More events than this would make a page too heavy to open.
    public static let mostEvents = 100_000

    private let recordings: [Recording]

    /// A page on `recordings`, each of at most `mostEvents` events.
    public init(_ recordings: [Recording]) {
        self.recordings = recordings
    }

    /// Hands the page to `sink`, in pieces.
    public func write<Failure: Error>(
        to sink: (String) throws(Failure) -> Void
    ) throws(Failure) {
        let titles = recordings.map { Phrases.clean($0.title) }
        let title = titles.count == 1 ? titles[0] : "\(titles.count) runs"
        try sink(StepperPage.opening(title: title))
        for (number, recording) in recordings.enumerated() {
            try sink(number > 0 ? ",\n" : "")
            try StepperData(recording).write(to: sink)
        }
        try sink(StepperPage.closing)
    }
}

/// One run as the page's script reads it.
private struct StepperData {
    private let recording: Recording
    private let phrases: Phrases

    init(_ recording: Recording) {
        self.recording = recording
        phrases = Phrases(recording)
    }

    func write<Failure: Error>(to sink: (String) throws(Failure) -> Void) throws(Failure) {
        var piece = "{\"title\":\(quoted(Phrases.clean(recording.title)))"
        piece += ",\"places\":\(phrases.places)"
        piece += ",\"code\":\(list(codeLines) { quoted($0) })"
        piece += ",\"tasks\":\(list(recording.tasks) { quoted(Phrases.clean($0.name)) })"
        piece += ",\"events\":[\n"
        for index in recording.events.indices {
            piece += event(index) + (index + 1 < recording.events.count ? ",\n" : "")
            guard piece.utf8.count >= 1 << 16 else { continue }
            try sink(piece)
            piece = ""
        }
        piece += "],\"rows\":[\n"
        let rows = Log(recording).rows
        for (number, row) in rows.enumerated() {
            piece += self.row(row) + (number + 1 < rows.count ? ",\n" : "")
            guard piece.utf8.count >= 1 << 16 else { continue }
            try sink(piece)
            piece = ""
        }
        try sink(piece + "]}")
    }

    private var codeLines: [String] {
        let code = sanitized(recording.code ?? "").expandingTabs(every: 4)
        var lines = code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while lines.last == "" { lines.removeLast() }
        return lines
    }

    // MARK: Items

    /// The fields that the board rests on, what is special to the kind, and the sentence.
    private func event(_ index: Int) -> String {
        let event = recording.events[index]
        let numbers = [event.task, event.subject, event.other].map { "\($0)" }
        let line = recording.line(of: event) ?? 0
        let cause = recording.cause(of: index) ?? -1
        return "[\"\(event.kind)\",\(event.pass),\"\(LoopTime.short(event.time))\","
            + numbers.joined(separator: ",")
            + ",\"\(event.role)\",\"\(event.outcome)\",\(line),\(cause),"
            + "\(special(event, index)),\(styled(phrases.sentence(event)))]"
    }

    private func special(_ event: LoopEvent, _ index: Int) -> String {
        switch event.kind {
        case .intervened where event.movesTimer:
            let wait = recording.board(after: index).wait(of: Int(event.other))
            let words = (wait?.until(event.value)).map { styled(phrases.waited($0)) } ?? "\"\""
            return "[\"\(LoopTime.short(event.value))\",\(words)]"
        case .timerArmed: return "\"\(LoopTime.short(event.value))\""
        case .taskSuspended:
            let wait = Board.Wait(event, at: index)
            let deadline = wait.deadline.map { "\"\(LoopTime.short($0))\"" } ?? "null"
            return "[\(deadline),\(styled(phrases.waited(wait)))]"
        // Numbers of 64 bits are more than a page's script can count with; it need not.
        case .workStarted, .fdWatched: return "\"\(event.value)\""
        case .fdUnwatched: return "[\"\(event.value)\",\(event.detail == 0)]"
        case .output:
            return "[\(quoted(sanitized(recording.text(of: event)))),\(event.detail == 1)]"
        default: return "0"
        }
    }

    /// Where a row ends, what it is about, and its words.
    private func row(_ row: LogRow) -> String {
        var sentence = row.sentence
        var more = row.more
        if row.tone == .output {
            sentence = row.actor + " prints: " + Log.withoutMark(sentence)
            more = more.map(Log.withoutMark)
        }
        let isGrave = row.tone == .warning || row.tone == .bad
        return "[\(row.range.upperBound),\(row.event),\(row.line ?? 0),\(styled(sentence)),"
            + "\(list(more) { styled($0) }),\(quoted(row.advice ?? "")),\(isGrave)]"
    }

    // MARK: Values

    /// A line as a list of texts, each alone or with its task's number.
    private func styled(_ line: StyledLine) -> String {
        if line.spans.count == 1, line.spans[0].ink == .plain { return quoted(line.spans[0].text) }
        return list(line.spans) { span in
            switch span.ink {
            case .task(let number): "[\(quoted(span.text)),\(number)]"
            case .code, .output: "[\(quoted(span.text)),0]"
            default: quoted(span.text)
            }
        }
    }

    private func list<Item>(_ items: [Item], _ text: (Item) -> String) -> String {
        "[\(items.map(text).joined(separator: ","))]"
    }

    /// As JSON, with nothing in it that could end the script it stands in.
    private func quoted(_ text: String) -> String {
        var result = ""
        JSONObject.quote(text, into: &result)
        return result.replacingLessThan
    }
}

extension String {
    fileprivate var replacingLessThan: String {
        guard utf8.contains(0x3C) else { return self }
        return split(separator: "<", omittingEmptySubsequences: false).joined(separator: "\\u003c")
    }
}
