import LoopEvents
import StyledText

extension LaneChart {
    /// The lanes of `recording` in sentences, one a task, and where one is in it after `moment`
    /// events, if that is given: for screen readers and pipes.
    public static func sentences(of recording: Recording, at moment: Int? = nil) -> [StyledLine] {
        let figures = RunFigures(recording)
        let phrases = Phrases(recording)
        var lines: [StyledLine] = []
        for (index, life) in figures.lives.enumerated() {
            let turns = life.turns == 1 ? "ran once" : "ran \(life.turns) times"
            var line = phrases.name(index + 1)
            line.append(": made at \(phrases.clock(life.made)), \(turns)")
            line.append(", waited \(phrases.duration(life.waiting))")
            if life.ready > 0 { line.append(", was ready for \(phrases.duration(life.ready))") }
            if life.running > 0 {
                line.append(", kept the thread for \(phrases.duration(life.running))")
            }
            line.append(", " + ending(life, phrases) + ".")
            lines.append(line)
        }
        lines.append(StyledLine(RunWords(figures, phrases).whole + "."))
        if let moment {
            let time = moment > 0 ? recording.events.prefix(moment).last?.time ?? 0 : 0
            let place = "event \(moment) of \(recording.events.count)"
            lines.append(StyledLine("You are at \(place), at \(phrases.clock(time))."))
        }
        return lines
    }

    /// The run of `recording` in one sentence: how much happened, and how long it took.
    public static func summary(of recording: Recording) -> StyledLine {
        let words = RunWords(RunFigures(recording), Phrases(recording)).whole
        let clock = recording.clock == .real ? ", on the machine's clock" : ""
        return StyledLine("\(recording.events.count) events\(clock). \(words).")
    }

    private static func ending(_ life: RunFigures.Life, _ phrases: Phrases) -> String {
        guard let ended = life.ended else { return "did not end" }
        let how =
            switch life.outcome {
            case .error: "failed"
            case .cancelled: "ended cancelled"
            default: "ended"
            }
        return "\(how) at \(phrases.clock(ended))"
    }
}

/// The words for the numbers of a run.
struct RunWords {
    let figures: RunFigures
    let phrases: Phrases

    init(_ figures: RunFigures, _ phrases: Phrases) {
        self.figures = figures
        self.phrases = phrases
    }

    /// The run in one sentence without its end.
    var whole: String {
        var text =
            "In all \(phrases.duration(figures.time)) and \(figures.passes) passes; "
            + "\(figures.switches) turns of \(figures.tasks) "
            + (figures.tasks == 1 ? "task" : "tasks")
        if figures.mostWaiting > 0 {
            text += "; at most \(figures.mostWaiting) waiting at once"
        }
        return text
    }
}
