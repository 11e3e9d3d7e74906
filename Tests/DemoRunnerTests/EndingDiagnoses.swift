import DemoRunner
import Testing
import Trace

extension DemoRunnerTests {
    @Test(arguments: [
        (Diagnosis.uncaughtError, "throws", "catches"),
        (.deadlock, "deadlock", "sets in time"),
        (.crash, "trap", "asks first"),
        (.earlyExit, "exits", "returns"),
        (.timeLimit, "spin", "spins for a while"),
        (.eventLimit, "events", "waits in vain for a while"),
        (.outputLimit, "output", "prints for a while"),
        (.memoryLimit, "memory", "gives memory back"),
        (.unattributedOutput, "a little raw output", "prints through the loop"),
    ])
    func `an ending is diagnosed, and a program close by that ends well is not`(
        _ diagnosis: Diagnosis,
        _ bad: String,
        _ good: String
    ) throws {
        var limits = DemoLimits(outputBytes: 10_000, memoryBytes: 256 << 20)
        // Any lower, and what prints without end could fill the record before it is stopped.
        if diagnosis == .eventLimit { limits.events = 1000 }
        let careful = try run(good, limits: limits)
        #expect(careful.ending == .finished)
        #expect(careful.diagnoses == [])
        // Only what never ends is stopped by the clock.
        if diagnosis == .timeLimit { limits.seconds = 0.2 }
        #expect(try run(bad, limits: limits).diagnoses.contains(diagnosis))
    }

    @Test func `what ended the demo comes before what its record shows`() throws {
        let run = try run("deadlock")
        #expect(run.diagnoses.first == .deadlock)
        #expect(run.diagnoses.filter { $0 == .deadlock }.count == 1)
    }
}
