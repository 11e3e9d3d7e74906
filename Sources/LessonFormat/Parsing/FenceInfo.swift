/// What a fenced block's info string says it is.
enum FenceInfo {
    case demo(
        name: String,
        clock: Demo.Clock,
        expectation: Demo.Expectation,
        isStructured: Bool
    )
    case fails(expectedMessage: String)
    case code(CodeBlock.Language)
    case claims, question, hint, notes

    typealias Failure = ClaimScanner.Failure
    private typealias Token = ClaimScanner.Token

    /// The kinds that mean something only to a lesson's reader.
    static let attachedKinds: Set<String> = ["claims", "question", "hint", "notes"]

    private static let known =
        "swift demo NAME, swift fails \"message\", swift, python, text, claims, question, hint, notes"

    /// Reads an info string that begins in column `column` of its line.
    static func read(_ info: some StringProtocol, column: Int) throws(Failure) -> FenceInfo {
        let (tokens, end) = try ClaimScanner.tokens(of: info, firstColumn: column)
        guard let first = tokens.first else {
            throw Failure(
                column: column,
                message: "this fence does not say what its block is",
                advice: "write one of: \(known)"
            )
        }
        let rest = tokens.dropFirst()
        switch first.kind {
        case .word("swift") where rest.first?.kind == .word("demo"):
            return try demo(rest.dropFirst(), end: end)
        case .word("swift") where rest.first?.kind == .word("fails"):
            return try fails(rest.dropFirst(), end: end)
        case .word(let word) where CodeBlock.Language(rawValue: word) != nil:
            try nothing(rest, after: word)
            return .code(CodeBlock.Language(rawValue: word) ?? .text)
        case .word("claims"):
            try nothing(rest, after: "claims")
            return .claims
        case .word("question"):
            try nothing(rest, after: "question")
            return .question
        case .word("hint"):
            try nothing(rest, after: "hint")
            return .hint
        case .word("notes"):
            try nothing(rest, after: "notes")
            return .notes
        default:
            throw Failure(
                column: first.column,
                message: "unknown kind of block '\(first.spelling)'",
                advice: "write one of: \(known)"
            )
        }
    }

    private static func nothing(_ rest: ArraySlice<Token>, after word: String) throws(Failure) {
        guard let token = rest.first else { return }
        let advice =
            word == "swift"
            ? "write 'swift demo NAME', 'swift fails \"message\"' or 'swift' alone"
            : "write '\(word)' alone"
        throw Failure(
            column: token.column,
            message: "unexpected '\(token.spelling)' after '\(word)'",
            advice: advice
        )
    }

    private static func fails(_ rest: ArraySlice<Token>, end: Int) throws(Failure) -> FenceInfo {
        guard case .text(let message)? = rest.first?.kind, !message.isEmpty else {
            throw Failure(
                column: rest.first?.column ?? end,
                message: "'swift fails' does not say how it fails",
                advice: "add a part of the compiler's message: swift fails \"message\""
            )
        }
        if let extra = rest.dropFirst().first {
            throw Failure(
                column: extra.column,
                message: "unexpected '\(extra.spelling)' after the message",
                advice: "end the line after the message"
            )
        }
        return .fails(expectedMessage: message)
    }

    private static func demo(_ rest: ArraySlice<Token>, end: Int) throws(Failure) -> FenceInfo {
        guard let first = rest.first else {
            throw Failure(
                column: end,
                message: "the demo has no name",
                advice: "name it: swift demo two-sleepers"
            )
        }
        guard case .word(let name) = first.kind, isName(name) else {
            throw Failure(
                column: first.column,
                message: "'\(first.spelling)' is no name for a demo",
                advice: "use words of a-z and 0-9 joined by -, a letter first: two-sleepers"
            )
        }
        var clock: Demo.Clock?
        var expectation: Demo.Expectation?
        var isStructured = false
        var tokens = rest.dropFirst()
        while let key = tokens.popFirst() {
            switch key.kind {
            case .word("clock"): try set(&clock, key, &tokens, end: end)
            case .word("expect"): try set(&expectation, key, &tokens, end: end)
            case .word("structured"):
                if isStructured { throw twice(key) }
                isStructured = true
            default:
                throw Failure(
                    column: key.column,
                    message: "unknown attribute '\(key.spelling)'",
                    advice:
                        "write clock=real, structured, or expect=error, deadlock, crash or timeout"
                )
            }
        }
        return .demo(
            name: name,
            clock: clock ?? .virtual,
            expectation: expectation ?? .success,
            isStructured: isStructured
        )
    }

    private static func twice(_ key: Token) -> Failure {
        Failure(
            column: key.column,
            message: "'\(key.spelling)' is given twice",
            advice: "leave one"
        )
    }

    private static func set<Value: RawRepresentable<String> & CaseIterable>(
        _ value: inout Value?,
        _ key: Token,
        _ tokens: inout ArraySlice<Token>,
        end: Int
    ) throws(Failure) {
        let values = Value.allCases.map(\.rawValue).joined(separator: ", ")
        guard value == nil else { throw twice(key) }
        guard tokens.popFirst()?.kind == .mark("=") else {
            throw Failure(
                column: key.column,
                message: "'\(key.spelling)' has no value",
                advice: "write \(key.spelling)= and one of: \(values)"
            )
        }
        let token = tokens.popFirst()
        guard case .word(let word)? = token?.kind, let chosen = Value(rawValue: word) else {
            throw Failure(
                column: token?.column ?? end,
                message: "'\(key.spelling)' cannot be '\(token?.spelling ?? "")'",
                advice: "write one of: \(values)"
            )
        }
        value = chosen
    }

    /// Whether `name` is words of `a`–`z` and `0`–`9` joined by single `-`, a letter first. Double
    /// `-` is left out so that the Swift names made of two such names cannot collide.
    static func isName(_ name: some StringProtocol) -> Bool {
        let words = name.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = name.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first)
        else { return false }
        return words.allSatisfy { word in
            !word.isEmpty
                && word.utf8.allSatisfy {
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                }
        }
    }
}
