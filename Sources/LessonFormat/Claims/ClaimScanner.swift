/// Cuts one line of claims, or a fence's info string, into words.
struct ClaimScanner {
    /// A word and the column of its first character, from 1.
    struct Token: Equatable {
        enum Kind: Equatable {
            /// Letters, digits, `_`, `-`, `.` and `+`, as written.
            case word(String)
            /// Text in double quotes, without them and with its escapes replaced.
            case text(String)
            /// A name in backticks, without them.
            case name(String)
            /// `[`, `]`, `,` or `=`.
            case mark(Character)
        }

        var kind: Kind
        var column: Int

        /// As an author would write it, for messages.
        var spelling: String {
            switch kind {
            case .word(let word): word
            case .text(let text): "\"\(text)\""
            case .name(let name): "`\(name)`"
            case .mark(let mark): String(mark)
            }
        }
    }

    /// A character that cannot be there, or a quote that does not end.
    struct Failure: Error {
        var column: Int
        var message: String
        var advice: String
    }

    private let characters: [Character]
    private let firstColumn: Int
    private var index = 0

    private init(_ line: some StringProtocol, firstColumn: Int) {
        characters = Array(line)
        self.firstColumn = firstColumn
    }

    /// The words of `line`, whose first character is in column `firstColumn` of its file, and the
    /// column after the last one; a `#` outside quotes begins a comment.
    static func tokens(
        of line: some StringProtocol,
        firstColumn: Int = 1
    ) throws(Failure) -> (tokens: [Token], end: Int) {
        var scanner = ClaimScanner(line, firstColumn: firstColumn)
        var tokens: [Token] = []
        var end = firstColumn
        while let token = try scanner.next() {
            tokens.append(token)
            end = firstColumn + scanner.index
        }
        return (tokens, end)
    }

    private mutating func next() throws(Failure) -> Token? {
        while index < characters.count, characters[index].isWhitespace { index += 1 }
        guard index < characters.count, characters[index] != "#" else { return nil }
        let start = firstColumn + index
        let first = characters[index]
        switch first {
        case "\"": return Token(kind: .text(try quoted(by: first)), column: start)
        case "`": return Token(kind: .name(try quoted(by: first)), column: start)
        case "[", "]", ",", "=":
            index += 1
            return Token(kind: .mark(first), column: start)
        case _ where Self.isWord(first): return Token(kind: .word(word()), column: start)
        case "“", "”", "'", "‘", "’":
            throw Failure(
                column: start,
                message: "'\(first)' does not begin a text",
                advice: "write texts in straight double quotes: \"text\""
            )
        default:
            throw Failure(
                column: start,
                message: "unexpected character '\(first)'",
                advice: "write texts in double quotes, other names in `backticks`"
            )
        }
    }

    static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_-.+".contains(character)
    }

    private mutating func word() -> String {
        let start = index
        while index < characters.count, Self.isWord(characters[index]) { index += 1 }
        return String(characters[start..<index])
    }

    /// The text up to the closing quote, which is left behind. Only double quotes know escapes.
    private mutating func quoted(by quote: Character) throws(Failure) -> String {
        let start = firstColumn + index
        index += 1
        var text = ""
        while index < characters.count, characters[index] != quote {
            if characters[index] == "\\", quote == "\"" { index += 1 }
            guard index < characters.count else { break }
            text.append(characters[index])
            index += 1
        }
        guard index < characters.count else {
            throw Failure(
                column: start,
                message: "the \(quote) here is not closed",
                advice: "end it with \(quote) on the same line"
            )
        }
        index += 1
        return text
    }
}
