import LoopEvents
import Testing
import Trace

@testable import Tutor

@Suite struct `Tab completion` {
    private let completion = Completion(smallCourse())

    @Test(arguments: [
        ("re", ["resolve", "replay", "reset"]), ("open ", ["first", "second"]), ("o s", ["second"]),
        ("rep f", ["first"]), ("help le", []), ("help li", ["list"]), ("goto ", []),
        ("zz ", []), ("speed i", ["instant"]), ("export s", ["svg"]),
    ])
    func `offers what may stand there`(line: String, words: [String]) {
        #expect(completion.candidates(line: line, cursor: line.count) == words)
    }

    @Test(arguments: [
        ("why ", ["main", "sleep-0.5", "A", "line"]), ("why-not ma", ["main"]), ("why a", ["A"]),
        ("cancel ma", ["main"]), ("delay ", ["main", "sleep-0.5", "A"]), ("set ", []),
    ])
    func `offers the tasks of the last run`(line: String, words: [String]) throws {
        let names = TaskNames()
        #expect(
            Completion(smallCourse(), tasks: names).candidates(line: "why-not ", cursor: 8) == []
        )
        names.take(from: recording(ofTasks: ["main", "sleep-0.5", "two words", "A", "A"]))
        let completion = Completion(smallCourse(), tasks: names)
        #expect(completion.candidates(line: line, cursor: line.count) == words)
    }

    @Test(arguments: [
        ("explain de", ["deadlock"]), ("lanes ", ["time", "pass"]),
        ("explain never", ["never-awaited", "never-retrieved"]),
    ])
    func `offers what can be explained and drawn`(line: String, words: [String]) {
        #expect(completion.candidates(line: line, cursor: line.count) == words)
    }

    /// A record in which tasks of these names are made.
    private func recording(ofTasks names: [String]) -> Recording {
        let recorder = Recorder(events: 100)
        _ = recorder.buffer.append(LoopEvent(.loopStarted))
        for (index, name) in names.enumerated() {
            var event = LoopEvent(.taskCreated)
            (event.task, event.cause, event.text) = (UInt32(index + 1), 0, recorder.intern(name))
            _ = recorder.buffer.append(event)
        }
        return withExtendedLifetime(recorder) { Recording(recorder.buffer) }
    }

    @Test func `looks only at what stands before the cursor`() {
        #expect(
            completion.candidates(line: "open second", cursor: 6)
                == ["first", "second"].filter {
                    $0.hasPrefix("s")
                }
        )
        #expect(completion.candidates(line: "", cursor: 0).count == CommandTable.entries.count)
    }
}
