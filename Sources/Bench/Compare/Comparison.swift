import BenchMeasure
import Glibc

/// Runs the peers in turn, round after round, and sets each against ours.
struct Comparison {
    var options: CompareOptions
    var peers: [Peer]
    private var table: ResultTable

    init(_ options: CompareOptions) {
        self.options = options
        let all = Peer.all(python: options.python, node: options.node, scripts: options.scripts)
        let wanted = all.filter { options.only.isEmpty || options.only.contains($0.name) }
        peers = wanted.filter { peer in
            if peer.isInstalled { return true }
            warn("\(peer.name) is skipped: it is not installed")
            return false
        }
        table = ResultTable(tsv: options.tsv)
    }

    func run() {
        table.begin(rounds: options.rounds)
        for planned in PlannedRun.all {
            guard options.workloads.isEmpty || options.workloads.contains(planned.workload) else {
                continue
            }
            if let reason = Workload.leftOut[planned.workload] {
                warn("\(planned.workload) is skipped: \(reason)")
                continue
            }
            for count in planned.counts { run(planned, count) }
        }
        table.end()
    }

    private func run(_ planned: PlannedRun, _ count: Int) {
        var taking = peers.filter { $0.name == Peer.ours || planned.peers.contains($0.name) }
        var samples = Samples()
        for round in 0..<options.rounds {
            // Nobody is always the first, nor always after the same peer's heat.
            let first = round % max(1, taking.count)
            for peer in taking[first...] + taking[..<first] {
                let command = peer.command + [planned.workload, String(count)]
                do {
                    let output = try ChildRun(command: command, limit: options.limit).output()
                    for line in output.split(separator: "\n").compactMap({ MetricLine($0) }) {
                        samples.add(line, by: peer.name, round: round)
                    }
                } catch {
                    warn("\(peer.name) \(planned.workload) \(count) is left out: \(error)")
                    taking.removeAll { $0.name == peer.name }
                }
            }
        }
        table.add(samples, peers: taking.map(\.name))
    }
}
