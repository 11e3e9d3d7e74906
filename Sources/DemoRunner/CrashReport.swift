/// What Swift's runtime wrote as a program died: its message, apart from the program's own output.
struct CrashReport {
    /// What the program wrote before.
    let output: String
    /// The message, with the place if it is the program's own; empty if there is none.
    let message: String
    /// The line of the program's file that it died at; nil if that is not known.
    let line: Int?

    /// How `SWIFT_BACKTRACE` asks for a report that names lines, in a few hundredths of a second.
    static let settings =
        "enable=yes,color=no,interactive=no,threads=crashed,images=none,registers=none,"
        + "symbolicate=full,cache=no,limit=64,timeout=6s,output-to=stderr"

    /// Whether the program died of an allocation that was refused.
    var isOutOfMemory: Bool { message.hasPrefix("failed to allocate") }

    /// What stands before the runtime's words, and what it is called there.
    private static let marks = ["Fatal error", "Precondition failed", "Assertion failed"]
    /// What stands before the words for what the code itself checks: `*** … overflow ***`.
    private static let failure = "Swift runtime failure: "

    /// Splits `text`, everything that a crashed program wrote; `file` is what the compiler calls
    /// the program's own file.
    ///
    /// The runtime writes `FILE:LINE: Fatal error: MESSAGE`, then a list of calls, the innermost
    /// first: addresses that tell a learner nothing, or `… at FILE:LINE:COLUMN`.
    init(_ text: String, file: String? = nil) {
        // As scalars: a program may end its own lines with CR LF, one character that is no "\n".
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { Substring($0) }
        let place = lines.lastIndex { Self.mark(in: $0) != nil }
        let calls = lines.lastIndex { $0.hasPrefix("*** Signal ") }
        guard let start = place ?? calls else {
            output = text
            message = ""
            line = nil
            return
        }
        message = place.map { Self.words(in: lines[$0]) } ?? Self.failure(in: lines[start...])
        var before = lines[..<start]
        // The list of calls begins with an empty line.
        if place == nil, before.last?.isEmpty == true { before.removeLast() }
        // It may remark on its own trouble, too, and as another thread at any place.
        output = before.filter { !$0.hasPrefix("swift-runtime: ") }.map { $0 + "\n" }.joined()
        line = file.flatMap { file in
            lines[start...].lazy.compactMap { Self.line(in: $0, of: file) }.first
        }
    }

    /// What `line` says after the mark; the mark itself if nothing follows.
    private static func words(in line: Substring) -> String {
        guard let mark = mark(in: line) else { return "" }
        let words = line[mark.upperBound...].drop { $0 == ":" || $0 == " " }
        return words.isEmpty ? "a fatal error" : String(words)
    }

    /// Where the runtime says in `line` that the program dies; nil if it does not.
    private static func mark(in line: Substring) -> Range<Substring.Index>? {
        marks.lazy.compactMap { mark in
            line.hasPrefix(mark) ? line.firstRange(of: mark) : line.firstRange(of: ": \(mark)")
        }.first
    }

    /// What the code's own check found, as in "arithmetic overflow".
    private static func failure(in lines: ArraySlice<Substring>) -> String {
        for line in lines {
            guard let range = line.firstRange(of: failure) else { continue }
            let words = line[range.upperBound...]
            return String(words[..<(words.firstRange(of: " ***")?.lowerBound ?? words.endIndex)])
        }
        return ""
    }

    /// The line that `text` names after the name of `file`; nil if it names another file, or none.
    private static func line(in text: Substring, of file: String) -> Int? {
        for start in [" at \(file):", "/\(file):"] {
            guard let range = text.firstRange(of: start) else { continue }
            return Int(text[range.upperBound...].prefix(while: \.isNumber))
        }
        guard text.hasPrefix("\(file):") else { return nil }
        return Int(text.dropFirst(file.count + 1).prefix(while: \.isNumber))
    }
}
