import StyledText
import Trace

extension Page {
    /// All that the stage shows, in sentences.
    func sentences(_ stage: Stage) -> [StyledLine] {
        stage.plain.flatMap { line in
            let isItem = line.text.hasPrefix("  ")
            return line.wrapped(to: textWidth, indent: 0, hanging: isItem ? 4 : 2)
        }
    }

    /// In which steps the lessons say `phrase`, in one paragraph; nothing if in none.
    func briefly(_ phrase: String, in course: Course) -> [StyledLine] {
        let finds = course.places(saying: phrase)
        guard !finds.isEmpty else { return [] }
        var names: [String] = []
        for find in finds {
            let name = "\(find.lesson) \(find.step)"
            if names.last != name { names.append(name) }
        }
        return set("In the lessons: \(names.joined(separator: ", ")).", .dim)
    }

    /// What to use where there is no full screen.
    func stageless() -> [StyledLine] {
        set(
            "The stage needs a terminal whose cursor can be moved. The same by commands: step, "
                + "step -1, at N, find WORD, and board shows the moment again."
        )
    }
}
