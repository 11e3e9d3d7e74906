import DemoRunner
import LessonFormat
import StyledText
import Trace

/// Questions about the last run, answered from its record.
extension Session {
    /// The run that questions are about, at the moment that they are about.
    func askedRun() throws(Misread) -> Inspection {
        guard let inspection else {
            throw Misread(message: Self.nothingRun)
        }
        return inspection
    }

    static let nothingRun = "nothing has been run yet; run starts this step's demo"

    /// Why something happened when it did.
    func why(_ question: WhyQuestion) throws(Misread) -> [Action] {
        [.show(try askedRun().why(question, on: page))]
    }

    /// Why a task does not run at that moment.
    func whyNot(_ task: String) throws(Misread) -> [Action] {
        [.show(try askedRun().whyNot(task, on: page))]
    }

    /// What a diagnosis means; without a code, which there are.
    func explain(_ code: String?) throws(Misread) -> [Action] {
        guard let code else { return [.show(page.diagnoses(lastRun?.run.diagnoses ?? []))] }
        return [.show(try page.explanation(named: code))]
    }

    /// The last run, a lane a task.
    func lanes(_ scale: LaneScale) throws(Misread) -> [Action] {
        [.show(try askedRun().lanes(scale, on: page))]
    }

    // MARK: Comparing

    /// Two demos of this lesson, run one after the other; without names the last two runs.
    func compare(_ names: [String]) throws(Misread) -> [Action] {
        guard names.count == 2 else { return try compareLastTwo() }
        var demos: [Demo] = []
        for name in names {
            guard let demo = place.lesson.demos.first(where: { $0.name == name }) else {
                throw Misread(message: unknownDemo(name, in: place.lesson))
            }
            demos.append(demo)
        }
        return run(demos[0], before: [demos[1]])
    }

    private func compareLastTwo() throws(Misread) -> [Action] {
        guard let second = lastRun, let first = runBefore else {
            throw Misread(
                message: "there are no two runs to compare yet; "
                    + "compare A B runs the demos A and B of this lesson"
            )
        }
        return [.show(page.comparison(of: first, and: second))]
    }

    private func run(_ demo: Demo, before rest: [Demo]) -> [Action] {
        var order = order(demo)
        order.advances = false
        order.comparing = rest
        return runs(order)
    }

    /// One of the runs to compare has ended.
    func goOnComparing(_ rest: [Demo], after run: DemoRun) -> [Action] {
        // Half a run says nothing of how long it takes.
        if run.ending == .interrupted { return [] }
        if let next = rest.first { return self.run(next, before: Array(rest.dropFirst())) }
        guard let second = lastRun, let first = runBefore else { return [] }
        return [.show(page.comparison(of: first, and: second))]
    }
}

/// The diagnosis that `code` names.
///
/// Errors: `Misread`, if there is none; the message lists what is like it.
func diagnosis(named code: String) throws(Misread) -> Diagnosis {
    let code = code.lowercased()
    if let found = Diagnosis(rawValue: code) { return found }
    let begun = Diagnosis.allCases.filter { $0.rawValue.hasPrefix(code) }
    if begun.count == 1 { return begun[0] }
    let near =
        begun.isEmpty
        ? Nearness.suggestions(for: code, among: Diagnosis.allCases.map(\.rawValue))
        : begun.map(\.rawValue)
    throw Misread(
        message: "nothing is called '\(code.quotable)'; "
            + (near.isEmpty ? "explain lists what there is" : "did you mean \(near.alternatives)?")
    )
}
