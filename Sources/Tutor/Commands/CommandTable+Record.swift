import Trace

/// The commands of a prompt that shows a file of runs, where there are no lessons.
extension CommandTable {
    /// In the order help lists them.
    static let record: [Entry] = [
        own(
            "stage",
            "step through the run, on a full screen",
            "Shows the code with the tasks on their lines, and who runs, is ready, waits or is done, "
                + "at any moment of the run. n and p go forward and back, ? lists the keys, q leaves."
        ),
        own("step", "a step on in the run; -1: back"),
        own("at", "the run after N events"),
        own("board", "who runs, is ready, waits, is done"),
        own(
            "find",
            "the next step that says WORD",
            "Capitals do not matter; several words are looked for as one phrase. After the last "
                + "step that says it the search begins anew."
        ),
        own("log", "all the run's steps", "All that the loop did, a row a step."),
        own("why", "why it ran when it did"),
        own("why-not", "why that task does not run now"),
        own("explain", "what a warning means"),
        own("lanes", "the run, a lane a task"),
        own(
            "compare",
            "two runs of the file on one scale",
            "Sets the runs A and B above each other, with the difference in words and numbers. "
                + "They are named by their numbers or names; of two runs no names are needed."
        ),
        own("list", "the runs in the file", "With their numbers; open goes to one."),
        own(
            "open",
            "another run of the file",
            "It is named by its number, its name or the end of its name.",
            arguments: "RUN"
        ),
        own("code", "the run's Swift", "The code that was run, if the file has it."),
        own("export", "the run as a file"),
        own("help", "all commands, or one"),
        own("quit", "leave", "So does exit, and so does Ctrl-D on an empty line."),
    ].compactMap { $0 }

    /// One of the tutor's commands, said for a run of a file.
    private static func own(
        _ name: String,
        _ summary: String,
        _ details: String? = nil,
        arguments: String? = nil
    ) -> Entry? {
        entries.first { $0.name == name }.map { entry in
            Entry(
                name: name,
                letter: entry.letter,
                arguments: arguments ?? entry.arguments,
                summary: summary,
                details: details ?? entry.details,
                read: entry.read
            )
        }
    }
}
