/// Cuts Swift code into words and marks, leaving out comments and what strings say.
///
/// It knows as much of the language as it takes to tell code from text: nested comments, strings of
/// one line and of several, raw strings, and code inside strings.
struct SwiftWords {
    /// A name, a number or a single other character.
    struct Word: Equatable {
        var text: String
        /// The code's line, from 1.
        var line: Int
    }

    private let characters: [Character]
    private var index = 0
    private var line = 1
    private var words: [Word] = []

    /// The words of `code`, in order.
    static func all(in code: String) -> [Word] {
        var reader = SwiftWords(characters: Array(code))
        reader.readCode(untilParenthesis: false)
        return reader.words
    }

    private init(characters: [Character]) { self.characters = characters }

    private func begins(_ text: String) -> Bool { characters[index...].starts(with: text) }

    private mutating func skip(_ count: Int = 1) {
        for _ in 0..<count where index < characters.count {
            if characters[index].isNewline { line += 1 }
            index += 1
        }
    }

    /// Reads to the end, or to after the parenthesis that closes one opened before.
    private mutating func readCode(untilParenthesis: Bool) {
        var depth = 0
        while index < characters.count {
            let character = characters[index]
            if begins("//") {
                while index < characters.count, !characters[index].isNewline { skip() }
            } else if begins("/*") {
                skipComment()
            } else if let raw = stringBegins() {
                skipString(raw: raw)
            } else if character.isLetter || character == "_" || character.isNumber {
                readName()
            } else {
                if character == "(" { depth += 1 }
                if character == ")" { depth -= 1 }
                if !character.isWhitespace {
                    words.append(Word(text: String(character), line: line))
                }
                skip()
                if untilParenthesis, depth < 0 { return }
            }
        }
    }

    private mutating func readName() {
        let start = index
        while index < characters.count,
            characters[index].isLetter || characters[index].isNumber || characters[index] == "_"
        {
            index += 1
        }
        words.append(Word(text: String(characters[start..<index]), line: line))
    }

    private mutating func skipComment() {
        var depth = 0
        repeat {
            if begins("/*") {
                depth += 1
                skip(2)
            } else if begins("*/") {
                depth -= 1
                skip(2)
            } else {
                skip()
            }
        } while depth > 0 && index < characters.count
    }

    /// How many `#` stand before the quote of the string that begins here; nil if none does.
    private func stringBegins() -> Int? {
        let hashes = characters[index...].prefix { $0 == "#" }.count
        let quote = index + hashes
        return quote < characters.count && characters[quote] == "\"" ? hashes : nil
    }

    private mutating func skipString(raw: Int) {
        let hashes = String(repeating: "#", count: raw)
        skip(raw)
        let quote = begins("\"\"\"") ? "\"\"\"" : "\""
        skip(quote.count)
        while index < characters.count {
            if begins(quote + hashes) {
                skip(quote.count + raw)
                return
            } else if begins("\\" + hashes + "(") {
                skip(raw + 2)
                readCode(untilParenthesis: true)
            } else if begins("\\" + hashes) {
                skip(raw + 2)
            } else {
                skip()
            }
        }
    }
}
