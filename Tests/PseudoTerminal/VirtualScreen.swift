import StyledText

/// The cells of a terminal, for tests: what is where, without colours.
///
/// It understands what line editors and full-screen views send: cursor movement, erasing,
/// inserting and deleting, line wrap, a second screen. What it does not know it skips.
public struct VirtualScreen: Sendable {
    /// Cells in a row.
    public private(set) var columns: Int
    /// Rows.
    public private(set) var rows: Int
    /// Where the cursor is, from 0.
    public private(set) var cursor = (row: 0, column: 0)
    /// The rows that left the screen at its top, oldest first.
    public private(set) var scrollback: [String] = []
    /// Whether the second screen, that of full-screen views, is shown.
    public private(set) var isAlternate = false
    /// Whether the cursor can be seen.
    public private(set) var isCursorVisible = true

    /// A cell; nil is the right half of the wide character before it.
    private typealias Row = [Character?]
    private var cells: [Row]
    private var main: (cells: [[Character?]], cursor: (row: Int, column: Int))?
    private var saved = (row: 0, column: 0)
    /// The last column is filled: the next character goes to the next row.
    private var isWrapPending = false
    private var isInserting = false
    private var parser = Parser()

    /// An empty screen.
    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        cells = Array(repeating: Self.blank(columns), count: rows)
    }

    private static func blank(_ columns: Int) -> Row { Array(repeating: " ", count: columns) }

    /// The rows from top to bottom, without the blanks at their ends.
    public var lines: [String] {
        cells.map { row in
            var line = String(row.compactMap { $0 })
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// All rows, without the empty ones at the bottom.
    public var text: String {
        var lines = lines
        while lines.last == "" { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    /// The row the cursor is in.
    public var line: String { lines[cursor.row] }

    /// Changes the size as a terminal does that does not wrap its lines anew: it cuts, or adds
    /// blanks, at the right, and drops rows at the top if the cursor would be lost.
    public mutating func resize(columns: Int, rows: Int) {
        cells = cells.map { Row($0.prefix(columns)) + Row(Self.blank(max(0, columns - $0.count))) }
        self.columns = columns
        while cells.count > rows {
            if cursor.row < cells.count - 1 {
                cells.removeLast()
            } else {
                scrollback.append(lines[0])
                cells.removeFirst()
                cursor.row -= 1
            }
        }
        while cells.count < rows { cells.append(Self.blank(columns)) }
        self.rows = rows
        cursor.column = min(cursor.column, columns - 1)
        isWrapPending = false
    }

    /// Takes what a program wrote; returns what the terminal answers, if it was asked something.
    public mutating func take(_ bytes: some Sequence<UInt8>) -> String {
        var answer = ""
        for byte in bytes {
            guard let item = parser.take(byte) else { continue }
            switch item {
            case .character(let scalar): put(scalar)
            case .control(let byte): control(byte)
            case .escape(let byte): escape(byte)
            case .sequence(let sequence): answer += obey(sequence)
            }
        }
        return answer
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let width = Character(scalar).displayWidth
        guard width > 0 else { return combine(scalar) }
        if isWrapPending || cursor.column + width > columns {
            cursor.column = 0
            lineFeed()
        }
        if isInserting {
            cells[cursor.row].insert(
                contentsOf: Self.blank(width),
                at: cursor.column
            )
            cells[cursor.row].removeLast(width)
        }
        cells[cursor.row][cursor.column] = Character(scalar)
        if width == 2 { cells[cursor.row][cursor.column + 1] = nil }
        isWrapPending = cursor.column + width == columns
        cursor.column = min(cursor.column + width, columns - 1)
    }

    private mutating func combine(_ scalar: Unicode.Scalar) {
        var column = isWrapPending ? cursor.column : cursor.column - 1
        while column > 0 && cells[cursor.row][column] == nil { column -= 1 }
        guard column >= 0, let base = cells[cursor.row][column] else { return }
        cells[cursor.row][column] = (String(base) + String(Character(scalar))).first
    }

    private mutating func control(_ byte: UInt8) {
        isWrapPending = false
        switch byte {
        case 8: cursor.column = max(0, cursor.column - 1)
        case 9: cursor.column = min(columns - 1, (cursor.column / 8 + 1) * 8)
        case 10, 11, 12: lineFeed()
        case 13: cursor.column = 0
        default: break
        }
    }

    private mutating func lineFeed() {
        isWrapPending = false
        guard cursor.row == rows - 1 else {
            cursor.row += 1
            return
        }
        if !isAlternate { scrollback.append(lines[0]) }
        cells.removeFirst()
        cells.append(Self.blank(columns))
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "7"): saved = cursor
        case UInt8(ascii: "8"): cursor = saved
        case UInt8(ascii: "D"): lineFeed()
        case UInt8(ascii: "E"):
            cursor.column = 0
            lineFeed()
        case UInt8(ascii: "M"):
            if cursor.row > 0 {
                cursor.row -= 1
            } else {
                cells.removeLast()
                cells.insert(Self.blank(columns), at: 0)
            }
        default: break
        }
    }
}

// Control sequences.
extension VirtualScreen {
    private mutating func obey(_ sequence: Parser.Sequence) -> String {
        if sequence.isPrivate {
            setPrivateModes(sequence.numbers, on: sequence.final == "h")
            return ""
        }
        isWrapPending = isWrapPending && sequence.final == "m"
        let count = max(1, sequence.numbers.first ?? 1)
        switch sequence.final {
        case "A": cursor.row = max(0, cursor.row - count)
        case "B": cursor.row = min(rows - 1, cursor.row + count)
        case "C": cursor.column = min(columns - 1, cursor.column + count)
        case "D": cursor.column = max(0, cursor.column - count)
        case "G", "`": cursor.column = min(columns, count) - 1
        case "d": cursor.row = min(rows, count) - 1
        case "H", "f":
            cursor.row = min(rows, count) - 1
            cursor.column = min(columns, max(1, sequence.numbers.dropFirst().first ?? 1)) - 1
        case "h", "l": if sequence.numbers.first == 4 { isInserting = sequence.final == "h" }
        case "n": return "\u{1B}[\(cursor.row + 1);\(cursor.column + 1)R"
        default: edit(sequence.final, sequence.numbers.first ?? 0)
        }
        return ""
    }

    private mutating func edit(_ final: Character, _ number: Int) {
        let count = max(1, number)
        let (row, column) = cursor
        switch final {
        case "J":
            if number == 0 { erase(from: (row, column), to: (rows - 1, columns)) }
            if number == 1 { erase(from: (0, 0), to: (row, column + 1)) }
            if number >= 2 { erase(from: (0, 0), to: (rows - 1, columns)) }
        case "K":
            erase(
                from: (row, number == 0 ? column : 0),
                to: (row, number == 1 ? column + 1 : columns)
            )
        case "X": erase(from: (row, column), to: (row, min(columns, column + count)))
        case "P":
            cells[row].removeSubrange(column..<min(columns, column + count))
            cells[row] += Self.blank(columns - cells[row].count)
        case "@":
            cells[row].insert(contentsOf: Self.blank(count), at: column)
            cells[row].removeLast(cells[row].count - columns)
        case "L":
            cells.insert(contentsOf: Array(repeating: Self.blank(columns), count: count), at: row)
            cells.removeLast(cells.count - rows)
        case "M":
            cells.removeSubrange(row..<min(rows, row + count))
            while cells.count < rows { cells.append(Self.blank(columns)) }
        default: break
        }
    }

    /// Blanks the cells from one place to before another.
    private mutating func erase(from: (row: Int, column: Int), to: (row: Int, column: Int)) {
        for row in from.row...to.row {
            let first = row == from.row ? from.column : 0
            let end = row == to.row ? to.column : columns
            for column in first..<max(first, end) { cells[row][column] = " " }
        }
    }

    private mutating func setPrivateModes(_ numbers: [Int], on: Bool) {
        for number in numbers {
            switch number {
            case 25: isCursorVisible = on
            case 47, 1047, 1049:
                if on && !isAlternate {
                    main = (cells, cursor)
                    cells = Array(repeating: Self.blank(columns), count: rows)
                } else if !on, isAlternate, let main {
                    (cells, cursor) = main
                    isAlternate = false
                    // The window may have another size by now.
                    resize(columns: columns, rows: rows)
                }
                isAlternate = on
            default: break
            }
        }
    }
}
