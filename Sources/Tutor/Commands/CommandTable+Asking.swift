import Trace

/// The commands that ask about the last run.
extension CommandTable {
    static let why = Entry(
        name: "why",
        letter: "w",
        arguments: "[WHAT]",
        summary: "why it ran when it did",
        details: "WHAT is a task's name, line N (a line of the demo's code) or \"TEXT\" (something "
            + "that was printed); without it, who ran last. Goes back from there to the root (the "
            + "start, a timer, a thread, a file descriptor, a key), with the rule that decides "
            + "each hop.",
        read: { WhyQuestion($0).map(Command.why) }
    )

    static let whyNot = Entry(
        name: "why-not",
        letter: nil,
        arguments: "TASK",
        summary: "why that task does not run now",
        details: "Names who stands before it in the queue, or what it waits for, and what that "
            + "waits for, down to a timer, a thread, a file descriptor, or nothing at all.",
        read: { $0.isEmpty ? nil : .whyNot($0.joined(separator: " ")) }
    )

    static let explain = Entry(
        name: "explain",
        letter: nil,
        arguments: "[CODE]",
        summary: "what a warning means",
        details: "What is behind it, the smallest program that shows it, and how to mend it. "
            + "Without CODE it lists what can be explained.",
        read: { $0.count <= 1 ? .explain($0.first) : nil }
    )

    static let lanes = Entry(
        name: "lanes",
        letter: nil,
        arguments: "[time|pass]",
        summary: "the last run, a lane a task",
        details: "By time, or by the loop's passes, one character each. Long stretches in which "
            + "nothing changes are folded.",
        read: { words in
            guard let word = words.first else { return .lanes(.time) }
            guard words.count == 1 else { return nil }
            return LaneScale(rawValue: word.lowercased()).map(Command.lanes)
        }
    )

    static let compare = Entry(
        name: "compare",
        letter: nil,
        arguments: "[A B]",
        summary: "two runs on one scale",
        details: "Runs the demos A and B of this lesson and sets them above each other, with the "
            + "difference in words and numbers. Without names: the last two runs.",
        read: { $0.isEmpty || $0.count == 2 ? .compare($0) : nil }
    )
}
