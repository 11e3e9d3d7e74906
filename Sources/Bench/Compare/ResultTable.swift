import BenchMeasure
import Glibc

/// Prints the results as they come, for people, and writes them as tab-separated values.
final class ResultTable {
    private let path: String?
    private let file: UnsafeMutablePointer<FILE>?

    init(tsv path: String?) {
        self.path = path
        file = path.flatMap { fopen($0, "w") }
        if let path, file == nil {
            fail("cannot write \(path): \(String(cString: strerror(errno)))")
        }
    }

    func begin(rounds: Int) {
        write(["workload", "peer", "median", "min", "max", "ratio", "n", "unit"])
        Swift.print(
            "Median of \(rounds) rounds; ratio: its cost by ours, above 1 is slower than ours."
        )
        show(["workload", "n", "peer", "median", "min", "max", "ratio"])
    }

    func add(_ samples: Samples, peers: [String]) {
        for metric in samples.metrics {
            Swift.print()
            for row in peers.compactMap({ samples.row(metric, $0) }) { add(row) }
        }
        fflush(nil)
    }

    private func add(_ row: Samples.Row) {
        let unit = Unit(row.metric)
        show([
            row.metric, String(row.count), row.peer, unit.shown(row.median), unit.shown(row.least),
            unit.shown(row.most), row.ratio.map { decimal($0, 2) } ?? "",
        ])
        write([
            row.metric, row.peer, decimal(row.median, 1), decimal(row.least, 1),
            decimal(row.most, 1), row.ratio.map { decimal($0, 3) } ?? "", String(row.count),
            unit.rawValue,
        ])
    }

    /// Adds how much dearer an operation is in `samples` than in `fewer`, with fewer of them.
    func addGrowth(of samples: Samples, since fewer: Samples, peers: [String]) {
        for metric in samples.metrics where Unit(metric) == .nanoseconds {
            let rows = peers.compactMap { samples.growth(metric, $0, since: fewer) }
            guard let first = rows.first else { continue }
            Swift.print()
            for row in rows { add(row) }
            Swift.print("  (n log n in all: x \(decimal(first.linearithmic, 2)))")
        }
        fflush(nil)
    }

    private func add(_ row: Samples.Growth) {
        let figures = [row.median, row.least, row.most]
        show(
            [row.metric, "\(short(row.counts.from))-\(short(row.counts.to))", row.peer]
                + figures.map { "x " + decimal($0, 2) }
        )
        write(
            [row.metric, row.peer] + figures.map { decimal($0, 3) }
                + ["", "\(row.counts.from)-\(row.counts.to)", "growth"]
        )
    }

    private func short(_ count: Int) -> String {
        count % 1_000 == 0 ? "\(count / 1_000)k" : String(count)
    }

    func end() {
        guard let file else { return }
        fclose(file)
        Swift.print("\nThe same as tab-separated values: \(path ?? "")")
    }

    /// Names flush left, figures flush right.
    private func show(_ cells: [String]) {
        let widths = [17, -8, 21, -10, -10, -10, -8]
        let columns = zip(cells, widths).map { cell, width in
            let space = String(repeating: " ", count: max(0, abs(width) - cell.count))
            return width < 0 ? space + cell : cell + space
        }
        Swift.print(columns.joined(separator: "  "))
    }

    private func write(_ cells: [String]) {
        guard let file else { return }
        fputs(cells.joined(separator: "\t") + "\n", file)
    }
}
