import DemoRunner
import Testing
import Trace

/// Every diagnosis, a demo that shows it, and one close by that must not: lessons' own where one
/// has such a pair, and programs made for it.
extension DemoRunnerTests {
    private enum Pair {
        /// Of a lesson.
        case lesson(String, shows: String, not: String)
        /// Of the fixtures.
        case fixture(shows: String, not: String)
    }

    private func pair(for diagnosis: Diagnosis) -> Pair {
        switch diagnosis {
        case .blockedLoop: .lesson("debugging", shows: "blocking", not: "in-pieces")
        case .deadlock: .lesson("debugging", shows: "two-orders", not: "one-order")
        case .neverAwaited: .lesson("debugging", shows: "not-awaited", not: "closed")
        case .neverRetrieved: .lesson("debugging", shows: "unseen", not: "seen")
        case .escape: .lesson("structured", shows: "escape", not: "async-let")
        case .cancelled: .lesson("tasks", shows: "cancel", not: "created")
        case .cancelSwallowed: .lesson("tasks", shows: "stubborn", not: "cancel")
        case .callbackFailed: .lesson("debugging", shows: "handler", not: "in-a-task")
        case .leftRunning: .fixture(shows: "leaves a task running", not: "waits for its task")
        case .uncaughtError: .lesson("debugging", shows: "no-answer", not: "answered")
        case .crash: .lesson("debugging", shows: "trap", not: "no-trap")
        case .earlyExit: .fixture(shows: "exits", not: "returns")
        case .timeLimit: .fixture(shows: "spin", not: "spins for a while")
        case .eventLimit: .fixture(shows: "events", not: "waits in vain for a while")
        case .outputLimit: .fixture(shows: "output", not: "prints for a while")
        case .memoryLimit: .fixture(shows: "memory", not: "gives memory back")
        case .fileLimit: .fixture(shows: "large file", not: "small file")
        case .otherProcesses:
            .fixture(shows: "leaves a process behind", not: "waits for its process")
        case .interrupted:
            .fixture(shows: "interrupts itself", not: "sends itself another signal")
        case .unattributedOutput:
            .fixture(shows: "a little raw output", not: "prints through the loop")
        case .damagedRecord:
            .fixture(shows: "writes over its record", not: "reads its own memory's map")
        }
    }

    @Test(arguments: Diagnosis.allCases)
    func `a demo shows it, and one close by does not`(_ diagnosis: Diagnosis) throws {
        var limits = DemoLimits(outputBytes: 10_000, memoryBytes: 256 << 20, fileBytes: 1 << 20)
        // Any lower, and what prints without end could fill the record before it is stopped.
        if diagnosis == .eventLimit { limits.events = 1000 }
        let bad: DemoRun
        let good: DemoRun
        switch pair(for: diagnosis) {
        case .lesson(let lesson, let shows, let not):
            bad = try run(shows, of: lesson)
            good = try run(not, of: lesson)
        case .fixture(let shows, let not):
            good = try run(not, limits: limits)
            #expect(good.ending == .finished)
            #expect(good.diagnoses == [])
            // Only what never ends is stopped by the clock.
            if diagnosis == .timeLimit { limits.seconds = 0.2 }
            bad = try run(shows, limits: limits)
        }
        #expect(bad.diagnoses.contains(diagnosis))
        #expect(!good.diagnoses.contains(diagnosis))
    }

    @Test func `what ended the demo comes before what its record shows`() throws {
        let run = try run("deadlock")
        #expect(run.diagnoses.first == .deadlock)
        #expect(run.diagnoses.filter { $0 == .deadlock }.count == 1)
    }
}
