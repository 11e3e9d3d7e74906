import BenchMeasure

/// What the rounds of one workload gave.
struct Samples {
    /// The figures of one peer for one metric, over the rounds.
    struct Row {
        var metric: String
        var peer: String
        var count: Int
        var median: Double
        var least: Double
        var most: Double
        /// The median over the rounds of this peer's figure by ours in the same round: what slows
        /// the machine for a while slows both. Nil if we have none.
        var ratio: Double?
    }

    private(set) var metrics: [String] = []
    private var counts: [String: Int] = [:]
    private var values: [String: [String: [Int: Double]]] = [:]

    mutating func add(_ line: MetricLine, by peer: String, round: Int) {
        if counts[line.metric] == nil { metrics.append(line.metric) }
        counts[line.metric] = line.count
        values[line.metric, default: [:]][peer, default: [:]][round] = line.perOperation
    }

    func row(_ metric: String, _ peer: String) -> Row? {
        guard let own = values[metric]?[peer], !own.isEmpty, let count = counts[metric] else {
            return nil
        }
        let ours = values[metric]?[Peer.ours] ?? [:]
        let ratios = own.compactMap { round, value in
            ours[round].flatMap { $0 > 0 ? value / $0 : nil }
        }
        let sorted = own.values.sorted()
        return Row(
            metric: metric,
            peer: peer,
            count: count,
            median: median(sorted),
            least: sorted[0],
            most: sorted[sorted.count - 1],
            ratio: ratios.isEmpty ? nil : median(ratios.sorted())
        )
    }

    private func median(_ sorted: [Double]) -> Double {
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
