import LoopEvents
import Testing

struct ExperimentTests {
    static let experiment = Experiment(
        knobs: [
            "delay.B": .seconds(0.1), "a:b=c": .seconds(1e-9), "tasks": .count(-3),
            "eager": .flag(true), "进度": .flag(false),
        ],
        interventions: [
            Intervention(after: 0, .cancelTask(1)),
            Intervention(after: 7, .cancelFuture(2)),
            Intervention(after: 40, .resolve(3, "a:b \"c\"")),
            Intervention(after: 41, .resolve(3, "")),
            Intervention(after: 41, .fail(4, "boom: it\nfailed")),
            Intervention(after: 1_000_000, .delay(timer: 5, task: 0, by: -1_500_000_000)),
        ]
    )

    @Test func `an experiment comes back from its arguments`() {
        #expect(Experiment(arguments: Self.experiment.arguments) == Self.experiment)
        #expect(Self.experiment.arguments.count == 11)
        #expect(Experiment().arguments.isEmpty && Experiment(arguments: [])?.isEmpty == true)
    }

    @Test(arguments: [
        "", "knob", "knob:seconds", "knob:seconds:1", "knob:seconds:nan:x", "knob:count:1.5:x",
        "knob:flag:yes:x", "knob:text:1:x", "at:1", "at:x:cancel-task:1:", "at:1:cancel-task:x:",
        "at:1:cancel-task", "at:1:undo:1:", "at:1:delay:1:2", "at:1:delay:1:2:x",
        "in:1:cancel-task:1:",
    ])
    func `what tells of no change is refused`(_ argument: String) {
        #expect(Experiment(arguments: [argument]) == nil)
    }

    @Test func `a knob's value comes back from its event`() {
        let values: [KnobValue] = [.seconds(0), .seconds(2.5), .count(-7), .count(0), .flag(true)]
        for value in values {
            #expect(KnobValue(kind: value.kind, number: value.number) == value)
        }
        #expect(KnobValue.seconds(.nan).number == 0)
        #expect(KnobValue.seconds(.infinity).number == .max)
        #expect(KnobValue(kind: 9, number: 0) == nil)
    }
}
