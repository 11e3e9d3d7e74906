/// What `compare` was asked for.
struct CompareOptions {
    /// The workloads; all if there is none.
    var workloads: [String] = []
    /// The peers; all if there is none.
    var only: [String] = []
    var rounds = 5
    /// How long one run of one peer may take, in seconds.
    var limit = 60
    var tsv: String?
    var python = "python3"
    var node = "node"
    /// Where the other loops' programs are.
    var scripts = "Sources/Bench/Peers"

    init(_ arguments: [String]) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--") else {
                guard PlannedRun.all.contains(where: { $0.workload == argument }) else {
                    fail("there is no workload '\(argument)'; see 'loopwalk-bench list'")
                }
                workloads.append(argument)
                continue
            }
            guard let value = rest.popFirst() else { fail("\(argument) wants a value") }
            set(argument, value)
        }
    }

    private mutating func set(_ option: String, _ value: String) {
        switch option {
        case "--rounds": rounds = positive(option, value)
        case "--limit": limit = positive(option, value)
        case "--tsv": tsv = value
        case "--only": only = value.split(separator: ",").map(String.init)
        case "--python": python = value
        case "--node": node = value
        case "--peers": scripts = value
        default: fail("there is no option '\(option)'\n" + Main.usage)
        }
    }

    private func positive(_ option: String, _ value: String) -> Int {
        guard let number = Int(value), number > 0 else { fail("\(option) wants a number from 1") }
        return number
    }
}
