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
        let plan = PlannedRun.all.filter {
            options.workloads.isEmpty || options.workloads.contains($0.workload)
        }
        let server = plan.contains { $0.needsServer } ? WebServer() : nil
        defer { server?.stop() }
        if let server { setenv(serverVariable, server.url, 1) }
        table.begin(rounds: options.rounds)
        for planned in plan where server != nil || !planned.needsServer { run(planned) }
        table.end()
    }

    private func run(_ planned: PlannedRun) {
        var taking = peers.filter { $0.name == Peer.ours || planned.peers.contains($0.name) }
        var fewer: Samples?
        for count in planned.counts {
            let samples = run(planned.workload, count, &taking)
            let names = taking.map(\.name)
            table.add(samples, peers: names)
            if let fewer { table.addGrowth(of: samples, since: fewer, peers: names) }
            fewer = samples
        }
    }

    /// Runs those who are `taking` part, round after round; who fails takes part no longer.
    private func run(_ workload: String, _ count: Int, _ taking: inout [Peer]) -> Samples {
        var samples = Samples()
        for round in 0..<options.rounds {
            // Nobody is always the first, nor always after the same peer's heat.
            let first = round % max(1, taking.count)
            for peer in taking[first...] + taking[..<first] {
                let command = peer.command + [workload, String(count)]
                do {
                    let output = try ChildRun(command: command, limit: options.limit).output()
                    for line in output.split(separator: "\n").compactMap({ MetricLine($0) }) {
                        samples.add(line, by: peer.name, round: round)
                    }
                } catch {
                    warn("\(peer.name) \(workload) \(count) is left out: \(error)")
                    taking.removeAll { $0.name == peer.name }
                }
            }
        }
        return samples
    }
}
