/// A fenced block of the file, found in its lines: cmark tells neither whether a fence is closed nor
/// its info string as written.
struct Fence {
    /// The line that opens it, from 1.
    let line: Int
    /// What follows the fence on that line, without blanks around it.
    let info: Substring
    /// The column where that begins, from 1.
    let infoColumn: Int
    /// Its lines, without the fences.
    let content: ArraySlice<Substring>
    /// Where the fence is missing, if it is: the line that opens another block inside this one, or
    /// else the line that opens this one.
    let unclosedAt: Int?

    /// The block whose fence stands at the margin of `line`.
    init(openedAt line: Int, in lines: [Substring]) {
        let opening = lines[line - 1]
        let mark = opening.first ?? "`"
        let length = opening.prefix { $0 == mark }.count
        let rest = opening.dropFirst(length)
        let info = rest.drop { $0.isWhitespace }
        self.line = line
        infoColumn = length + (rest.count - info.count) + 1
        self.info =
            info[
                ..<(info.lastIndex { !$0.isWhitespace }.map(info.index(after:)) ?? info.startIndex)
            ]
        var end = line
        var other: Int?
        while end < lines.count, !Self.isFence(lines[end], mark, length, info: false) {
            if other == nil, Self.isFence(lines[end], mark, length, info: true) { other = end + 1 }
            end += 1
        }
        content = lines[min(line, end)..<end]
        unclosedAt = other ?? (end == lines.count ? line : nil)
    }

    /// The content's text, each line ended.
    var text: String { content.map { $0 + "\n" }.joined() }

    private static func isFence(
        _ line: Substring,
        _ mark: Character,
        _ length: Int,
        info: Bool
    ) -> Bool {
        let body = line.drop { $0 == " " }
        let run = body.prefix { $0 == mark }.count
        let hasInfo = body.dropFirst(run).contains { !$0.isWhitespace }
        guard line.count - body.count < 4, run >= length, hasInfo == info else { return false }
        // Text in triple backticks on one line is no fence.
        return !info || mark != "`" || !body.dropFirst(run).contains("`")
    }
}
