extension LaneChart {
    /// The chart with long runs of columns that are all alike drawn as a fold: a loop that does the
    /// same in every pass.
    func squeezed() -> LaneChart {
        let count = rows.first?.cells.count ?? 0
        var result = self
        for row in rows.indices { result.rows[row].cells = [] }
        result.times = []
        var places: [(place: Int, pass: Int)] = []
        var at = 0
        while at < count {
            var end = at + 1
            while end < count, isColumn(end, like: at) { end += 1 }
            let place = result.rows.first?.cells.count ?? 0
            if end - at > 12 {
                places += [(place, at), (place + 5, end - 1)]
                result.times += [Int64](repeating: times[at], count: 5) + [times[end - 1]]
                for row in rows.indices {
                    let cell = rows[row].cells[at]
                    let fold = cell == " " ? "  " : "//"
                    result.rows[row].cells += [cell, cell] + Array(fold) + [cell, cell]
                }
            } else {
                for column in at..<end {
                    places.append((place + column - at, column))
                    result.times.append(times[column])
                    for row in rows.indices {
                        result.rows[row].cells.append(rows[row].cells[column])
                    }
                }
            }
            at = end
        }
        result.squeezedPlaces = places
        return result
    }

    private func isColumn(_ first: Int, like second: Int) -> Bool {
        rows.allSatisfy { $0.cells[first] == $0.cells[second] }
    }
}
