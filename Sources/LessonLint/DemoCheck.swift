import LessonFormat
import Trace

/// Something wrong with a lesson's demo, found by running it.
public struct LintFinding: Hashable, Sendable, CustomStringConvertible {
    /// The lesson's file, as the reader named it.
    public var path: String
    /// Its line, from 1.
    public var line: Int
    /// What is wrong; quotes the author's own words.
    public var message: String
    /// What to do.
    public var advice: String

    /// `Lessons/01-x.md:41: message; what to do`
    public var description: String { "\(path):\(line): \(message); \(advice)" }
}

/// Holds what a lesson says of a demo against one run of it.
public struct DemoCheck: Sendable {
    /// How many claims a demo must have at least.
    public static let fewestClaims = 2

    private let path: String
    private let demo: Demo
    private let recording: Recording
    private let ending: Demo.Expectation

    /// - `path`: the lesson's file, for findings.
    /// - `demo`: the demo and what is said of it.
    /// - `recording`: what happened when it ran, made with the demo's first line.
    /// - `ending`: how its run ended.
    public init(path: String, demo: Demo, recording: Recording, ending: Demo.Expectation) {
        self.path = path
        self.demo = demo
        self.recording = recording
        self.ending = ending
    }

    /// All that is wrong, in the order of the file's lines.
    public var findings: [LintFinding] {
        (endingFindings + claimFindings + mutationFindings + questionFindings)
            .sorted { $0.line < $1.line }
    }

    private func finding(_ line: Int, _ message: String, do advice: String) -> LintFinding {
        LintFinding(path: path, line: line, message: message, advice: advice)
    }

    private var endingFindings: [LintFinding] {
        guard ending != demo.expectation else { return [] }
        return [
            finding(
                demo.firstLine - 1,
                "demo '\(demo.name)' must end in \(demo.expectation.rawValue) and ended in"
                    + " \(ending.rawValue)",
                do: ending == .success
                    ? "remove expect=\(demo.expectation.rawValue), or make it happen"
                    : "correct the code, or write expect=\(ending.rawValue)"
            )
        ]
    }

    private var claimFindings: [LintFinding] {
        var findings = demo.claims.compactMap { claim -> LintFinding? in
            guard case .fails(let reason) = evaluate(claim, on: recording) else { return nil }
            return finding(
                claim.line,
                "'\(claim.text)' does not hold: \(reason)",
                do: "correct the claim or the code"
            )
        }
        if demo.claims.count < Self.fewestClaims {
            findings.append(
                finding(
                    demo.firstLine - 1,
                    "demo '\(demo.name)' has \(demo.claims.count) claims of at least"
                        + " \(Self.fewestClaims)",
                    do: "say in a claims block what a learner should see"
                )
            )
        }
        return findings
    }

    /// The mutations that at least one of the demo's claims notices.
    public func killed(limit: Int = 96) -> [Mutation] {
        let holding = demo.claims.filter { evaluate($0, on: recording).holds }
        return Mutation.all(of: recording, limit: limit).filter { mutation in
            let mutant = mutation.applied(to: recording)
            return holding.contains { !evaluate($0, on: mutant).holds }
        }
    }

    private var mutationFindings: [LintFinding] {
        let holding = demo.claims.filter { evaluate($0, on: recording).holds }
        guard !holding.isEmpty else { return [] }
        for mutation in Mutation.all(of: recording) {
            let mutant = mutation.applied(to: recording)
            if holding.contains(where: { !evaluate($0, on: mutant).holds }) { return [] }
        }
        return [
            finding(
                holding[0].line,
                "no claim of demo '\(demo.name)' notices when its trace is changed",
                do: "claim an order, a time or a number of passes"
            )
        ]
    }

    private var questionFindings: [LintFinding] {
        guard let question = demo.question else { return [] }
        let right = question.options.filter { evaluate($0.claim, on: recording).holds }
        guard right.count != 1 else { return [] }
        let found =
            right.isEmpty
            ? "none of the answers holds"
            : "\(right.count) answers hold: "
                + right.map { "'\($0.claim.text)'" }.joined(separator: ", ")
        return [
            finding(
                question.line,
                "the question of demo '\(demo.name)' has no one right answer: \(found)",
                do: "make exactly one answer's claim hold"
            )
        ]
    }
}
