import Trace

/// The commands that change a run and look at what becomes of it.
extension CommandTable {
    static let knobs = Entry(
        name: "knobs",
        letter: nil,
        arguments: "",
        summary: "what of the last run can be set",
        details: "A knob is a value in the demo's code that can be changed without compiling: "
            + "knob(\"delay.B\", 2.0) there is 2 until set says otherwise. If nothing has run, "
            + "the step's demo is run first.",
        read: { $0.isEmpty ? .knobs : nil }
    )

    static let set = Entry(
        name: "set",
        letter: nil,
        arguments: "KNOB VALUE",
        summary: "run again with a knob changed",
        details: "Shows the run before and the new one beside each other, from where they part. "
            + "The value holds for run until unset; Return runs the demo as it stands.",
        read: { $0.count == 2 ? .set($0[0], $0[1]) : nil }
    )

    static let unset = Entry(
        name: "unset",
        letter: nil,
        arguments: "[KNOB]",
        summary: "a knob as the code has it; or all",
        details: "Runs the demo again with what is left set, beside the run before.",
        read: { $0.count <= 1 ? .unset($0.first) : nil }
    )

    static let cancel = Entry(
        name: "cancel",
        letter: nil,
        arguments: "TASK",
        summary: "what if TASK were cancelled now",
        details: whatIfDetails("Or a future that the program made."),
        read: { $0.isEmpty ? nil : .whatIf(.cancel(name($0))) }
    )

    static let resolve = Entry(
        name: "resolve",
        letter: nil,
        arguments: "FUTURE VALUE",
        summary: "what if FUTURE had that result now",
        details: whatIfDetails(
            "VALUE is a Bool, an Int, a Double or a String, as the future's type asks; a future of "
                + "Void takes none."
        ),
        read: { words in
            target(words).map { .whatIf(.resolve($0, $1)) }
        }
    )

    static let fail = Entry(
        name: "fail",
        letter: nil,
        arguments: "FUTURE \"WORDS\"",
        summary: "what if FUTURE got an error now",
        details: whatIfDetails("WORDS are what the error says."),
        read: { words in
            guard let (name, rest) = target(words) else { return nil }
            let message = CommandTable.name([rest])
            return message.isEmpty ? nil : .whatIf(.fail(name, message))
        }
    )

    static let delay = Entry(
        name: "delay",
        letter: nil,
        arguments: "TASK SECONDS",
        summary: "what if TASK's timer came later",
        details: whatIfDetails(
            "The timer that TASK waits for, or has set; line 7 in place of TASK is the timer set on "
                + "that line. With a minus it comes sooner."
        ),
        read: { words in
            guard words.count >= 2, let last = words.last, let seconds = seconds(last) else {
                return nil
            }
            return .whatIf(.delay(name(words.dropLast()), by: seconds))
        }
    )

    static let undo = Entry(
        name: "undo",
        letter: nil,
        arguments: "",
        summary: "back to the run before the change",
        details: "Takes the last set, unset, cancel, resolve, fail or delay back, at the moment "
            + "where it was made. run starts anew, with nothing changed but what is set.",
        read: { $0.isEmpty ? .undo : nil }
    )

    private static func whatIfDetails(_ special: String) -> String {
        special
            + " Now is the moment of the last run that step, at, find or stage went to. The run "
            + "is made again up to there, this is done before the loop's next turn, and both runs "
            + "are shown beside each other from where they part. undo takes it back."
    }

    /// The words as one name, without quotes around it.
    private static func name(_ words: some Sequence<String>) -> String {
        let text = words.joined(separator: " ")
        guard text.count > 1, let quote = text.first, "\"'".contains(quote), text.last == quote
        else { return text }
        return String(text.dropFirst().dropLast())
    }

    /// A future's name, one word, `future 3` or in quotes, and what stands behind it.
    private static func target(_ words: [String]) -> (String, String)? {
        guard let first = words.first else { return nil }
        let text = words.joined(separator: " ")
        if let quote = first.first, "\"'".contains(quote) {
            guard let end = text.dropFirst().firstIndex(of: quote) else { return nil }
            let name = text[text.index(after: text.startIndex)..<end]
            return (String(name), String(text[text.index(after: end)...].drop { $0 == " " }))
        }
        let count = first.lowercased() == "future" && words.count > 1 ? 2 : 1
        return (
            name(words.prefix(count).map { count == 2 ? name([$0]) : $0 }),
            words.dropFirst(count).joined(separator: " ")
        )
    }

    /// Nanoseconds, if `text` is a number of seconds that the loop's clock has room for.
    private static func seconds(_ text: String) -> Int64? {
        let number = text.hasSuffix("s") ? String(text.dropLast()) : text
        guard let seconds = Double(number), seconds.magnitude <= Knob.longest else { return nil }
        return Int64((seconds * 1e9).rounded())
    }
}
