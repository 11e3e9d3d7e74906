import LessonFormat
import StyledText

/// What a learner is told to do next.
extension Page {
    /// What Return does at `place`, and the commands one is likeliest to want there.
    func footer(at place: Place, of course: Course) -> [StyledLine] {
        var line = StyledLine("Return", .strong) + StyledLine(" " + next(at: place, of: course))
        if let question = place.waiting?.question {
            let numbers = (1...question.options.count).map { "\($0)" }.alternatives
            line =
                StyledLine("\(numbers)", .strong) + " answers and runs it; "
                + StyledLine("Return", .strong) + " runs it without an answer"
        }
        let others = commands(at: place).joined(separator: ", ")
        return [""] + rule + set(line + ".") + set("Also: \(others).", .dim)
    }

    private func next(at place: Place, of course: Course) -> String {
        if let demo = place.waiting { return "runs the demo \(demo.name)" }
        if place.hasMoreParts { return "reads on" }
        if !place.isLastStep { return "goes to step \(place.step + 2)" }
        let following = place.index + 1
        guard following < course.lessons.count else {
            return "lists the lessons: this was the last one"
        }
        return "goes to lesson \(course.lessons[following].number), "
            + course.lessons[following].title
    }

    private func commands(at place: Place) -> [String] {
        let blocks = place.current.blocks
        let hasHint = blocks.contains { if case .hint = $0 { true } else { false } }
        var names: [String] = []
        if place.waiting?.question != nil, hasHint { names.append("hint") }
        if place.hasRun {
            names += ["stage", "log", "why", "lanes", "code", "edit", "run (again)"]
            if place.current.demo?.code.contains("knob(") == true { names.append("knobs") }
        }
        if place.waiting != nil { names.append("skip") }
        return names + ["back", "list", "help", "quit"]
    }

    /// The first lines of a session.
    func welcome(back isBack: Bool) -> [StyledLine] {
        isBack
            ? set("Welcome back: you go on where you left off.")
            : set("This is loopwalk: async programming, step by step, with code that runs.")
    }

    /// The first lines of a session with the lesson in `file`.
    func welcome(to file: String) -> [StyledLine] {
        set(
            "\(sanitized(file)) is not built in: its demos are compiled when they are run, and your "
                + "progress is not kept."
        )
    }

    /// The question before something is forgotten.
    func confirm(_ reset: Session.Reset?) -> [StyledLine] {
        switch reset {
        case .lesson(let name): set("Forget how far you are in \(name)? y or n")
        case .copy(_, let demo):
            set("Take your copy of \(demo) out of use? It is kept as a backup. y or n")
        case .everything, nil: set("Forget how far you are in every lesson? y or n")
        }
    }

    /// What there is to say when it was not.
    func kept(_ reset: Session.Reset) -> [StyledLine] {
        if case .copy(_, let demo) = reset { return set("You keep your copy of \(demo).") }
        return set("Nothing was forgotten.")
    }

    /// How fast logs are played.
    func speed(_ speed: Speed) -> [StyledLine] {
        switch speed {
        case .instant: set("Logs appear at once.")
        case .normal: set("Logs play line by line; any key shows the rest.")
        case .fast: set("Logs play four times as fast.")
        }
    }
}
