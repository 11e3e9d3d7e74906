/// How many passes lie between a cause and its effect, and which rule says so.
public struct PassRule: Equatable, Sendable {
    /// The rule.
    public let rule: LoopRule
    /// The number of passes it says; nil if it leaves that to the task's place in the queue.
    public let passes: Int?
    /// What it says of this case, in a sentence without its end.
    public let text: String
}

extension PassRule {
    private init(_ rule: LoopRule, _ passes: Int?, _ text: String? = nil) {
        self.init(rule: rule, passes: passes, text: text ?? rule.text)
    }

    static let created = PassRule(.r14, 1)
    static let eager = PassRule(.r17, 0)
    static let turn = PassRule(.r15, 1, "sleep(0) gives up exactly one turn")
    static let sleep = PassRule(.r15, 1, "a sleeper goes on one pass after its timer")
    static let future = PassRule(.r10, 1, "who awaits a future goes on one pass after it is done")
    static let task = PassRule(.r10, 1, "who awaits a task goes on one pass after it ends")
    static let gather = PassRule(.r30, 2)
    static let wait = PassRule(.r31, 2, "wait resumes two passes after the one that decides")
    static let waitTimeout = PassRule(.r31, 1, "wait resumes one pass after its time is up")
    static let shield = PassRule(.r25, 2)
    static let job = PassRule(.r35, 1)
    static let shared = PassRule(.r36, 1)
    static let descriptor = PassRule(
        .r34a,
        1,
        "who waits for a descriptor goes on one pass after the one that found it ready"
    )
    static let cancelled = PassRule(.r18, 1)
    static let groupCancelled = PassRule(.r32, 2)
    static let groupCancels = PassRule(
        .r32,
        1,
        "a task group cancels the others one pass after a failure"
    )
    static let shutdown = PassRule(.r37, 1, "at its end the loop cancels what is left")
    static let interrupted = PassRule(.r38, 0)
    static let doneCallback = PassRule(
        .r9,
        1,
        "a callback of a future is queued when that is done, and runs one pass later"
    )
    static let callback = PassRule(
        .r2,
        1,
        "a callback waits for the next pass, like all that is queued while a pass runs"
    )
    static let timerCallback = PassRule(
        .r1,
        0,
        "a timer's callback runs in the pass that finds the timer due"
    )
    static let descriptorCallback = PassRule(.r34a, 0)
    static let threadCall = PassRule(
        .r5,
        0,
        "a call from another thread runs in the pass that takes it in"
    )
    static let jobCallback = PassRule(.r35, 0, "a job's callback runs in the pass that takes it in")
}
