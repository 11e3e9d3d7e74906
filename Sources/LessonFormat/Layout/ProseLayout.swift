import StyledText

/// Sets `paragraphs` as lines of at most `width` columns, with an empty line between paragraphs but
/// not between the items of a list.
///
/// Program text in them is not wrapped, so its lines may be wider.
public func layOut(_ paragraphs: [Paragraph], width: Int) -> [StyledLine] {
    var lines: [StyledLine] = []
    for (index, paragraph) in paragraphs.enumerated() {
        if index > 0, !paragraph.follows(paragraphs[index - 1]) { lines.append(StyledLine()) }
        lines += paragraph.laidOut(width: width)
    }
    return lines
}

extension Paragraph {
    /// Whether it stands right below the paragraph before it.
    fileprivate func follows(_ other: Paragraph) -> Bool {
        switch (other.kind, kind) {
        case (.bullet, .bullet), (.bullet, .numbered), (.numbered, .bullet), (.numbered, .numbered):
            true
        case (.continued, .bullet), (.continued, .numbered): true
        default: false
        }
    }

    /// Its lines, at most `width` columns wide.
    public func laidOut(width: Int) -> [StyledLine] {
        switch kind {
        case .text: wrap(width, first: StyledLine(), rest: StyledLine())
        case .heading:
            wrap(width, first: StyledLine(), rest: StyledLine()).map { $0.plain(inked: .heading) }
        case .bullet(let indent):
            wrap(width, first: blanks(indent) + "• ", rest: blanks(indent + 2))
        case .numbered(let number, let indent):
            wrap(
                width,
                first: blanks(indent) + StyledLine("\(number). "),
                rest: blanks(indent + "\(number). ".count)
            )
        case .continued(let indent): wrap(width, first: blanks(indent), rest: blanks(indent))
        case .quote:
            wrap(width, first: StyledLine("│ ", .dim), rest: StyledLine("│ ", .dim))
        case .verbatim: lines.map { blanks(4) + $0 }
        case .table(let table): table.laidOut(width: width)
        case .rule: [StyledLine(String(repeating: "─", count: max(1, width)), .dim)]
        }
    }

    private func wrap(_ width: Int, first: StyledLine, rest: StyledLine) -> [StyledLine] {
        lines.enumerated().flatMap { index, line in
            line.wrapped(to: width, first: index == 0 ? first : rest, rest: rest)
        }
    }
}

func blanks(_ count: Int) -> StyledLine { StyledLine(String(repeating: " ", count: max(0, count))) }

extension StyledLine {
    /// The line with its plain text in `ink`; what has an ink of its own keeps it.
    func plain(inked ink: Ink) -> StyledLine {
        StyledLine(spans.map { $0.ink == .plain ? Span($0.text, ink) : $0 })
    }
}
