import Foundation
import LoopSupport
import Testing

extension PropertyTests {
    /// The loop against CPython's. Every program of `PropertyTests` is held to its digest there;
    /// this is for when there is a Python to ask.
    @Suite struct CPythonTests {
        private static let python = ProcessInfo.processInfo.environment["LOOPWALK_PYTHON"]
        private static let isRecording =
            ProcessInfo.processInfo.environment["LOOPWALK_RECORD"] != nil

        @Test func `there is an answer of CPython to all but few programs`() {
            let seeds = 1...PropertyTests.count
            #expect(CPython.count == seeds.count)
            let unanswered = seeds.count { CPython.printed([], seed: $0) == nil }
            #expect(unanswered < seeds.count / 50)
        }

        @Test(.enabled(if: python != nil, "LOOPWALK_PYTHON names no Python to ask"))
        func `programs print on this loop what they print on CPython's`() async throws {
            let seeds = PropertyTests.seeds
            let programs = seeds.map(ProgramGenerator.program)
            let theirs = try CPython.run(programs, on: Self.python!)
            if Self.isRecording {
                try #require(seeds.count == PropertyTests.count, "all programs or none")
                try CPython.keep(theirs)
            }
            let ours = await alone { programs.map { ProgramRun($0).notes.lines } }
            for (index, seed) in seeds.enumerated() {
                guard let expected = theirs[index], expected != ours[index] else { continue }
                let same = zip(expected, ours[index]).prefix { $0 == $1 }.count
                Issue.record(
                    """
                    LOOPWALK_SEED=\(seed) parts from CPython after line \(same):
                    \(expected.prefix(same).suffix(3).map { "      " + $0 }.joined(separator: "\n"))
                    CPython: \(expected.dropFirst(same).first ?? "ends")
                    here:    \(ours[index].dropFirst(same).first ?? "ends")
                    """
                )
            }
        }
    }
}
