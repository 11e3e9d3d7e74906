import BuildProducts
import DemoRunner
import Foundation
import LoopEvents
import Synchronization
import Testing
import Trace

/// Demos that end well and badly, each in a real process.
@Suite(.serialized) struct DemoRunnerTests {
    func run(_ name: String, limits: DemoLimits = DemoLimits()) throws -> DemoRun {
        try DemoRunner.run(
            DemoRequest(
                lesson: "x",
                demo: name,
                limits: limits,
                executable: "\(buildProducts)/demo-fixtures"
            )
        )
    }

    /// A lesson's demo, by the tutor's own program.
    func run(_ demo: String, of lesson: String) throws -> DemoRun {
        try DemoRunner.run(
            DemoRequest(lesson: lesson, demo: demo, executable: "\(buildProducts)/loopwalk")
        )
    }

    private func kinds(_ run: DemoRun) -> [EventKind] {
        run.recording.events.map(\.kind)
    }

    @Test func `a demo that ends well is recorded to the end`() throws {
        let run = try run("good")
        #expect(run.ending == .finished)
        #expect(run.recording.events.last?.kind == .loopClosed)
        #expect(run.recording.events.last?.time == 10_000_000_000)
        #expect(run.unattributed.isEmpty)
    }

    @Test func `an error is the ending, with its words`() throws {
        #expect(try run("throws").ending == .failed("mishap"))
    }

    @Test func `a deadlock names who waits`() throws {
        let run = try run("deadlock")
        #expect(run.ending == .deadlocked(["main"]))
        #expect(kinds(run).contains(.deadlock))
    }

    @Test func `a semaphore's negative start traps and says why`() throws {
        guard case .crashed(_, let message) = try run("negative-semaphore").ending else {
            Issue.record("it did not trap")
            return
        }
        #expect(message.contains("Semaphore initial value must be >= 0"))
    }

    @Test func `a trap leaves the record whole up to the trap`() throws {
        let run = try run("trap")
        guard case .crashed(_, let message) = run.ending else {
            Issue.record("ended \(run.ending)")
            return
        }
        #expect(message == "Index out of range")
        #expect(run.unattributed == "")
        #expect(kinds(run).last == .taskStepped)
        #expect(run.recording.events.allSatisfy { $0.isSound })
        #expect(run.recording.events.last?.time == 1_000_000_000)
    }

    @Test func `a demo that never ends is stopped at its time`() throws {
        let run = try run("spin", limits: DemoLimits(seconds: 2))
        #expect(run.ending == .hitLimit(.time(seconds: 2)))
        #expect(kinds(run).last == .taskStepped)
    }

    @Test func `a full record stops the demo and keeps what fits`() throws {
        let run = try run("events", limits: DemoLimits(events: 1000))
        #expect(run.ending == .hitLimit(.events(1000)))
        #expect(run.recording.events.count == 1000)
    }

    @Test func `recorded output past its limit stops the demo`() throws {
        let run = try run("output", limits: DemoLimits(outputBytes: 10_000))
        #expect(run.ending == .hitLimit(.output(bytes: 10_000)))
    }

    @Test func `raw output past its limit stops the demo, and no more than the limit is kept`()
        throws
    {
        let run = try run("raw output", limits: DemoLimits(outputBytes: 10_000))
        #expect(run.ending == .hitLimit(.output(bytes: 10_000)))
        #expect(run.unattributed.utf8.count == 10_000)
    }

    @Test func `raw output is caught`() throws {
        let run = try run("a little raw output")
        #expect(run.ending == .finished)
        #expect(run.unattributed == "straight to standard output\n")
    }

    @Test func `memory without end stops at its limit`() throws {
        let run = try run("memory", limits: DemoLimits(memoryBytes: 256 << 20))
        #expect(run.ending == .hitLimit(.memory(bytes: 256 << 20)))
    }

    @Test func `a demo that exits by itself says with what`() throws {
        #expect(try run("exits").ending == .exited(code: 7))
    }

    @Test func `closing descriptors does not reach the record`() throws {
        let run = try run("closes descriptors")
        #expect(run.ending == .finished)
        #expect(kinds(run).contains(.output))
    }

    @Test func `a process that a demo leaves behind is ended with it`() throws {
        // Were it not, the run would wait for the pipe that the sleeper holds open.
        let run = try run("leaves a process behind")
        #expect(run.ending == .finished)
        #expect(run.processesLeft == 1)
    }

    @Test func `so is one with a session and an environment of its own, if it was seen before`()
        throws
    {
        let run = try run("leaves a stranger behind")
        #expect(run.ending == .finished)
        #expect(run.processesLeft == 1)
    }

    @Test func `the orphan of another child is waited for, and no child that somebody waits for`()
        throws
    {
        // What has ended is known by its program's name alone.
        let name = "orphan-\(getpid() % 100_000)"
        let program = FileManager.default.temporaryDirectory.path + "/" + name
        try FileManager.default.createSymbolicLink(
            atPath: program,
            withDestinationPath: "/bin/sleep"
        )
        defer { try? FileManager.default.removeItem(atPath: program) }
        let other = Process()
        other.executableURL = URL(fileURLWithPath: "/bin/sh")
        other.arguments = ["-c", "'\(program)' 0.8 & sleep 0.6; exit 7"]
        try other.run()
        _ = try run("spin", limits: DemoLimits(seconds: 3))
        #expect(other.waitForEnd() == 7)
        let children = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { pid in
            let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
            return status?.contains("Name:\t\(name)\n") == true
                && status?.contains("PPid:\t\(getpid())\n") == true
        }
        #expect(children == [])
    }

    @Test func `what a demo leaves in its folder goes with it, whatever its name and rights`()
        throws
    {
        let run = try run("writes what cannot be looked into")
        let folder = String(run.unattributed.dropLast())
        #expect(run.ending == .finished && folder.contains("/loopwalk-demo-"))
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test func `a program that is not there is an error with its path`() {
        let request = DemoRequest(lesson: "x", demo: "y", executable: "/nonexistent/loopwalk")
        #expect {
            try DemoRunner.run(request)
        } throws: { error in
            "\(error)".contains("/nonexistent/loopwalk")
                && "\(error)".contains("No such file or directory")
        }
    }
}
