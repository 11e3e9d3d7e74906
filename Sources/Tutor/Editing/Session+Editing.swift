import DemoRunner
import LessonFormat
import StyledText

/// The learner's own copies of demos.
extension Session {
    /// Opens the demo `name` of this lesson, or else the step's, in an editor.
    func edit(_ name: String?) throws(Misread) -> [Action] {
        let demo = try demo(named: name)
        return [.edit(EditOrder(lesson: copyName, demo: demo))]
    }

    /// What is to be done once the editor has been left.
    mutating func edited(_ order: EditOrder, _ outcome: EditOutcome) -> [Action] {
        let name = order.demo.name
        switch outcome {
        case .changed(let code):
            copies[order.lesson, name] = code
            return runs(self.order(order.demo))
        case .unchanged:
            let next = copies[order.lesson, name] == nil ? "" : " run runs your copy."
            return [.show(page.set("You changed nothing.\(next)"))]
        case .asInLesson:
            copies[order.lesson, name] = nil
            return [.show(page.set("\(name) is as the lesson has it."))]
        case .failed(let reason):
            return [.complain(reason)]
        }
    }

    /// What the learner's copy of a demo changes.
    func diff(_ name: String?) throws(Misread) -> [Action] {
        let demo = try demo(named: name)
        guard let code = copies[copyName, demo.name] else {
            throw Misread(message: "you have not changed \(demo.name); edit does")
        }
        return [.show(page.diff(from: demo, to: code))]
    }

    /// Whether `name` is a demo here that has a copy, and no lesson's name.
    func isCopy(_ name: String) -> Bool {
        copies[copyName, name] != nil && place.lesson.demos.contains { $0.name == name }
            && !course.names.contains(name)
    }

    /// What `run` calls for: the demo `name` of this lesson; without a name the step's one that
    /// waits, or the nearest before it.
    ///
    /// Errors: `Misread`, if there is no such demo.
    func demo(named name: String?) throws(Misread) -> Demo {
        if let name {
            guard let demo = place.lesson.demos.first(where: { $0.name == name }) else {
                throw Misread(message: unknownDemo(name, in: place.lesson))
            }
            return demo
        }
        let reached = place.parts[...place.part].compactMap(\.demo)
        let here = place.parts.compactMap(\.demo)
        guard let demo = place.waiting ?? reached.last ?? here.first else {
            throw Misread(message: "this step has no demo; Return goes on")
        }
        return demo
    }

    /// Runs what `order` asks for, and says so if that is the learner's copy.
    func runs(_ order: DemoOrder) -> [Action] {
        order.isCopy ? [.show(page.announceCopy(of: order.demo)), .run(order)] : [.run(order)]
    }

    /// The folder of this lesson's copies.
    var copyName: String { course.copyName(of: place.index) }
}
