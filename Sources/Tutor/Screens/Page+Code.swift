import StyledText

extension Page {
    /// Program text in its frame: a caption, then each line with its number.
    ///
    /// Numbers count from 1: they are the ones that a log of this code names. A line too long for
    /// the page goes on below, without a number.
    func set(code: String, caption: String, numbered: Bool = true) -> [StyledLine] {
        let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0).withTabsAsSpaces }
        let shown = lines.last == "" ? lines.dropLast() : lines[...]
        var result = caption.isEmpty ? [] : [StyledLine(caption, .dim)]
        for (index, line) in shown.enumerated() {
            let first = gutter(numbered ? "\(index + 1)" : "")
            result += fold(StyledLine(line, .code), first: first, rest: gutter(""))
        }
        return result
    }

    private func gutter(_ number: String) -> StyledLine {
        let padded = String(repeating: " ", count: max(0, 3 - number.count)) + number
        return StyledLine(padded + (plain ? "  " : " │ "), .dim)
    }

    /// `line` cut into pieces that fit, its spaces kept as they are; between two words, if that
    /// leaves no piece very short.
    func fold(_ line: StyledLine, first: StyledLine, rest: StyledLine) -> [StyledLine] {
        var result: [StyledLine] = []
        var current = first
        var column = first.displayWidth
        for span in line.spans {
            var piece = ""
            for character in span.text {
                if column + character.displayWidth > width {
                    let carried = character == " " ? "" : piece.lastWord(upTo: width / 3)
                    piece.removeLast(carried.count)
                    while piece.last == " " { piece.removeLast() }
                    current.append(piece, span.ink)
                    result.append(current)
                    piece = carried
                    current = rest
                    column = rest.displayWidth + carried.displayWidth
                }
                piece.append(character)
                column += character.displayWidth
            }
            current.append(piece, span.ink)
        }
        return result + [current]
    }

    /// Two blocks beside each other if both fit whole, else one after the other.
    func set(_ left: [StyledLine], beside right: [StyledLine]) -> [StyledLine] {
        let leftWidth = left.map(\.displayWidth).max() ?? 0
        let rightWidth = right.map(\.displayWidth).max() ?? 0
        guard !plain, leftWidth + 3 + rightWidth <= width else { return left + [""] + right }
        return (0..<max(left.count, right.count)).map { index in
            let start = index < left.count ? left[index] : StyledLine()
            guard index < right.count else { return start }
            return start.padded(to: leftWidth + 3) + right[index]
        }
    }
}

extension String {
    /// What stands after the last space; nothing if there is none or if that is wider than `most`.
    fileprivate func lastWord(upTo most: Int) -> String {
        guard let space = lastIndex(of: " ") else { return "" }
        let word = String(self[index(after: space)...])
        return word.displayWidth <= most ? word : ""
    }

    /// The text with each tab as the spaces up to the next fourth column.
    var withTabsAsSpaces: String {
        guard contains("\t") else { return self }
        var result = ""
        for character in self {
            result +=
                character == "\t"
                ? String(repeating: " ", count: 4 - result.count % 4) : String(character)
        }
        return result
    }
}
