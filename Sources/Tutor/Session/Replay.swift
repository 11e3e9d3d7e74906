import LessonFormat
import LoopEvents
import StyledText

/// A whole lesson, or one demo of it, shown from start to end with no questions asked.
struct Replay {
    private let lesson: Lesson
    private let program: DemoOrder.Program
    private let compilerMessages: [Int: String]
    private let page: Page

    /// The replay of the lesson at `index` of `course`, on `page`.
    init(_ course: Course, _ index: Int, on page: Page) {
        lesson = course.lesson(at: index)
        program = course.program
        compilerMessages = course.lessons[index].compilerMessages
        self.page = page
    }

    /// What is to be done, in order; with a `demo`'s name, for that demo alone, with its knobs as
    /// `knobs` has them.
    ///
    /// Errors: `Misread`, if the lesson has no such demo.
    func actions(
        demo name: String? = nil,
        knobs: [String: KnobValue] = [:]
    ) throws(Misread) -> [Action] {
        guard let name else { return lesson.steps.indices.flatMap(actions(step:)) }
        guard let demo = lesson.demos.first(where: { $0.name == name }) else {
            throw Misread(message: unknownDemo(name, in: lesson))
        }
        var order = order(demo)
        order.experiment.knobs = knobs
        return [.show(page.blocks([.demo(demo)], compilerMessages: [:]) + [""]), .run(order)]
    }

    private func actions(step index: Int) -> [Action] {
        let gap: [StyledLine] = index > 0 ? [""] : []
        var actions: [Action] = [.show(gap + page.head(of: lesson, step: index))]
        for (number, part) in StepPart.parts(of: lesson.steps[index]).enumerated() {
            let lines = page.blocks(part.blocks, compilerMessages: compilerMessages)
            actions.append(.show((number > 0 ? [""] : []) + lines))
            if let demo = part.demo { actions += [.show([""]), .run(order(demo))] }
        }
        return actions + [.breathe]
    }

    private func order(_ demo: Demo) -> DemoOrder {
        DemoOrder(
            lesson: lesson.name,
            demo: demo,
            program: program,
            guess: nil,
            advances: false
        )
    }
}
