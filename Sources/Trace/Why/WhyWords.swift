import LoopEvents
import StyledText

/// The words for a chain of causes.
struct WhyWords {
    let why: Why
    let phrases: Phrases

    init(_ why: Why) {
        self.why = why
        phrases = Phrases(why.recording)
    }

    var recording: Recording { why.recording }
    var events: [LoopEvent] { why.events }

    // MARK: Lines

    /// What is asked about, and when it was.
    func headline(_ question: WhyQuestion, _ chain: Why.Chain) -> StyledLine {
        let event = events[chain.event]
        var line: StyledLine
        switch question {
        case .line(let number):
            line = StyledLine("line \(number) ran", .strong)
            let times = why.times(ofLine: number, upTo: chain.event)
            if times > 1 { line.append(" (the last of \(times) times)") }
            line = line + inTurn(chain.turn) + when(event)
        case .output:
            line =
                StyledLine("'", .strong) + phrases.text(of: event) + StyledLine("'", .strong)
                + StyledLine(" was printed") + inTurn(chain.turn) + when(event)
        default:
            line = happening(chain.event) + when(event)
            if event.kind == .taskWoken { line.append(" and is to run in the next pass") }
        }
        line.append(chain.hops.isEmpty ? "." : ":")
        return line
    }

    /// One hop: how many passes, what was done, and the rule.
    func line(_ hop: Why.Hop, root chain: Why.Chain, width: Int, plain: Bool) -> [StyledLine] {
        var text = plain ? StyledLine(Self.distance(hop.passes)) : StyledLine()
        text = text + StyledLine("because ") + deed(hop) + when(events[hop.deed])
        if let rule = hop.rule {
            text.append(": \(rule.text) ")
            text.append("(\(rule.rule.rawValue))", .strong)
            if let passes = rule.passes, passes != hop.passes {
                text.append(", and here the loop left that pass early")
            }
        } else {
            text.append(": that is up to Swift, which runs child tasks of its own")
        }
        if let request = hop.delivered {
            let isFirst = recording.task(Int(events[hop.effect].task))?.firstStep == hop.effect
            text = text + StyledLine("; meanwhile ") + actor(request) + StyledLine(" cancelled it")
            let rule: LoopRule = isFirst ? .r20 : .r21
            text.append(", and \(rule.text) (\(rule.rawValue))")
        }
        let gutter = plain ? StyledLine("  ") : StyledLine("  +\(hop.passes)", .strong) + "  "
        let rest = plain ? 4 : max(6, gutter.displayWidth)
        return (text + ".").wrapped(
            to: width,
            first: gutter.padded(to: plain ? 2 : 6),
            rest: .spaces(rest)
        )
    }

    private static func distance(_ passes: Int) -> String {
        switch passes {
        case 0: "In the same pass: "
        case 1: "1 pass before: "
        default: "\(passes) passes before: "
        }
    }

    /// What the chain ends in, and where that comes from.
    func root(_ chain: Why.Chain) -> StyledLine {
        var line = StyledLine("The root: ", .strong)
        let event = events[chain.rootEvent]
        let first = events[chain.hops.last?.cause ?? chain.turn]
        switch chain.root {
        case .start where first.kind == .passBegan:
            line.append("the loop itself, in pass \(first.pass)")
        case .start: line.append("the loop started")
        case .timer(_, _, let armed):
            line.append("a timer for \(phrases.clock(event.value))")
            if let armed {
                line = line + StyledLine(", set by ") + phrases.actor(events[armed])
                line = line + when(events[armed])
            }
            if let moved = why.moves(of: event).last {
                line = line + StyledLine(", moved by you") + when(events[moved])
            }
        case .descriptor(let number, let watched):
            line.append("file descriptor \(number) was ready")
            if let watched {
                line = line + StyledLine("; ") + phrases.actor(events[watched])
                line = line + StyledLine(" began to watch it") + when(events[watched])
            }
        case .job(let number, let offloaded):
            line.append("a thread had done job \(number)")
            if let offloaded {
                line = line + StyledLine(", handed to it by ") + phrases.actor(events[offloaded])
                line = line + when(events[offloaded])
            }
        case .thread: line.append("another thread called the loop")
        case .key: line.append("Ctrl-C was pressed")
        case .learner: line.append("you did that, from outside the program")
        }
        return line + "."
    }

    // MARK: Phrases

    /// ` (1.000, pass 7, line 3)`
    func when(_ event: LoopEvent) -> StyledLine {
        var text = " (\(phrases.clock(event.time)), pass \(event.pass)"
        if let line = place(event) { text += ", line \(line)" }
        return StyledLine(text + ")", .dim)
    }

    /// `1.000 (pass 7, line 3)`
    func moment(_ event: LoopEvent) -> StyledLine {
        var text = "pass \(event.pass)"
        if let line = place(event) { text += ", line \(line)" }
        return StyledLine("\(phrases.clock(event.time)) ") + StyledLine("(\(text))", .dim)
    }

    /// The line a learner connects with `event`: its own, or where the task had been waiting.
    private func place(_ event: LoopEvent) -> Int? {
        if let line = recording.line(of: event) { return line }
        guard event.kind == .taskStepped, let task = recording.task(Int(event.task)) else {
            return nil
        }
        if task.firstStep == Int(event.sequence) { return recording.line(of: events[task.created]) }
        let waited = why.lastEvent(before: Int(event.sequence)) {
            $0.kind == .taskSuspended && $0.task == event.task
        }
        return waited.flatMap { recording.line(of: events[$0]) }
    }

    /// ` in A's turn`, ` in a callback`
    private func inTurn(_ turn: Int) -> StyledLine {
        switch events[turn].kind {
        case .taskStepped:
            StyledLine(" in ") + phrases.name(Int(events[turn].task)) + StyledLine("'s turn")
        case .handleRan: " in a callback"
        case .workReturned: " on a thread"
        default: ""
        }
    }

    /// `A started`, `A went on`, `A became ready`, or any other event in words.
    private func happening(_ index: Int) -> StyledLine {
        let event = events[index]
        guard event.kind == .taskStepped else {
            return event.kind == .handleRan ? "a callback ran" : phrases.sentence(event)
        }
        let isFirst = recording.task(Int(event.task))?.firstStep == index
        let next = index + 1
        if isFirst, next < events.count, events[next].kind == .cancelDelivered {
            return phrases.name(Int(event.task)) + StyledLine(" had its first turn, cancelled")
        }
        return phrases.name(Int(event.task)) + StyledLine(isFirst ? " started" : " went on")
    }

    func actor(_ index: Int) -> StyledLine {
        switch events[why.turn(of: index)].kind {
        case .taskStepped: phrases.name(Int(events[why.turn(of: index)].task))
        case .handleRan: "a callback"
        case .interrupted: "Ctrl-C"
        case .intervened: "you"
        default: "the loop"
        }
    }
}
