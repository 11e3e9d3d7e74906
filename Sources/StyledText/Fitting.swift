// Makes a line exactly, or at most, so wide: for columns of a table or a board.

extension StyledLine {
    /// This line if it fits into `width` columns, else its beginning and an ellipsis that fit.
    ///
    /// A wide character that would be cut in half is left out.
    public func truncated(to width: Int) -> StyledLine {
        guard displayWidth > width else { return self }
        guard width > 0 else { return StyledLine() }
        var result = StyledLine()
        var column = 0
        for cell in cells {
            guard column + cell.width <= width - 1 else {
                result.add(Cell(character: "…", ink: cell.ink))
                break
            }
            result.add(cell)
            column += cell.width
        }
        return result
    }

    /// This line with spaces at its end up to `width` columns; a wider line is left as it is.
    public func padded(to width: Int) -> StyledLine {
        self + .spaces(width - displayWidth)
    }

    /// This line in exactly `width` columns: truncated or padded.
    public func fitted(to width: Int) -> StyledLine {
        truncated(to: width).padded(to: width)
    }
}
