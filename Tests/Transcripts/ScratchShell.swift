import BuildProducts
import Foundation

/// A shell with a home and a state folder of its own, in which `loopwalk` is the one just built.
struct ScratchShell {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("loopwalk-transcript-\(UUID().uuidString)")
        for name in ["home", "state"] {
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent(name),
                withIntermediateDirectories: true
            )
        }
    }

    /// Deletes the folders.
    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Runs `command` with `input` on its standard input, to its end.
    ///
    /// Returns all it wrote, with this shell's folders as `[HOME]` and `[STATE]`, and its exit code.
    func run(_ command: String, input: [String]) throws -> (output: String, code: Int32) {
        let inputFile = folder.appendingPathComponent("input")
        try Data(input.map { $0 + "\n" }.joined().utf8).write(to: inputFile)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = folder
        process.environment = [
            "PATH": "\(buildProducts):/usr/bin:/bin", "HOME": folder.path + "/home",
            "XDG_STATE_HOME": folder.path + "/state", "LANG": "C.UTF-8", "TERM": "xterm",
            "COLUMNS": "80", "LOOPWALK_SWIFTC": swiftc,
        ]
        let pipe = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        let code = process.waitForEnd()
        let text = String(decoding: data, as: UTF8.self)
            .replacingOccurrences(of: folder.path + "/home", with: "[HOME]")
            .replacingOccurrences(of: folder.path + "/state", with: "[STATE]")
        return (text, code)
    }
}

extension Transcript {
    /// The same commands and typed lines, with what comes back now.
    func played() throws -> Transcript {
        let shell = try ScratchShell()
        defer { shell.remove() }
        var result = self
        for index in result.exchanges.indices {
            let exchange = exchanges[index]
            let (output, code) = try shell.run(exchange.command, input: exchange.input)
            var lines = output.split(separator: "\n", omittingEmptySubsequences: false)
                .map { Self.withoutMeasurement(String($0)) }
            if lines.last == "" { lines.removeLast() }
            result.exchanges[index].lines = lines
            result.exchanges[index].code = "\(code)"
        }
        return result
    }
    /// A demo's output line as it is compared: what follows `≈` was measured, and is another each
    /// time.
    private static func withoutMeasurement(_ line: String) -> String {
        line.hasPrefix("    │ ≈ ") ? "    │ ≈ [MEASURED]" : line
    }
}
