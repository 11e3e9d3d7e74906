/// The rules of asyncio's order that this loop keeps, each under the number that the tests and the
/// documents of this project know it by.
///
/// Measured on CPython 3.13. The texts are for learners: one sentence each.
public enum LoopRule: String, CaseIterable, Sendable {
    case r1 = "R1"
    case r2 = "R2"
    case r3 = "R3"
    case r4 = "R4"
    case r5 = "R5"
    case r6 = "R6"
    case r7 = "R7"
    case r8 = "R8"
    case r9 = "R9"
    case r10 = "R10"
    case r11 = "R11"
    case r12 = "R12"
    case r13 = "R13"
    case r14 = "R14"
    case r15 = "R15"
    case r16 = "R16"
    case r17 = "R17"
    case r18 = "R18"
    case r19 = "R19"
    case r20 = "R20"
    case r21 = "R21"
    case r22 = "R22"
    case r23 = "R23"
    case r24 = "R24"
    case r25 = "R25"
    case r26 = "R26"
    case r27 = "R27"
    case r28 = "R28"
    case r29 = "R29"
    case r30 = "R30"
    case r31 = "R31"
    case r32 = "R32"
    case r33 = "R33"
    case r34 = "R34"
    case r34a = "R34a"
    case r35 = "R35"
    case r36 = "R36"
    case r37 = "R37"
    case r38 = "R38"
    case r39 = "R39"

    /// The rule with this number, capital or not.
    public init?(code: String) {
        let found = Self.allCases.first { $0.rawValue.lowercased() == code.lowercased() }
        guard let found else { return nil }
        self = found
    }

    /// What it says, in one sentence without its end.
    public var text: String {
        switch self {
        case .r1: "a pass takes in descriptors first, then timers that are due, and runs them last"
        case .r2:
            "a pass runs who was ready when it began; who is queued meanwhile waits for the next"
        case .r3: "there is one ready queue, first in, first out, for tasks and callbacks alike"
        case .r4: "a cancelled callback keeps its place in the queue and is skipped there"
        case .r5:
            "a call from another thread is queued like any other, at the next pass's beginning"
        case .r6: "a callback that fails does not stop the loop or the callbacks beside it"
        case .r7: "stopping the loop lets the pass that runs come to its end"
        case .r8: "a callback sees the context it was scheduled in"
        case .r9:
            "a future's callbacks never run at once: each is queued, in the order they were added"
        case .r10: "who awaits a future or a task goes on one pass after it is done"
        case .r11: "those woken by one future keep the order in which they asked"
        case .r12: "a future is set once; the second time is an error"
        case .r13: "an error that nobody looked at is reported"
        case .r14: "a new task takes its first step one pass after it is made"
        case .r15:
            "a sleeper goes on one pass after its timer, and sleep(0) gives up exactly one turn"
        case .r16: "awaiting what can never end is an error, one pass later"
        case .r17: "an eager task runs at once, inside the call that makes it"
        case .r18: "a cancellation is thrown into a waiting task one pass after it was asked for"
        case .r19: "a cancellation climbs from the innermost task outwards, a pass each"
        case .r20: "a task cancelled before its first step never runs its body"
        case .r21:
            "a task cancelled while it is ready keeps its place, and gets CancelledError there"
        case .r22: "a task that cancels itself and returns ends cancelled; what it returned is lost"
        case .r23: "two cancellations before the first is delivered are delivered as one"
        case .r24: "a task may keep CancelledError to itself and go on"
        case .r25: "who awaits a shield goes on two passes after what is shielded"
        case .r26: "a timeout is a timer that cancels the task, and turns that into TimeoutError"
        case .r27: "of nested timeouts with one deadline the outer one is raised"
        case .r28: "a timeout that is over already is a callback like any other"
        case .r29: "wait_for runs a coroutine inside the task that called it"
        case .r30: "gather resumes two passes after its last child, or the first that fails"
        case .r31: "wait resumes two passes after what it waited for, also if that was done before"
        case .r32:
            "a task group cancels the others one pass after a failure; they hear of it in the next"
        case .r33: "timers with one deadline fire in the order they were set"
        case .r34: "cancelled timers are swept away once they are the greater half"
        case .r34a:
            "a descriptor's callbacks run in the pass that found it ready, the reader's first"
        case .r35:
            "who awaits a thread's job goes on one pass after the loop has taken in its result"
        case .r36:
            "a lock, an event or a queue wakes who waited longest, who goes on one pass later"
        case .r37: "at its end the loop cancels what is left and waits for it"
        case .r38: "the first Ctrl-C cancels the main task, in the pass that hears of it"
        case .r39: "one turn of more than 0.1 seconds is reported as blocking the loop"
        }
    }
}
