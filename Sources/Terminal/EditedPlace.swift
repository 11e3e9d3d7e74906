import StyledText

/// Where an edited line lies on the screen: cells counted from the start of its prompt.
struct EditedPlace: Equatable {
    struct Cell: Equatable {
        var row = 0
        var column = 0
    }

    private(set) var cursor = Cell()
    private(set) var end = Cell()

    init(prompt: String, before: String, after: String, columns: Int) {
        cursor = Self.advance(Cell(), over: prompt + before, columns)
        end = Self.advance(cursor, over: after, columns)
    }

    /// A wide character that does not fit into the rest of a row goes to the next; after a full
    /// row the editor has the cursor at the start of the next.
    private static func advance(_ cell: Cell, over text: String, _ columns: Int) -> Cell {
        var cell = cell
        for character in text {
            let width = character.displayWidth
            if cell.column + width > columns { cell = Cell(row: cell.row + 1) }
            cell.column += width
            if cell.column == columns { cell = Cell(row: cell.row + 1) }
        }
        return cell
    }
}
