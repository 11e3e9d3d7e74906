import BenchFloor
import Glibc

@main
enum Main {
    static let usage = """
        usage: loopwalk-bench [--record | --record-cold] WORKLOAD N
               loopwalk-bench floor WORKLOAD N
               loopwalk-bench compare [WORKLOAD...] [--rounds N] [--tsv FILE] [--only PEER,PEER]
                                      [--limit SECONDS] [--python PATH] [--node PATH] [--peers FOLDER]
               loopwalk-bench views [EVENTS]
               loopwalk-bench list
        """

    static func main() {
        var arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "compare": Comparison(CompareOptions(Array(arguments.dropFirst()))).run()
        case "views":
            let count = arguments.count > 1 ? Int(arguments[1]) ?? 0 : 1_000_000
            guard arguments.count <= 2, count > 0 else { fail(usage) }
            ViewTimes(events: count).show()
        case "list": Swift.print(Workload.all.map(\.name).joined(separator: "\n"))
        case "floor":
            let (name, count) = workloadAndCount(arguments.dropFirst())
            guard FloorWorkloads.run(name, count) else {
                fail("the floor has no workload '\(name)'")
            }
        default:
            var recording = Recording.off
            if arguments.first == "--record" { recording = .on }
            if arguments.first == "--record-cold" { recording = .cold }
            if recording != .off { arguments.removeFirst() }
            let (name, count) = workloadAndCount(arguments[...])
            runOurs(name, count, recording)
        }
    }

    private static func workloadAndCount(_ arguments: ArraySlice<String>) -> (String, Int) {
        guard arguments.count == 2, let name = arguments.first,
            let count = arguments.last.flatMap({ Int($0) }), count > 0
        else { fail("a workload and a number of operations are wanted\n" + usage) }
        return (name, count)
    }

    private static func runOurs(_ name: String, _ count: Int, _ recording: Recording) {
        guard let workload = Workload.all.first(where: { $0.name == name }) else {
            fail("there is no workload '\(name)'; see 'loopwalk-bench list'")
        }
        do {
            try workload.run(count, recording: recording)
        } catch {
            warn("\(name) failed: \(error)")
            exit(1)
        }
    }
}
