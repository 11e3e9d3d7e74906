import LessonFormat

/// Where in the course somebody is: a lesson, a step of it, a part of that.
struct Place {
    /// The lesson's place in the course, from 0.
    let index: Int
    /// The lesson.
    let lesson: Lesson
    /// The step, from 0.
    private(set) var step: Int
    /// The step's parts.
    private(set) var parts: [StepPart]
    /// The part, from 0.
    private(set) var part = 0
    /// Whether the part's demo has been run here.
    private(set) var hasRun = false

    /// The beginning of a step, counted from 1; the nearest there is.
    init(_ lesson: Lesson, at index: Int, step number: Int) {
        self.lesson = lesson
        self.index = index
        step = min(max(number, 1), lesson.steps.count) - 1
        parts = StepPart.parts(of: lesson.steps[step])
    }

    /// The part that is shown.
    var current: StepPart { parts[part] }

    /// The demo that waits to be run; nil if there is none or it has been.
    var waiting: Demo? { hasRun ? nil : current.demo }

    /// Whether another part of the step follows.
    var hasMoreParts: Bool { part + 1 < parts.count }

    /// Whether it is the lesson's last step.
    var isLastStep: Bool { step + 1 == lesson.steps.count }

    /// Whether there is nothing left to show or run in this lesson.
    var isEnd: Bool { isLastStep && !hasMoreParts && waiting == nil }

    /// Goes on to the step's next part.
    mutating func advance() {
        precondition(hasMoreParts, "the step has no further part")
        part += 1
        hasRun = false
    }

    /// Goes on in this part, its demo run.
    mutating func demoRan() { hasRun = true }

    /// The same lesson at another step, counted from 1.
    func at(step number: Int) -> Place { Place(lesson, at: index, step: number) }
}
