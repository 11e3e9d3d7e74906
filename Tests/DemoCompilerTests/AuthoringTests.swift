import BuildProducts
import Foundation
import Testing

/// What a shell's user sees of `loopwalk`, run in `folder` with a home there.
func loopwalk(
    _ arguments: [String],
    in folder: Scratch,
    input: String = "",
    environment: [String: String] = [:],
    program: String = "\(buildProducts)/loopwalk"
) throws -> (output: String, code: Int32) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    var variables = ["HOME": folder.path, "LANG": "C.UTF-8", "COLUMNS": "80"]
    variables["PATH"] = ProcessInfo.processInfo.environment["PATH"]
    process.environment = variables.merging(environment) { $1 }
    let output = Pipe()
    // A file, as the end of a pipe that another test's program inherits never comes.
    let typed = "\(folder.path)/input-\(UUID().uuidString)"
    try input.write(toFile: typed, atomically: true, encoding: .utf8)
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: typed))
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    return (String(decoding: data, as: UTF8.self), process.waitForEnd())
}

@Suite struct `A lesson of one's own` {
    @Test func `begins as a template that passes lint and can be walked through`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        let (output, code) = try loopwalk(["new", "late-tea"], in: folder)
        #expect(output.contains("Wrote 01-late-tea.md.") && code == 0)
        let checked = try loopwalk(["lint", "01-late-tea.md"], in: folder)
        #expect(checked.output == "1 lesson and 1 demo checked: all is well\n")
        let walked = try loopwalk(["open", "01-late-tea.md"], in: folder, input: "1\n\n\n")
        #expect(walked.code == 0)
        #expect(walked.output.contains("Lesson 1, Late tea: step 1 of 2"))
        #expect(walked.output.contains("Not this time. What happened is:"))
        #expect(walked.output.contains("2.000    8   3 ·") || walked.output.contains("> A ends"))
        #expect(!walked.output.contains("<!--") && !walked.output.contains("Remarks like"))
        // Nothing of it is remembered as the learner's place.
        let progress = folder.path + "/.local/state/loopwalk/progress.json"
        #expect(!FileManager.default.fileExists(atPath: progress))
    }

    @Test func `gets the next number, and replaces nothing`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        #expect(try loopwalk(["new", "09-first"], in: folder).code == 0)
        #expect(try loopwalk(["new", "second"], in: folder).output.contains("Wrote 10-second.md."))
        let (output, code) = try loopwalk(["new", "09-first.md"], in: folder)
        #expect(output.contains("09-first.md is there already, and was left as it is") && code == 1)
        for name in ["No Spaces", "../up", "9-x", ""] {
            let (output, code) = try loopwalk(["new", name], in: folder)
            #expect(code == 64, "\(output)")
        }
    }

    @Test func `that cannot be read, or is wrong, is refused with its lines`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        try "# T\n\nS.\n\n## A\n\n```swift dem a\n```\n".write(
            toFile: folder.path + "/01-bad.md",
            atomically: true,
            encoding: .utf8
        )
        let (output, code) = try loopwalk(["open", "01-bad.md"], in: folder)
        #expect(output.hasPrefix("loopwalk: 01-bad.md:7:") && code == 1)
        let missing = try loopwalk(["open", "02-none.md"], in: folder)
        #expect(
            missing.output == "loopwalk: 02-none.md: cannot be read: no such file or directory\n"
        )
        #expect(missing.code == 1)
    }

    @Test func `whose demos do not compile names the lines of its file`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        let lesson =
            "# T\n\nS.\n\n## A\n\n```swift demo a\nprint(1)\nnonsense()\n```\n\n```claims\n"
            + "ends at 0\nprints \"1\"\n```\n\n## Recap\n\nR.\n"
        let file = folder.path + "/01-t.md"
        try lesson.write(toFile: file, atomically: true, encoding: .utf8)
        let checked = try loopwalk(["lint", "01-t.md"], in: folder)
        #expect(
            checked.output.hasPrefix(
                "01-t.md:9:1: the compiler refuses demo 'a': cannot find 'nonsense' in scope\n"
            )
        )
        let walked = try loopwalk(["open", "01-t.md"], in: folder, input: "\n")
        #expect(walked.output.contains("line 2: cannot find 'nonsense' in scope"))
        #expect(walked.code == 1)
    }

    @Test func `needs a compiler, and the runtime beside the program`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        _ = try loopwalk(["new", "a"], in: folder)
        let (output, code) = try loopwalk(
            ["lint", "01-a.md"],
            in: folder,
            environment: ["PATH": "/nonexistent"]
        )
        #expect(output.contains("there is no swiftc in PATH; install Swift version 6") && code == 1)
        let moved = folder.path + "/loopwalk"
        // By another process: what this one has open for writing, a test's program may inherit.
        let copying = try Process.run(
            URL(fileURLWithPath: "/bin/cp"),
            arguments: ["\(buildProducts)/loopwalk", moved]
        )
        copying.waitForEnd()
        let alone = try loopwalk(["lint", "01-a.md"], in: folder, program: moved)
        #expect(alone.output.contains("the runtime that demos are compiled with is neither in"))
    }
}
