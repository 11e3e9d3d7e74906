import Trace

/// The prompt's commands: their names, letters, arguments and help, in the order help lists them.
enum CommandTable {
    /// One command of the prompt.
    struct Entry: Sendable {
        /// The full name; any beginning of it that no other name shares will do.
        let name: String
        /// A letter that stands for the name; nil for none.
        let letter: String?
        /// The arguments as help shows them: capitals for what to fill in, brackets for optional.
        let arguments: String
        /// One line for the list of commands.
        let summary: String
        /// What more there is to know.
        let details: String
        /// The command for the words after the name; nil if they do not fit.
        let read: @Sendable ([String]) -> Command?
    }

    /// All commands.
    static let entries: [Entry] = [
        Entry(
            name: "next",
            letter: "n",
            arguments: "",
            summary: "go on, as Return does",
            details: "Runs the demo that waits on the screen, or else goes to the next step.",
            read: { $0.isEmpty ? .next : nil }
        ),
        Entry(
            name: "back",
            letter: "b",
            arguments: "",
            summary: "the step before",
            details:
                "From the first step of a lesson it goes to the last one of the lesson before.",
            read: { $0.isEmpty ? .back : nil }
        ),
        Entry(
            name: "skip",
            letter: nil,
            arguments: "",
            summary: "the next step, demos not run",
            details: "You can come back to a skipped step at any time with back or goto.",
            read: { $0.isEmpty ? .skip : nil }
        ),
        Entry(
            name: "goto",
            letter: "g",
            arguments: "N",
            summary: "step N of this lesson",
            details: "Steps are numbered from 1; the prompt shows where you are.",
            read: { words in words.count == 1 ? Int(words[0]).map(Command.goto) : nil }
        ),
        Entry(
            name: "list",
            letter: "l",
            arguments: "",
            summary: "the lessons, and how far you are",
            details: "A lesson is opened by its number or its name.",
            read: { $0.isEmpty ? .list : nil }
        ),
        Entry(
            name: "open",
            letter: "o",
            arguments: "NAME [STEP]",
            summary: "another lesson",
            details: "NAME is a lesson's number, its name or the beginning of it, or its file's "
                + "name. A lesson you have begun opens where you left it.",
            read: { words in
                guard let name = words.first, words.count <= 2 else { return nil }
                guard words.count == 2 else { return .open(name, step: nil) }
                return Int(words[1]).map { .open(name, step: $0) }
            }
        ),
        Entry(
            name: "run",
            letter: "r",
            arguments: "[DEMO]",
            summary: "run a demo of this step",
            details: "Without a name: the demo that waits, or else the one run last.",
            read: { $0.count <= 1 ? .run($0.first) : nil }
        ),
        edit, diff,
        Entry(
            name: "log",
            letter: nil,
            arguments: "",
            summary: "the last run again",
            details: "Shows what the loop did in the run before, without running anything.",
            read: { $0.isEmpty ? .log : nil }
        ),
        why, whyNot, explain, lanes, compare,
        knobs, set, unset, cancel, resolve, fail, delay, undo,
        Entry(
            name: "stage",
            letter: nil,
            arguments: "",
            summary: "step through the last run, on a full screen",
            details: "Shows the code with the tasks on their lines, and who runs, is ready, waits "
                + "or is done, at any moment of the run. n and p go forward and back, ? lists the "
                + "keys, q leaves. If nothing has run, the step's demo is run first.",
            read: { $0.isEmpty ? .stage : nil }
        ),
        Entry(
            name: "step",
            letter: nil,
            arguments: "[N]",
            summary: "go a step on in the last run; -1: back",
            details: "A step is what the log tells in a row. N is how many; a negative one goes "
                + "back. What is shown is what stage shows, in sentences.",
            read: { words in
                guard let word = words.first else { return .step(1) }
                return words.count == 1 ? Int(word).map(Command.step) : nil
            }
        ),
        Entry(
            name: "at",
            letter: nil,
            arguments: "N",
            summary: "the last run after N events",
            details: "0 is before anything happened. step goes on from there, and stage opens "
                + "there.",
            read: { words in words.count == 1 ? Int(words[0]).map(Command.at) : nil }
        ),
        Entry(
            name: "board",
            letter: nil,
            arguments: "",
            summary: "who runs, is ready, waits, is done",
            details: "At the moment of the last run that step, at, find or stage went to.",
            read: { $0.isEmpty ? .board : nil }
        ),
        Entry(
            name: "code",
            letter: "c",
            arguments: "",
            summary: "this step's Swift",
            details: "Its lines carry the numbers that the log names.",
            read: { $0.isEmpty ? .code : nil }
        ),
        Entry(
            name: "python",
            letter: "p",
            arguments: "",
            summary: "this step's Python",
            details: "The same idea in Python's asyncio.",
            read: { $0.isEmpty ? .python : nil }
        ),
        Entry(
            name: "hint",
            letter: "h",
            arguments: "",
            summary: "a nudge, if the step has one",
            details: "Hints never give a question's answer away.",
            read: { $0.isEmpty ? .hint : nil }
        ),
        Entry(
            name: "notes",
            letter: nil,
            arguments: "",
            summary: "this step's notes for a teacher",
            details: "What to stress, what goes wrong, what a class asks here.",
            read: { $0.isEmpty ? .notes : nil }
        ),
        Entry(
            name: "replay",
            letter: nil,
            arguments: "NAME [DEMO]",
            summary: "a whole lesson, or one demo",
            details: "Shows every step and runs every demo, with no questions. Where you are stays "
                + "as it is.",
            read: { words in
                guard let name = words.first, words.count <= 2 else { return nil }
                return .replay(name, demo: words.count == 2 ? words[1] : nil)
            }
        ),
        Entry(
            name: "export",
            letter: nil,
            arguments: "FORM [FILE]",
            summary: "the last run as a file",
            details: "FORM is json, perfetto, svg, html or text. Without FILE it is named for "
                + "the demo; - shows it here. A file that is there already is left as it is.",
            read: { words in
                guard let word = words.first?.lowercased() else { return nil }
                let formats = ExportFormat.allCases.filter { $0.rawValue.hasPrefix(word) }
                guard formats.count == 1 else { return nil }
                let file = words.dropFirst().joined(separator: " ")
                return .export(formats[0], file: file.isEmpty ? nil : file)
            }
        ),
        Entry(
            name: "find",
            letter: "f",
            arguments: "WORD",
            summary: "where the lessons or the run say WORD",
            details: "Goes to the next step of the last run that says it, if one does. Searches "
                + "headings, text and code of every lesson, too. Capitals do not matter; several "
                + "words are looked for as one phrase.",
            read: { $0.isEmpty ? nil : .find($0.joined(separator: " ")) }
        ),
        Entry(
            name: "reset",
            letter: nil,
            arguments: "[NAME]",
            summary: "start a lesson, or all, afresh",
            details:
                "Asks first. Without NAME it forgets how far you are in every lesson. With the "
                + "name of a demo that you changed, your copy is set aside, and the demo is as the "
                + "lesson has it again.",
            read: { $0.count <= 1 ? .reset($0.first) : nil }
        ),
        Entry(
            name: "speed",
            letter: "s",
            arguments: "instant|1|4",
            summary: "how fast a log plays",
            details: "On a terminal a log appears line by line; any key shows the rest at once.",
            read: { words in
                guard let word = words.first else { return .speed(nil) }
                guard words.count == 1 else { return nil }
                return Speed(rawValue: word).map { .speed($0) }
            }
        ),
        Entry(
            name: "help",
            letter: "?",
            arguments: "[COMMAND]",
            summary: "all commands, or one",
            details: "Any beginning of a command's name that no other shares will do.",
            read: { $0.count <= 1 ? .help($0.first) : nil }
        ),
        Entry(
            name: "quit",
            letter: "q",
            arguments: "",
            summary: "leave; you go on here next time",
            details: "So does exit, and so does Ctrl-D on an empty line.",
            read: { $0.isEmpty ? .quit : nil }
        ),
    ]

    /// Other names for commands, not listed by help and not completed.
    static let synonyms = ["exit": "quit"]

    /// What looking a word up in the table gave.
    enum Match {
        case entry(Entry)
        case several([String])
        case none(suggestions: [String])
    }

    /// The command of `entries` that `word` names: by its letter, its name, or a beginning only it
    /// has.
    static func match(_ word: String, among entries: [Entry] = entries) -> Match {
        let word = word.lowercased()
        let name = synonyms[word] ?? word
        if let entry = entries.first(where: { $0.letter == name || $0.name == name }) {
            return .entry(entry)
        }
        let begun = entries.filter { $0.name.hasPrefix(name) }
        if begun.count == 1 { return .entry(begun[0]) }
        if begun.count > 1 { return .several(begun.map(\.name)) }
        let names = entries.map(\.name) + synonyms.keys
        return .none(suggestions: Nearness.suggestions(for: name, among: names))
    }
}
