import StyledText

extension Table {
    /// Columns between two cells.
    private static let gap = 2
    /// The narrowest column in which text is still readable.
    private static let leastColumn = 8

    /// The table as lines of at most `width` columns: side by side if there is room, cells wrapped;
    /// else each row as a list of `heading: cell`.
    public func laidOut(width: Int) -> [StyledLine] {
        guard let widths = columnWidths(within: width) else { return listed(width: width) }
        var lines = row(header.map { $0.plain(inked: .strong) }, widths)
        let total = widths.reduce(0, +) + Self.gap * (widths.count - 1)
        lines.append(StyledLine(String(repeating: "─", count: total), .dim))
        for cells in rows { lines += row(cells, widths) }
        return lines
    }

    /// Each column's width: what its widest cell needs, then taken off the widest ones until all fit.
    private func columnWidths(within width: Int) -> [Int]? {
        var widths = header.indices.map { column in
            max(1, ([header] + rows).map { $0[column].displayWidth }.max() ?? 1)
        }
        let room = width - Self.gap * (widths.count - 1)
        let least = widths.map { min($0, Self.leastColumn) }
        guard least.reduce(0, +) <= room else { return nil }
        while widths.reduce(0, +) > room {
            let widest = widths.indices.max { widths[$0] < widths[$1] } ?? 0
            widths[widest] -= 1
        }
        return widths
    }

    private func row(_ cells: [StyledLine], _ widths: [Int]) -> [StyledLine] {
        let wrapped = zip(cells, widths).map { $0.wrapped(to: $1) }
        let height = wrapped.map(\.count).max() ?? 0
        return (0..<height).map { index in
            var line = StyledLine()
            for (column, lines) in wrapped.enumerated() {
                let cell = index < lines.count ? lines[index] : StyledLine()
                let isLast = column == wrapped.count - 1
                line = line + aligned(cell, widths[column], alignments[column])
                if !isLast { line.append(String(repeating: " ", count: Self.gap)) }
            }
            while line.spans.last?.text.allSatisfy({ $0 == " " }) == true {
                line.spans.removeLast()
            }
            return line
        }
    }

    private func aligned(
        _ cell: StyledLine,
        _ width: Int,
        _ alignment: Alignment
    ) -> StyledLine {
        let room = max(0, width - cell.displayWidth)
        let before =
            switch alignment {
            case .left: 0
            case .centre: room / 2
            case .right: room
            }
        return blanks(before) + cell + blanks(room - before)
    }

    private func listed(width: Int) -> [StyledLine] {
        var lines: [StyledLine] = []
        for (index, cells) in rows.enumerated() {
            if index > 0 { lines.append(StyledLine()) }
            for (heading, cell) in zip(header, cells) {
                let line = heading.plain(inked: .strong) + StyledLine(": ", .strong) + cell
                lines += line.wrapped(to: width, indent: 0, hanging: 2)
            }
        }
        return lines
    }
}
