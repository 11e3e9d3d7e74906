import LoopEvents

/// What the lanes of a run are drawn along.
public enum LaneScale: String, CaseIterable, Sendable {
    /// The loop's time.
    case time
    /// The loop's passes, one character each.
    case pass
}

/// Where on the page a moment is drawn: one axis serves as many runs as are to be compared.
///
/// A column stands for `unit` nanoseconds, or for one pass. Long stretches in which nothing happens
/// in any of the runs take the room of a fold.
struct LaneAxis: Sendable {
    /// Columns that a fold takes.
    static let fold = 4

    let scale: LaneScale
    /// What one column stands for: nanoseconds, or passes.
    let unit: Int64
    /// The columns, before folding, in which something happens, in order, and where they are drawn.
    private let stops: [Int64]
    private let places: [Int]
    /// The moments they begin with.
    private let moments: [Int64]
    /// Where folds begin on the page, and how much of the scale each hides.
    let folds: [(place: Int, hidden: Int64)]

    /// How many columns it takes.
    var width: Int { (places.last ?? 0) + 1 }

    /// An axis for `recordings` in `width` columns; by pass it may be wider.
    init(_ scale: LaneScale, of recordings: [Recording], width: Int) {
        self.scale = scale
        var moments: [Int64] = []
        for recording in recordings {
            var last: Int64 = -1
            for event in recording.events {
                let moment = Self.moment(of: event, scale)
                if moment != last { moments.append(moment) }
                last = moment
            }
        }
        moments = Self.distinct(moments)
        let layout =
            switch scale {
            case .time: Self.fitted(moments, to: max(10, width))
            // Nobody reads thousands of columns.
            case .pass: Layout(moments, unit: (moments.last ?? 0) / 2000 + 1, foldingOver: .max)
            }
        (unit, stops, places, folds) = (layout.unit, layout.stops, layout.places, layout.folds)
        self.moments = layout.moments
    }

    static func moment(of event: LoopEvent, _ scale: LaneScale) -> Int64 {
        scale == .time ? event.time : Int64(event.pass)
    }

    private static func distinct(_ moments: [Int64]) -> [Int64] {
        var result: [Int64] = []
        for moment in moments.sorted() where result.last != moment { result.append(moment) }
        return result
    }

    /// The column of `event`.
    func column(of event: LoopEvent) -> Int {
        let stop = Self.moment(of: event, scale) / unit
        var (low, high) = (0, stops.count)
        while low < high {
            let middle = (low + high) / 2
            if stops[middle] < stop { low = middle + 1 } else { high = middle }
        }
        return low < places.count ? places[low] : places.last ?? 0
    }

    /// The moment that each column in which something happens begins with.
    var labels: [(place: Int, moment: Int64)] {
        zip(places, moments).map { ($0, $1) }
    }

    // MARK: Layout

    private struct Layout {
        let unit: Int64
        var stops: [Int64] = []
        var places: [Int] = []
        var moments: [Int64] = []
        var folds: [(place: Int, hidden: Int64)] = []

        init(_ moments: [Int64], unit: Int64, foldingOver most: Int64) {
            self.unit = unit
            for moment in moments where stops.last != moment / unit {
                let stop = moment / unit
                if let last = stops.last, let place = places.last {
                    let empty = stop - last - 1
                    if empty > most {
                        folds.append((place + 1, empty * unit))
                        places.append(place + 1 + LaneAxis.fold)
                    } else {
                        // More than a page can hold is refused by its width, and need not be exact.
                        places.append(place + 1 + Int(min(empty, 1 << 40)))
                    }
                } else {
                    places.append(0)
                }
                stops.append(stop)
                self.moments.append(moment)
            }
        }

        var width: Int { (places.last ?? 0) + 1 }
    }

    /// The finest round unit that fits; if it would draw moments of their own as one, and folding
    /// the long empty stretches tells them apart, those are folded.
    private static func fitted(_ moments: [Int64], to width: Int) -> Layout {
        let plain = units.lazy.map { Layout(moments, unit: $0, foldingOver: .max) }
            .first { $0.width <= width }
        let folded = units.lazy.map { Layout(moments, unit: $0, foldingOver: 8) }
            .first { $0.width <= width }
        guard let plain else {
            return folded ?? Layout(moments, unit: units.last!, foldingOver: 8)
        }
        guard let folded, folded.stops.count > plain.stops.count else { return plain }
        // Of the units that tell as many apart, the finest that folds no more than it must.
        let able = units.map { Layout(moments, unit: $0, foldingOver: 8) }
            .filter { $0.stops.count == folded.stops.count && $0.width <= width }
        let fewest = able.map(\.folds.count).min()
        return able.first { $0.folds.count == fewest } ?? folded
    }

    /// 1, 2 and 5 of each power of ten, from a nanosecond to some thousand years.
    private static let units: [Int64] = {
        var units: [Int64] = []
        var power: Int64 = 1
        for _ in 0..<18 {
            units += [power, power * 2, power * 5]
            power *= 10
        }
        return units
    }()
}
