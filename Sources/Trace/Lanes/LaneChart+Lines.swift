import LoopEvents
import StyledText

extension LaneChart {
    /// The lanes of `recording` in lines of `width` columns at most, with a scale above and what the
    /// marks mean below; after `moment` events, if that is given, a mark says here.
    public static func lines(
        of recording: Recording,
        by scale: LaneScale,
        width: Int,
        at moment: Int? = nil
    ) -> [StyledLine] {
        let names = nameWidth([recording], width: width)
        let axis = LaneAxis(scale, of: [recording], width: width - names - 1)
        let chart = LaneChart(recording, on: axis)
        let last = moment.flatMap { $0 > 0 ? recording.events.prefix($0).last : nil }
        let here = moment == nil ? nil : last.map(axis.column) ?? 0
        return chart.lines(names: names, width: width, here: here) + [""]
            + chart.legend(width: width)
    }

    /// How wide the column of names is: as wide as the widest, up to a quarter of the page.
    static func nameWidth(_ recordings: [Recording], width: Int) -> Int {
        var widest = 4
        for recording in recordings {
            for task in recording.tasks.prefix(mostRows) {
                widest = max(widest, Phrases.clean(task.name).displayWidth)
            }
            for event in recording.events where event.kind == .workReturned {
                let name = "\(Phrases.clean(recording.text(of: event)))_\(event.value)"
                widest = max(widest, name.displayWidth)
            }
        }
        return min(widest, max(6, width / 4))
    }

    /// The scale and the rows, and a mark below column `here`; an axis that is wider than the page
    /// goes on below.
    func lines(names: Int, width: Int, here: Int? = nil) -> [StyledLine] {
        let room = max(8, width - names - 1)
        let squeezed = axis.scale == .pass ? squeezed() : self
        let count = squeezed.rows.first?.cells.count ?? 0
        let here = here.map(squeezed.place)
        var lines: [StyledLine] = []
        for start in stride(from: 0, to: max(1, count), by: room) {
            if start > 0 { lines.append("") }
            let range = start..<min(count, start + room)
            lines += squeezed.scaleLines(range, names: names, width: width)
            for row in squeezed.rows {
                // A lane with nothing in this stretch is left out.
                let cells = row.cells[range]
                if start > 0 || range.upperBound < count, cells.allSatisfy({ $0 == " " }) {
                    continue
                }
                lines.append(
                    StyledLine(row.name, row.ink).fitted(to: names + 1)
                        + StyledLine(String(cells).trimmedAtEnd, row.ink)
                )
            }
            if let here, range.contains(here) {
                lines.append(Self.mark(here - start, names: names, width: width))
            }
        }
        if hiddenTasks > 0 {
            lines.append(StyledLine("… and \(hiddenTasks) more tasks", .dim).truncated(to: width))
        }
        return lines
    }

    /// Where a column of the axis is drawn.
    private func place(of column: Int) -> Int {
        guard let squeezedPlaces else { return column }
        let after = squeezedPlaces.firstIndex { $0.pass >= column } ?? squeezedPlaces.count - 1
        guard squeezedPlaces.indices.contains(after) else { return 0 }
        let (place, pass) = squeezedPlaces[after]
        // Inside a fold it is drawn in its middle.
        return pass == column || after == 0 ? place : (squeezedPlaces[after - 1].place + place) / 2
    }

    private static func mark(_ column: Int, names: Int, width: Int) -> StyledLine {
        let word = " you are here"
        let isRoomy = names + 1 + column + 1 + word.count <= width
        let text = isRoomy ? "▲" + word : "▲"
        return .spaces(names + 1 + column) + StyledLine(text, .strong)
    }

    /// What the marks mean, and how much a column is.
    func legend(width: Int) -> [StyledLine] {
        var marks = Self.marks
        if rows.contains(where: { $0.cells.contains("/") }) || squeezedPlaces != nil {
            marks.append("// nothing new for a while")
        }
        let size =
            switch axis.scale {
            case .time: "one column is \(LoopTime.short(axis.unit)) s"
            case .pass:
                axis.unit == 1 ? "one column is one pass" : "one column is \(axis.unit) passes"
            }
        return Self.flow(marks + [size], width: width)
    }

    private static func flow(_ items: [String], width: Int) -> [StyledLine] {
        var lines: [String] = []
        for item in items {
            if let last = lines.last, last.displayWidth + 2 + item.displayWidth <= width {
                lines[lines.count - 1] += "  " + item
            } else {
                lines.append(item)
            }
        }
        return lines.map { StyledLine($0, .dim).truncated(to: width) }
    }

    // MARK: Scale

    private func scaleLines(_ range: Range<Int>, names: Int, width: Int) -> [StyledLine] {
        let scale = axis.scale == .time ? "time" : "pass"
        let line = scaleLine(scale, labels, range, names: names, width: width)
        guard axis.scale == .pass else { return [line] }
        // Where the clock has moved on.
        let moved = times.indices.filter { $0 == 0 || times[$0] != times[$0 - 1] }
            .map { (place: $0, text: LoopTime.short(times[$0])) }
        return [line, scaleLine("time", moved, range, names: names, width: width)]
    }

    private func scaleLine(
        _ name: String,
        _ labels: [(place: Int, text: String)],
        _ range: Range<Int>,
        names: Int,
        width: Int
    ) -> StyledLine {
        var text = ""
        for label in labels where range.contains(label.place) {
            let place = label.place - range.lowerBound
            guard text.isEmpty && place == 0 || place > text.count,
                names + 1 + place + label.text.count <= width
            else { continue }
            text += String(repeating: " ", count: place - text.count) + label.text
        }
        return StyledLine(name, .dim).fitted(to: names + 1) + StyledLine(text, .dim)
    }

    private var labels: [(place: Int, text: String)] {
        if let squeezedPlaces {
            return squeezedPlaces.map { ($0.place, "\(Int64($0.pass) * axis.unit)") }
        }
        return axis.labels.map { place, moment in
            (place, axis.scale == .time ? LoopTime.short(moment) : "\(moment)")
        }
    }
}

extension String {
    fileprivate var trimmedAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
