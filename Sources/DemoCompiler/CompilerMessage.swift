/// What the compiler says of a demo's code.
public struct CompilerMessage: Equatable, Sendable {
    /// Whether the code cannot be compiled because of it.
    public var isError: Bool
    /// The line of the code's file, from 1; nil if it is about no line of it.
    public var line: Int?
    /// The byte in that line, from 1.
    public var column: Int
    /// What is wrong, in the compiler's words.
    public var text: String

    /// A message about `line` and `column` of the code's file.
    public init(isError: Bool, line: Int?, column: Int, text: String) {
        self.isError = isError
        self.line = line
        self.column = column
        self.text = text
    }

    /// What the program around the code is called; a message about it has no line of the code's.
    static let programFile = "main.swift"

    /// The messages in `output`, what the compiler wrote, each once and in its order; those about
    /// `file` have a line. What is about neither, such as the linker's trouble, is left out.
    static func read(_ output: String, about file: String) -> [CompilerMessage] {
        var messages: [CompilerMessage] = []
        for line in output.split(separator: "\n") {
            guard let message = CompilerMessage(line, about: file), !messages.contains(message)
            else { continue }
            messages.append(message)
        }
        return messages
    }

    /// Reads `FILE:LINE:COLUMN: error: TEXT`; nil for what is no error or warning.
    private init?(_ output: Substring, about file: String) {
        let kinds = [": error: ", ": warning: "]
        let found = kinds.compactMap { output.firstRange(of: $0) }
        guard let mark = found.min(by: { $0.lowerBound < $1.lowerBound }) else { return nil }
        isError = output[mark] == kinds[0]
        // The group it belongs to is nothing to look up here.
        var text = output[mark.upperBound...]
        if text.hasSuffix("]"), let group = text.range(of: " [#") {
            text = text[..<group.lowerBound]
        }
        self.text = String(text)
        let place = output[..<mark.lowerBound]
        let numbers = place.dropFirst(file.count + 1).split(separator: ":").compactMap { Int($0) }
        guard place.hasPrefix("\(file):"), numbers.count == 2 else {
            guard place.hasPrefix("\(Self.programFile):") else { return nil }
            line = nil
            column = 1
            return
        }
        line = numbers[0]
        column = numbers[1]
    }
}

extension Substring {
    fileprivate func range(of text: String) -> Range<Index>? { ranges(of: text).last }
}
