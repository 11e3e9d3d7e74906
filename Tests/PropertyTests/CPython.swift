import BuildProducts
import Foundation

/// What CPython 3.13 printed for the first programs of `ProgramGenerator`.
///
/// Kept as a digest for each, so that tests need no Python. With one they compare line by line:
/// `LOOPWALK_PYTHON=python3.13 swift test --filter PropertyTests`, with `LOOPWALK_SEED=n` for one
/// program alone. After a change to the programs, `LOOPWALK_RECORD=1` with it writes the digests
/// anew.
enum CPython {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("CPython")
    private static let file = folder.appendingPathComponent("digests.txt")

    /// A line for each seed from 1; "-" where CPython itself goes wrong.
    private static let digests: [Substring] =
        (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n") ?? []

    /// How many programs there are digests of.
    static var count: Int { digests.count }

    /// Whether CPython printed `lines` for the program of this seed; nil if it has no answer.
    static func printed(_ lines: [String], seed: UInt64) -> Bool? {
        guard seed >= 1, seed <= digests.count else { return nil }
        let digest = digests[Int(seed) - 1]
        return digest == "-" ? nil : digest == self.digest(lines)
    }

    /// Fowler, Noll and Vo's hash FNV-1a, as 16 digits.
    private static func digest(_ lines: [String]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for line in lines {
            for byte in line.utf8 + [10] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Has the Python at `python` run `programs`, and gives the lines of each; nil where CPython
    /// itself goes wrong.
    static func run(_ programs: [RandomProgram], on python: String) throws -> [[String]?] {
        let scratch = FileManager.default.temporaryDirectory
            .appendingPathComponent("loopwalk-programs-\(getpid())")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let (input, output) = (
            scratch.appendingPathComponent("in"), scratch.appendingPathComponent("out")
        )
        let text = try programs.map { try $0.json() + "\n" }.joined()
        try text.write(to: input, atomically: false, encoding: .utf8)
        try "".write(to: output, atomically: false, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, folder.appendingPathComponent("programs.py").path]
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        guard process.waitForEnd() == 0 else { throw Failure.ended }
        var answers: [[String]] = []
        for line in try String(contentsOf: output, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("program ") {
                answers.append([])
            } else {
                answers[answers.count - 1].append(String(line))
            }
        }
        guard answers.count == programs.count else { throw Failure.isMissing(answers.count) }
        return answers.map { lines in lines.contains { $0.hasPrefix("!") } ? nil : lines }
    }

    /// Keeps what CPython printed for the programs of the seeds from 1.
    static func keep(_ answers: [[String]?]) throws {
        let text = answers.map { ($0.map(digest) ?? "-") + "\n" }.joined()
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    enum Failure: Error {
        /// Python ended with an error, which it has said.
        case ended
        /// Only so many programs were run.
        case isMissing(Int)
    }
}
