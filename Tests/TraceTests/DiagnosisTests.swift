import AsyncLoop
import LoopEvents
import Testing
import Trace

struct Trouble: Error {}

extension LoopSuites {
    @Suite struct DiagnosisTests {
        /// A diagnosis, the smallest program that shows it, and one close by that must not.
        struct Case: CustomTestStringConvertible {
            let diagnosis: Diagnosis
            let shows: @Sendable () async -> Recording
            let doesNot: @Sendable () async -> Recording

            init(
                _ diagnosis: Diagnosis,
                shows: @escaping @EventLoop @Sendable () async throws -> Void,
                doesNot: @escaping @EventLoop @Sendable () async throws -> Void
            ) {
                self.diagnosis = diagnosis
                self.shows = { await Recording(of: diagnosis.rawValue, shows) }
                self.doesNot = { await Recording(of: diagnosis.rawValue, doesNot) }
            }

            var testDescription: String { diagnosis.rawValue }
        }

        @Test(arguments: DiagnosedPrograms.cases)
        func `its program shows it, and the one close by does not`(_ example: Case) async {
            #expect(await example.shows().diagnoses.contains(example.diagnosis))
            #expect(!(await example.doesNot().diagnoses.contains(example.diagnosis)))
        }

        @Test(arguments: DiagnosedPrograms.cases)
        func `what an explanation shows is the program that was run`(_ example: Case) throws {
            let source = try readFile(#filePath).split(separator: "\n").map(\.bare)
            for line in example.diagnosis.explanation.swift.split(separator: "\n") {
                #expect(source.contains(line.bare), "\(line)")
            }
        }

        @Test(arguments: Diagnosis.allCases)
        func `every diagnosis is explained`(_ diagnosis: Diagnosis) {
            let explanation = diagnosis.explanation
            #expect(!explanation.title.isEmpty && !explanation.title.hasSuffix("."))
            #expect(!explanation.meaning.isEmpty && !explanation.mending.isEmpty)
            #expect(explanation.swift.isEmpty == explanation.python.isEmpty)
            // Two programs fit beside each other on 80 columns only if each is narrow.
            for line in (explanation.swift + "\n" + explanation.python).split(separator: "\n") {
                #expect(line.count <= 72, "\(line)")
            }
            #expect(diagnosis.rawValue.allSatisfy { $0.isLowercase || $0 == "-" })
        }

        @Test func `titles are all different`() {
            let titles = Diagnosis.allCases.map(\.explanation.title)
            #expect(Set(titles).count == titles.count)
        }

        @Test func `a full record is diagnosed, and one with room is not`() async {
            let full = await Recording(events: 20) {
                for number in 0..<10 { createTaskNamed(number) }
            }
            #expect(full.diagnoses.contains(.eventLimit))
            #expect(!(await Programs.sleepers.run()).diagnoses.contains(.eventLimit))
        }

        @Test func `a record with a damaged end is diagnosed`() {
            let recorder = Recorder(events: 10)
            _ = recorder.buffer.append(LoopEvent(.loopStarted))
            var stranger = LoopEvent(.taskStepped)
            stranger.task = 9
            _ = recorder.buffer.append(stranger)
            let recording = withExtendedLifetime(recorder) { Recording(recorder.buffer) }
            #expect(recording.diagnoses == [.damagedRecord])
        }

        @Test(arguments: [
            Programs.sleepers, Programs.twoSleepersOneGather, Programs.waits, Programs.executor,
            Programs.turns, Programs.children,
        ])
        func `a program with nothing wrong gets none`(_ program: Program) async {
            #expect(await program.run().diagnoses == [])
        }

        @Test func `warnings of a log name their codes`() async {
            for program in [
                Programs.deadlock, Programs.bareTask, Programs.blocking, Programs.coroutines,
                Programs.futures, Programs.callbackFails, Programs.swallowed,
            ] {
                let recording = await program.run()
                let advice = Log(recording).warnings.compactMap(\.advice)
                #expect(
                    advice.contains { text in
                        recording.diagnoses.contains { text.hasSuffix("; \($0.pointer)") }
                    },
                    "\(program.name)"
                )
            }
        }
    }
}

/// The programs of the explanations, line by line, and others that do it right.
private enum DiagnosedPrograms: LoopProgram {
    static let cases: [LoopSuites.DiagnosisTests.Case] = [
        .init(.blockedLoop) {
            createTask(name: "clock") { try await sleep(0.1) }
            try await sleep(0)
            busy(2)
            try await sleep(1)
        } doesNot: {
            createTask(name: "clock") { try await sleep(0.1) }
            busy(0.05)
            try await sleep(2)
        },
        .init(.deadlock) {
            let reply = Future<Int>(name: "reply")
            print(try await reply.value())
        } doesNot: {
            let reply = Future<Int>(name: "reply")
            EventLoop.callLater(1) { try reply.setResult(1) }
            print(try await reply.value())
        },
        .init(.neverAwaited) {
            _ = Coroutine("greet") { print("hello") }
            try await sleep(1)
        } doesNot: {
            try await Coroutine("greet") { print("hello") }.value()
            Coroutine("not wanted") { print("hello") }.close()
        },
        .init(.neverRetrieved) {
            createTask(name: "save") { throw Trouble() }
            try await sleep(1)
        } doesNot: {
            let save = createTask(name: "save") { throw Trouble() }
            do { try await save.value() } catch { print(error) }
        },
        .init(.escape) {
            Task { try? await sleep(1) }
            try await sleep(3)
        } doesNot: {
            createTask { try? await sleep(1) }
            try await sleep(3)
        },
        .init(.cancelled) {
            let job = createTask(name: "job") { try await sleep(10) }
            try await sleep(1)
            job.cancel()
            _ = try await wait([job])
        } doesNot: {
            let job = createTask(name: "job") { try await sleep(1) }
            try await sleep(2)
            job.cancel()
            _ = try await wait([job])
        },
        .init(.cancelSwallowed) {
            let job = createTask(name: "job") {
                do { try await sleep(10) } catch { print("cleaning up") }
            }
            try await sleep(1)
            job.cancel()
            try await job.value()
        } doesNot: {
            let job = createTask(name: "job") {
                do { try await sleep(10) } catch {
                    print("cleaning up")
                    throw error
                }
            }
            try await sleep(1)
            job.cancel()
            _ = try await wait([job])
        },
        .init(.callbackFailed) {
            EventLoop.callSoon { throw Trouble() }
            try await sleep(1)
        } doesNot: {
            EventLoop.callSoon { do { throw Trouble() } catch { print(error) } }
            try await sleep(1)
        },
        .init(.leftRunning) {
            createTask(name: "job") { try await sleep(10) }
            try await sleep(1)
        } doesNot: {
            let job = createTask(name: "job") { try await sleep(10) }
            try await sleep(1)
            try await job.value()
        },
    ]
}

extension Substring {
    /// The line without its margins and its comment.
    fileprivate var bare: String {
        var text = self
        if let comment = text.range(of: "  //") { text = text[..<comment.lowerBound] }
        return String(text.drop { $0 == " " })
    }
}
