import LessonFormat
import StyledText

/// Going on, back, and to other lessons.
extension Session {
    /// Shows the place one is at, from its beginning, and keeps it.
    mutating func show() -> [Action] {
        progress.arrive(at: place.step + 1, of: place.lesson.name)
        return [.show([""] + page.head(of: place))] + showPart()
    }

    private mutating func showPart() -> [Action] {
        [.show(page.part(of: place, in: course, copies: copies[copyName]))] + settle()
    }

    /// Says what Return does now, and keeps the progress.
    mutating func settle() -> [Action] {
        if place.isEnd { progress.finish(place.lesson.name) }
        return [.keep(progress), .close(page.footer(at: place, of: course))]
    }

    /// Return: the demo that waits, or the next part, or the next step.
    mutating func goOn(guess: Int?) -> [Action] {
        if let demo = place.waiting {
            return runs(order(demo, guess: guess))
        }
        guard place.hasMoreParts else { return nextStep() }
        place.advance()
        return showPart()
    }

    func order(_ demo: Demo, guess: Int? = nil) -> DemoOrder {
        let order = DemoOrder(
            lesson: place.lesson.name,
            demo: demo,
            program: course.program,
            guess: guess,
            advances: demo == place.waiting
        )
        return copies[copyName, demo.name].map { order.with(copy: $0) } ?? order
    }

    /// The next step, or the next lesson after the last.
    mutating func nextStep() -> [Action] {
        if !place.isLastStep {
            place = place.at(step: place.step + 2)
            return show()
        }
        guard place.index + 1 < course.lessons.count else {
            return list()
        }
        return enter(place.index + 1, step: nil)
    }

    /// The lessons, and how to get to one.
    func list() -> [Action] {
        let lines = page.list(course, progress)
        return [.show(lines), .close(["", StyledLine("open NAME goes to a lesson.", .dim)])]
    }

    /// The step before, or the last one of the lesson before.
    mutating func back() -> [Action] {
        if place.step > 0 {
            place = place.at(step: place.step)
            return show()
        }
        guard place.index > 0 else { return [.complain("this is the first step of all")] }
        return enter(place.index - 1, step: .max)
    }

    mutating func goto(_ number: Int) throws(Misread) -> [Action] {
        let count = place.lesson.steps.count
        guard (1...count).contains(number) else {
            throw Misread(message: "this lesson has steps 1 to \(count), and no step \(number)")
        }
        place = place.at(step: number)
        return show()
    }

    mutating func open(
        _ name: String,
        step: Int?,
        orAmong commands: [String] = []
    ) throws(Misread) -> [Action] {
        let index = try course.index(of: name, orAmong: commands)
        if let step {
            let count = course.lesson(at: index).steps.count
            guard (1...count).contains(step) else {
                throw Misread(
                    message: "\(course.names[index]) has steps 1 to \(count), and no step \(step)"
                )
            }
        }
        return enter(index, step: step)
    }

    /// Opens a lesson at `step`; with none, where the learner left it, or at its beginning if it
    /// was left at its end.
    private mutating func enter(_ index: Int, step: Int?) -> [Action] {
        let lesson = course.lesson(at: index)
        let way = progress.lessons[lesson.name]
        place = Place(lesson, at: index, step: step ?? (way?.done == true ? 1 : way?.step) ?? 1)
        return show()
    }

    // MARK: Starting afresh

    mutating func reset(_ name: String?) throws(Misread) -> [Action] {
        if let name, isCopy(name) {
            confirming = .copy(lesson: copyName, demo: name)
        } else if let name, place.lesson.demos.contains(where: { $0.name == name }),
            !course.names.contains(name)
        {
            throw Misread(message: "you have not changed \(name); edit does")
        } else if let name {
            confirming = .lesson(course.names[try course.index(of: name)])
        } else {
            confirming = .everything
        }
        return [.show(page.confirm(confirming))]
    }

    /// Ctrl-C at the prompt: what was asked is given up.
    mutating func giveUp() -> [Action] {
        defer { confirming = nil }
        return confirming.map { [.show(page.kept($0))] } ?? []
    }

    mutating func confirmed(_ reset: Reset, _ line: String) -> [Action] {
        confirming = nil
        let answer = line.filter { !$0.isWhitespace }.lowercased()
        guard answer == "y" || answer == "yes" else {
            return [.show(page.kept(reset))]
        }
        switch reset {
        case .copy(let lesson, let demo):
            copies[lesson, demo] = nil
            return [.discard(lesson: lesson, demo: demo)]
        case .lesson(let name):
            progress.forget(name)
            // Elsewhere one stays where one is.
            guard name == place.lesson.name else {
                return [.keep(progress), .show([StyledLine("\(name) starts afresh.")])]
            }
            place = place.at(step: 1)
        case .everything:
            progress.forget(nil)
            place = Place(course.lesson(at: 0), at: 0, step: 1)
        }
        return show()
    }
}
