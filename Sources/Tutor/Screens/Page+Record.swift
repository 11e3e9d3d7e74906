import StyledText
import Trace

/// Runs of a file.
extension Page {
    /// What a run is: its title, its size, what went wrong in it.
    func summary(of recording: Recording) -> [StyledLine] {
        var lines = title(of: recording)
        lines += set(LaneChart.summary(of: recording))
        let found = recording.diagnoses.map(\.rawValue)
        if let first = found.first {
            lines += set(
                StyledLine("It shows: \(found.joined(separator: ", "))", .warning)
                    + StyledLine(" (explain \(first) says more)", .dim)
            )
        }
        return lines
    }

    /// A run's title as a line of its own; none if it has none.
    func title(of recording: Recording) -> [StyledLine] {
        guard !recording.title.isEmpty else { return [] }
        // A title is one line, whatever the file says.
        let title = sanitized(recording.title).map { $0.isNewline ? " " : $0 }
        return set(StyledLine(String(title), .heading))
    }

    /// The runs of a file, with their numbers; one is at that in place `here`.
    func list(of recordings: [Recording], at here: Int) -> [StyledLine] {
        let width = String(recordings.count).count
        return recordings.enumerated().flatMap { index, recording in
            let number = String(index + 1)
            var line = StyledLine(plain ? "" : index == here ? "→ " : "  ", .strong)
            line.append(String(repeating: " ", count: width - number.count) + number + "  ")
            line.append(recording.title.isEmpty ? "run" : recording.title.quotable, .strong)
            line.append("  \(recording.events.count) events")
            if plain, index == here { line.append(", you are here") }
            return line.wrapped(to: self.width, hanging: 5)
        }
    }

    /// What can be done with a file's runs.
    func recordFooter(runs: Int) -> [StyledLine] {
        var names = ["stage", "log", "board", "why", "lanes", "find", "export"]
        if runs > 1 { names.insert("list (its \(runs) runs)", at: 0) }
        return [""] + rule + set(StyledLine("Return", .strong) + " goes a step on.")
            + set("Also: \((names + ["help", "quit"]).joined(separator: ", ")).", .dim)
    }
}
