import BuildProducts
import CLinux
import DemoCompiler
import DemoRunner
import Foundation
import LoopEvents
import Testing
import Trace

/// The three experiments that the design rests on. What they found is told in `Design.md` of
/// AsyncLoop's documentation.
@Suite(.serialized) struct FoundingExperiments {
    private static let debug = "\(buildProducts)/demo-fixtures"
    /// Built by `make test` before the tests are run.
    private static let release = "\(releaseProducts)/demo-fixtures"
    private static var releaseIsBuilt: Bool {
        debug != release && isReleased("demo-fixtures")
    }

    private func run(
        _ demo: String,
        executable: String = debug,
        events: Int = 400_000
    ) throws -> DemoRun {
        try DemoRunner.run(
            DemoRequest(
                lesson: "x",
                demo: demo,
                limits: DemoLimits(seconds: 120, events: events),
                executable: executable
            )
        )
    }

    // MARK: 1. The hand-off under stress

    @Test func `ten thousand tasks, bare tasks and child tasks leave one trace at every run`()
        throws
    {
        let first = try run("orderly")
        #expect(first.ending == .finished)
        #expect(first.recording.events.count > 100_000)
        #expect(try run("orderly").recording.events == first.recording.events)
    }

    @Test(.enabled(if: canRun(releaseIsBuilt), "the release build of demo-fixtures is not there"))
    func `debug and release leave the same trace`() throws {
        for demo in ["orderly", "executors"] {
            let (one, other) = (try run(demo), try run(demo, executable: Self.release))
            #expect(one.ending == .finished)
            #expect(one.recording.events == other.recording.events, "\(demo) differs")
        }
    }

    @Test func `a storm of resumptions from other threads loses none`() throws {
        let run = try run("storm")
        #expect(run.ending == .finished)
        #expect(run.recording.output.last?.text == "storm true 800")
    }

    // MARK: 2. The executors demo on the virtual clock

    @Test func `two hundred replays of the pools' demo are one, on one core and on two`() throws {
        let first = try run("executors").recording.events
        #expect(!first.isEmpty)
        for _ in 1..<100 { #expect(try run("executors").recording.events == first) }
        try #require(linux_use_cores(1) == 0)
        defer { _ = linux_use_cores(Int32(sysconf(Int32(_SC_NPROCESSORS_CONF)))) }
        for _ in 0..<100 { #expect(try run("executors").recording.events == first) }
    }

    // MARK: 3. Learner code outside the package

    @Test func `a file compiled against the built runtime keeps its record up to the trap`() throws
    {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("learner-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = folder.appendingPathComponent("Learner.swift")
        try """
        import AsyncLoop
        import DemoHost

        @main enum Learner: LoopProgram {
            static func main() {
                DemoHost.runChildIfAsked { _, _ in
                    DemoProgram(clock: .virtual) { try await demo() }
                }
            }

            @EventLoop static func demo() async throws {
                var seen = 0
                let task = createTask(name: "A") {
                    try await sleep(1)
                    seen += 1
                }
                try await task.value()
                print("seen", seen)
                let empty: [Int] = []
                print(empty[seen])
            }
        }
        """.write(to: source, atomically: true, encoding: .utf8)
        let program = folder.appendingPathComponent("learner").path
        let runtime = ShippedRuntime(inBuildFolder: buildProducts)
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        compiler.arguments = [
            "swiftc", "-Onone", "-parse-as-library", "-swift-version", "6", source.path, "-o",
            program,
        ]
        compiler.arguments? += runtime.options + runtime.linkOptions
        try compiler.run()
        try #require(compiler.waitForEnd() == 0)

        let run = try run("any", executable: program)
        guard case .crashed = run.ending else {
            Issue.record("ended \(run.ending)")
            return
        }
        #expect(run.recording.output.map(\.text) == ["seen 1"])
        #expect(run.recording.events.last?.kind == .output)
    }
}
