import BuildProducts
import Foundation

/// An exported page's own script, run by Node.
public enum PageScript {
    /// Node's path; nil if it is not there.
    public static let node = program(["node", "nodejs"])

    /// The first of `names` that the search path or the usual places have.
    public static func program(_ names: [String]) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/bin", "/usr/local/bin"]
        return names.lazy.flatMap { name in folders.map { "\($0)/\(name)" } }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// What the script of `page` says of the board at every moment of every run, each reached by
    /// going forward, and again, each reached by going back.
    public static func facts(of page: String) throws -> [(title: String, facts: [String])] {
        let runs = try answer(of: page, to: Self.facts)
        return runs.map { ($0["title"] as? String ?? "", $0["facts"] as? [String] ?? []) }
    }

    /// Where following each task, and stopping at each word, leads in every run of `page`: by the
    /// name or word, forward from the beginning and then back from the end.
    public static func walks(of page: String) throws -> [[String: [Int]]] {
        try answer(of: page, to: Self.walks).map { $0.compactMapValues { $0 as? [Int] } }
    }

    private static func answer(of page: String, to question: String) throws -> [[String: Any]] {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("loopwalk-page-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("page.html")
        try Data(page.utf8).write(to: file)
        let output = try output(of: node ?? "", ["-e", opening + question, file.path])
        guard let runs = try JSONSerialization.jsonObject(with: output) as? [[String: Any]] else {
            throw CocoaError(.coderReadCorrupt)
        }
        return runs
    }

    /// What `program` writes to its standard output.
    public static func output(of program: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitForEnd()
        return data
    }

    private static let opening = """
        const page = require("fs").readFileSync(process.argv[1], "utf8");
        const part = (tag) => page.split(tag)[1].split("</" + "script>")[0];
        const data = JSON.parse(part('<script type="application/json" id="runs">'));
        const [Run, words] = new Function(part("<script>") + "; return [Run, stopWords];")();

        """

    private static let facts = """
        const runs = data.map((each) => {
          const run = new Run(each);
          const facts = [];
          for (let count = 0; count <= run.count; count += 1) facts.push(run.board(count).facts());
          for (let count = run.count; count >= 0; count -= 1) {
            if (run.board(count).facts() !== facts[count]) facts[count] += " but not going back";
          }
          return { title: run.title, facts };
        });
        process.stdout.write(JSON.stringify(runs));
        """

    private static let walks = """
        const runs = data.map((each) => {
          const run = new Run(each);
          const walks = {};
          for (const text of [...run.tasks, ...Object.keys(words), "line 2"]) {
            const { holds } = run.stop(text);
            const walk = [];
            for (const isForward of [true, false]) {
              for (let at = isForward ? 0 : run.count; at !== null;) {
                at = run.seek(at, isForward, holds);
                if (at !== null) walk.push(at);
              }
            }
            walks[text] = walk;
          }
          return walks;
        });
        process.stdout.write(JSON.stringify(runs));
        """
}
