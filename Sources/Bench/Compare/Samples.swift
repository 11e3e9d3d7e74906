import BenchMeasure
import Glibc

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

    /// How the cost of one operation grows with how many there are, over the rounds.
    struct Growth {
        var metric: String
        var peer: String
        var counts: (from: Int, to: Int)
        var median: Double
        var least: Double
        var most: Double

        /// The factor for a total that grows as n log n does.
        var linearithmic: Double { log(Double(counts.to)) / log(Double(counts.from)) }
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
        let sorted = own.values.sorted()
        let ratios = quotients(own, values[metric]?[Peer.ours] ?? [:])
        return Row(
            metric: metric,
            peer: peer,
            count: count,
            median: median(sorted),
            least: sorted[0],
            most: sorted[sorted.count - 1],
            ratio: ratios.isEmpty ? nil : median(ratios)
        )
    }

    /// By what factor one operation costs more here than where there are `fewer` of them, round by
    /// round; nil if the peer has not both.
    func growth(_ metric: String, _ peer: String, since fewer: Samples) -> Growth? {
        let factors = quotients(
            values[metric]?[peer] ?? [:],
            fewer.values[metric]?[peer] ?? [:]
        )
        guard let least = factors.first, let most = factors.last,
            let from = fewer.counts[metric], let to = counts[metric]
        else { return nil }
        return Growth(
            metric: metric,
            peer: peer,
            counts: (from, to),
            median: median(factors),
            least: least,
            most: most
        )
    }

    /// Each round's value by the other's in the same round, in order of size.
    private func quotients(_ values: [Int: Double], _ others: [Int: Double]) -> [Double] {
        values.compactMap { round, value in
            others[round].flatMap { $0 > 0 ? value / $0 : nil }
        }
        .sorted()
    }

    private func median(_ sorted: [Double]) -> Double {
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
