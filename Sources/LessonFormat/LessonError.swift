/// Something wrong in a lesson's file: where, what, and what to do about it.
public struct LessonError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file, as the reader was given it.
    public var path: String
    /// Its line, from 1.
    public var line: Int
    /// The character in that line, from 1.
    public var column: Int
    /// What is wrong; quotes the author's own words.
    public var message: String
    /// What to do.
    public var advice: String

    /// `Lessons/01-x.md:41:5: message; what to do`
    public var description: String { "\(path):\(line):\(column): \(message); \(advice)" }
}

/// All that is wrong in a lesson's file, in the order of its lines.
public struct LessonErrors: Error, Sendable, CustomStringConvertible {
    /// At least one.
    public var errors: [LessonError]

    /// One error a line.
    public var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// What the parts of the parser write their errors to.
struct ErrorList {
    let path: String
    private(set) var errors: [LessonError] = []

    init(path: String) { self.path = path }

    mutating func add(_ place: Place, _ message: String, do advice: String) {
        errors.append(
            LessonError(
                path: path,
                line: place.line,
                column: place.column,
                message: message,
                advice: advice
            )
        )
    }

    /// In the order of places; of several at one place the first found comes first.
    var sorted: [LessonError] {
        errors.enumerated().sorted { left, right in
            (left.element.line, left.element.column, left.offset)
                < (right.element.line, right.element.column, right.offset)
        }
        .map(\.element)
    }
}

/// A character of the file: its line and column, from 1.
struct Place: Hashable {
    var line: Int
    var column: Int

    init(_ line: Int, _ column: Int = 1) {
        self.line = line
        self.column = column
    }
}
