import LessonFormat
import StyledText
import Trace

/// Lists: of lessons, of places that say a word, of commands.
extension Page {
    /// The lessons with their numbers, and how far the learner is in each.
    func list(_ course: Course, _ progress: Progress?) -> [StyledLine] {
        let nameWidth = course.names.map(\.count).max() ?? 0
        var lines: [StyledLine] = []
        for lesson in course.lessons {
            let here = progress?.lesson == lesson.name
            var line = StyledLine(plain ? "" : here ? "→ " : "  ", .strong)
            line.append("\(lesson.number)  ")
            line.append(lesson.name.padded(to: nameWidth), .strong)
            line.append("  \(lesson.title)")
            if let way = progress?.lessons[lesson.name] {
                line.append(
                    way.done ? "  done" : "  at step \(way.step)",
                    way.done ? .good : .plain
                )
            }
            if plain, here { line.append(", you are here") }
            lines += line.wrapped(to: width, indent: 0, hanging: plain ? 2 : 5)
        }
        return lines
    }

    /// Where the lessons say `phrase`: lesson, step, and the line that says it.
    func finds(_ phrase: String, in course: Course) -> [StyledLine] {
        let finds = course.places(saying: phrase)
        guard let first = finds.first else {
            return set("No lesson says '\(phrase.quotable)'.")
        }
        var lines: [StyledLine] = []
        for find in finds {
            lines += set(
                StyledLine("\(find.lesson) \(find.step)", .strong)
                    + StyledLine("  \(find.title)"),
                hanging: 2
            )
            lines += find.excerpt.wrapped(to: textWidth, indent: 4, hanging: 4)
        }
        let example = "open \(first.lesson) \(first.step)"
        return lines + [""] + set("\(example) goes to the first of them.", .dim)
    }

    /// All commands of the prompt, after what Return does there.
    func help(
        _ entries: [CommandTable.Entry] = CommandTable.entries,
        onReturn: String =
            " on an empty line goes on: it runs the demo that waits, or shows what comes next."
    ) -> [StyledLine] {
        let usageWidth = entries.map(\.usage.count).max() ?? 0
        var lines = set(
            StyledLine("Return", .strong)
                + StyledLine(onReturn)
        )
        lines.append("")
        for entry in entries {
            if plain || width < 50 {
                let letter = entry.letter.map { ", or \($0): " } ?? ": "
                let line = StyledLine(entry.usage, .strong) + StyledLine(letter + entry.summary)
                lines += line.wrapped(to: width, hanging: 4)
            } else {
                var first = StyledLine("  \(entry.letter ?? " ")  ", .dim)
                first.append(entry.usage.padded(to: usageWidth) + "  ", .strong)
                lines += StyledLine(entry.summary).wrapped(
                    to: width,
                    first: first,
                    rest: .spaces(usageWidth + 7)
                )
            }
        }
        lines.append("")
        return lines
            + set(
                "The beginning of a name will do if no other command begins so. help COMMAND says more."
            )
    }

    /// One command.
    func help(for entry: CommandTable.Entry) -> [StyledLine] {
        var line = StyledLine(entry.usage, .strong) + StyledLine(": \(entry.summary).")
        if let letter = entry.letter { line.append(" Short: \(letter).") }
        let isAboutMarks = entry.name == "log" && !plain
        return set(line) + set(entry.details)
            + (isAboutMarks
                ? ["", "The marks in the tasks' columns:"] + Log.legend(width: width) : [])
    }
}
