/// Reads one claim: a claims block's line, or what follows `=>` in a question's option.
struct ClaimParser {
    typealias Failure = ClaimScanner.Failure
    typealias Token = ClaimScanner.Token

    private let tokens: [Token]
    private var index = 0
    /// The column after the last character, where what is missing would stand.
    private let end: Int

    /// The claim in `text`, whose first character is in column `column` of line `line`; nil if there
    /// is nothing but blanks and a comment.
    static func claim(
        in text: some StringProtocol,
        line: Int,
        column: Int = 1
    ) throws(Failure) -> Claim? {
        let (tokens, end) = try ClaimScanner.tokens(of: text, firstColumn: column)
        guard let first = tokens.first else { return nil }
        var parser = ClaimParser(tokens: tokens, end: end)
        let statement = try parser.statement()
        try parser.expectEnd()
        let words = text.prefix(end - column).dropFirst(first.column - column)
        return Claim(statement, text: String(words), line: line)
    }

    private init(tokens: [Token], end: Int) {
        self.tokens = tokens
        self.end = end
    }

    // MARK: Statements

    private static let verbs: Set<String> = ["wakes", "starts", "finishes", "fails", "is"]

    private mutating func statement() throws(Failure) -> Claim.Statement {
        guard let first = next() else { throw missing("a claim") }
        switch first.kind {
        case .text(let text):
            try expect("before")
            return .before(text, try self.text())
        case .word(let name) where isVerb(peek), .name(let name):
            return try taskStatement(name)
        case .word("prints"): return try prints()
        case .word("never"):
            try expect("prints")
            return .neverPrints(try text())
        case .word("last"):
            try expect("prints")
            return .lastPrints(try text())
        case .word("line"):
            let line = try count("a line number")
            try expect("at")
            return .line(line, at: try time())
        case .word("ready"): return try ready()
        case .word("ends"):
            try expect("at")
            return .endsAt(try time())
        case .word("deadlock"): return .deadlock
        case .word, .mark:
            throw Failure(
                column: first.column,
                message: "'\(first.spelling)' does not begin a claim",
                advice: Self.forms(like: first, then: peek)
            )
        }
    }

    private func isVerb(_ token: Token?) -> Bool {
        if case .word(let word)? = token?.kind { Self.verbs.contains(word) } else { false }
    }

    private static func forms(like first: Token, then second: Token?) -> String {
        if case .word(let word)? = second?.kind {
            return
                "'\(word)' is no verb of a task: write \(first.spelling) wakes, starts, finishes, fails"
                + " or is cancelled, or begin with prints, never, last, line, ready, ends, deadlock"
                + " or a \"text\""
        }
        return "write a \"text\", prints, never, last, line, ready, ends, deadlock or a task's name"
            + " with wakes, starts, finishes, fails or is"
    }

    private mutating func prints() throws(Failure) -> Claim.Statement {
        let text = try text()
        var times: Int?
        if let token = peek, case .word(let word) = token.kind, word != "at" {
            times = try count("a number of times", from: 0)
            try expect("times")
        }
        return .prints(text, times: times, at: take("at") ? try time() : nil)
    }

    private mutating func ready() throws(Failure) -> Claim.Statement {
        try expect("at")
        try expect("line")
        let line = try count("a line number")
        try expect(mark: "=")
        try expect(mark: "[")
        var names: [String] = []
        if take(mark: "]") { return .ready(line: line, names) }
        repeat { names.append(try name()) } while take(mark: ",")
        try expect(mark: "]", or: "','")
        return .ready(line: line, names)
    }

    private mutating func taskStatement(_ task: String) throws(Failure) -> Claim.Statement {
        let verb = next()
        switch verb?.kind {
        case .word("wakes"):
            let passes = try passes()
            try expect("after")
            return .wakes(task, passes: passes, after: try text())
        case .word("starts"):
            try expect("after")
            let other = try name()
            return .starts(task, after: other, passes: take("by") ? try passes() : nil)
        case .word("finishes"):
            if take("at") { return .finishesAt(task, try time()) }
            try expect("before", or: "'at'")
            return .finishesBefore(task, try name())
        case .word("fails"): return .fails(task, try text())
        case .word("is"):
            try expect("cancelled")
            return .isCancelled(task)
        default:
            throw unexpected(verb, wanted: "wakes, starts, finishes, fails or is")
        }
    }

    // MARK: Words

    private var peek: Token? { index < tokens.count ? tokens[index] : nil }

    private mutating func next() -> Token? {
        defer { index += 1 }
        return peek
    }

    private mutating func text() throws(Failure) -> String {
        let token = next()
        guard case .text(let text)? = token?.kind else {
            throw unexpected(token, wanted: "a text in double quotes")
        }
        guard !text.isEmpty else {
            throw Failure(
                column: token?.column ?? end,
                message: "the text is empty",
                advice: "write a part of an output line: an empty text is in every one"
            )
        }
        return text
    }

    private mutating func name() throws(Failure) -> String {
        let token = next()
        switch token?.kind {
        case .word(let name)? where !name.contains("+"), .name(let name)?: return name
        default: throw unexpected(token, wanted: "a task's name (in `backticks` if need be)")
        }
    }

    private mutating func count(_ what: String, from least: Int = 1) throws(Failure) -> Int {
        let token = next()
        guard case .word(let word)? = token?.kind, let count = Int(word), count >= least,
            !word.hasPrefix("+")
        else { throw unexpected(token, wanted: "\(what), \(least) or more") }
        return count
    }

    private mutating func passes() throws(Failure) -> Int {
        let token = next()
        guard case .word(let word)? = token?.kind, word.hasPrefix("+"), let passes = Int(word),
            passes >= 0
        else { throw unexpected(token, wanted: "a number of passes such as +1") }
        return passes
    }

    /// A time in seconds, as nanoseconds.
    private mutating func time() throws(Failure) -> Int64 {
        let token = next()
        guard case .word(let word)? = token?.kind, let time = nanoseconds(word) else {
            throw unexpected(token, wanted: "a time in seconds such as 1.5")
        }
        return time
    }

    private mutating func take(_ word: String) -> Bool {
        guard peek?.kind == .word(word) else { return false }
        index += 1
        return true
    }

    private mutating func take(mark: Character) -> Bool {
        guard peek?.kind == .mark(mark) else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ word: String, or other: String? = nil) throws(Failure) {
        let token = next()
        guard token?.kind == .word(word) else {
            throw unexpected(token, wanted: "'\(word)'" + (other.map { " or \($0)" } ?? ""))
        }
    }

    private mutating func expect(mark: Character, or other: String? = nil) throws(Failure) {
        let token = next()
        guard token?.kind == .mark(mark) else {
            throw unexpected(token, wanted: "'\(mark)'" + (other.map { " or \($0)" } ?? ""))
        }
    }

    private func expectEnd() throws(Failure) {
        guard let token = peek else { return }
        throw Failure(
            column: token.column,
            message: "'\(token.spelling)' comes after the claim's end",
            advice: "write one claim a line, and remarks after #"
        )
    }

    private func missing(_ wanted: String) -> Failure {
        Failure(column: end, message: "the claim ends too early", advice: "write \(wanted) here")
    }

    private func unexpected(_ token: Token?, wanted: String) -> Failure {
        guard let token else { return missing(wanted) }
        return Failure(
            column: token.column,
            message: "unexpected '\(token.spelling)'",
            advice: "write \(wanted) here"
        )
    }
}

/// `word`, a decimal number of seconds, in nanoseconds; nil if it is none, or finer than those.
private func nanoseconds(_ word: String) -> Int64? {
    let parts = word.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }),
        let seconds = Int64(parts[0])
    else { return nil }
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return nil }
    guard parts.count == 2 else { return whole }
    let padded = parts[1] + String(repeating: "0", count: max(0, 9 - parts[1].count))
    guard padded.count == 9, let fraction = Int64(padded) else { return nil }
    let (sum, tooLong) = whole.addingReportingOverflow(fraction)
    return tooLong ? nil : sum
}

private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}
