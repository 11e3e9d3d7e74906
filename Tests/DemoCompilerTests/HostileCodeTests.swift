import DemoRunner
import Foundation
import LessonFormat
import StyledText
import Testing
import Trace

@testable import Tutor

/// What a learner may write, by mistake or not, really compiled and really run: one line says what
/// happened, within the limits, and nothing is left of it.
@Suite struct `Hostile code` {
    /// How the screen tells of a run.
    private func told(_ run: DemoRun) -> String {
        let demo = LearnersCode("").demo
        return Page(width: 200).ending(of: run, demo).map(\.text).joined(separator: " ")
    }

    @Test func `a loop without an await is stopped at its time`() throws {
        let run = try LearnersCode("while EventLoop.isRunning {}").run(DemoLimits(seconds: 0.3))
        #expect(run.ending == .hitLimit(.time(seconds: 0.3)))
        #expect(told(run).contains("The demo was stopped after 0.3 s: the demo did not end;"))
    }

    @Test func `memory without bound is stopped at its limit`() throws {
        let run = try LearnersCode(
            """
            var all: [Int] = [1]
            while true { all += all }
            """
        ).run(DemoLimits(memoryBytes: 512 << 20))
        #expect(run.ending == .hitLimit(.memory(bytes: 512 << 20)))
        #expect(told(run).contains("stopped at 512 MiB of memory"))
    }

    @Test(arguments: ["print(line)", "puts(line)"])
    func `a gigabyte of output is stopped, and no more than the limit is kept`(
        _ statement: String
    ) throws {
        let run = try LearnersCode(
            """
            import Glibc
            let line = String(repeating: "x", count: 1 << 20)
            for _ in 0..<1024 { \(statement) }
            """.replacing("puts(line)", with: "line.withCString { _ = puts($0) }")
        ).run(DemoLimits(outputBytes: 100_000))
        #expect(run.ending == .hitLimit(.output(bytes: 100_000)))
        #expect(run.unattributed.utf8.count <= 100_000)
    }

    @Test func `a fork is one loop still, and what it leaves is ended and told`() throws {
        let run = try LearnersCode(
            """
            import Glibc
            typealias Fork = @convention(c) () -> Int32
            let fork = unsafeBitCast(dlsym(nil, "fork"), to: Fork.self)
            print("forked", fork() > 0)
            """
        ).run()
        #expect(run.ending == .finished)
        #expect(run.recording.output.map(\.text) == ["forked true"])
        #expect(run.processesLeft == 1)
        #expect(run.diagnoses == [.otherProcesses])
        #expect(told(run).contains("The demo left another process, and it was ended with it"))
    }

    /// In a session of its own, its parent gone: only its environment tells whose it is.
    @Test func `a daemon does not get away`() throws {
        let run = try LearnersCode(
            Self.spawning("setsid setsid sleep 87.25 & exec setsid sh -c 'sleep 87.25 &'")
                + "\ntry await sleep(0.2)",
            clock: .real
        ).run()
        #expect(run.ending == .finished)
        #expect(run.processesLeft > 0)
        #expect(try sleepers("87.25") == [])
    }

    /// The processes that still sleep so many seconds.
    private func sleepers(_ seconds: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { pid in
            (try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8))
                == "sleep\u{0}\(seconds)\u{0}"
        }
    }

    @Test func `processes without bound are stopped, and all are ended`() throws {
        let run = try LearnersCode(
            Self.spawning("while true; do sleep 86.5 & done") + "\nwhile EventLoop.isRunning {}"
        ).run()
        #expect(run.ending == .hitLimit(.processes(16)))
        #expect(try sleepers("86.5") == [])
        #expect(told(run).contains("stopped as more than 16 processes it started"))
    }

    @Test func `exit says after which line`() throws {
        let run = try LearnersCode("import Glibc\nprint(1)\nexit(7)").run()
        #expect(run.ending == .exited(code: 7))
        #expect(
            told(run).contains(
                "The demo left by itself with code 7, before its end: something called exit, after "
                    + "line 2."
            )
        )
    }

    @Test(arguments: [
        ("let none: [Int] = []\nprint(none[1])", 2, "Index out of range"),
        ("func f(_ n: Int) { precondition(n > 1, \"too small\") }\n\nf(1)", 1, "too small"),
        ("try await sleep(1)\n\nfatalError(\"enough\")", 3, "enough"),
        ("var n = Int.max\nn += Int(EventLoop.time) + 1\nprint(n)", 2, "arithmetic overflow"),
    ])
    func `a trap names its line and the runtime's words`(
        _ code: String,
        _ line: Int,
        _ words: String
    ) throws {
        let run = try LearnersCode(code).run()
        #expect(run.crashLine == line)
        #expect(told(run).contains("The demo crashed at line \(line): "))
        #expect(told(run).contains(words))
        #expect(run.unattributed == "")
    }

    @Test func `recursion without end names the line that calls itself`() throws {
        let run = try LearnersCode(
            "func deep(_ n: Int) -> Int { n + deep(n + 1) }\nprint(deep(0))"
        ).run()
        #expect(run.crashLine == 1)
        #expect(told(run).contains("a function that calls itself without end does that"))
    }

    @Test func `work that blocks the loop is diagnosed`() throws {
        let run = try LearnersCode("busy(2)\ntry await sleep(0)").run()
        #expect(run.ending == .finished)
        #expect(run.diagnoses == [.blockedLoop])
    }

    @Test func `closed descriptors lose nothing of the record`() throws {
        let run = try LearnersCode(
            """
            import Glibc
            for descriptor in 0..<Int32(1024) { close(descriptor) }
            try await sleep(1)
            print("still here")
            """
        ).run()
        #expect(run.ending == .finished)
        #expect(run.recording.output.map(\.text) == ["still here"])
    }

    @Test func `escape sequences reach no terminal`() throws {
        let clear = "\\u{1B}[2J\\u{1B}]0;mine\\u{7}"
        let run = try LearnersCode(
            "import Glibc\nprint(\"\(clear)recorded\")\n\"\(clear)raw\".withCString { _ = puts($0) }"
        ).run()
        let page = Page(width: 80)
        let lines = page.log(of: run.recording).lines + page.ending(of: run, LearnersCode("").demo)
        let text = lines.map(\.text).joined(separator: "\n")
        #expect(text.contains("recorded") && text.contains("raw"))
        #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{7}" })
    }

    @Test func `a demo has no terminal, and a folder that is gone afterwards`() throws {
        let run = try LearnersCode(
            """
            import Glibc
            print("terminal:", open("/dev/tty", O_RDWR) >= 0)
            let file = open("left behind", O_WRONLY | O_CREAT, 0o600)
            print("file:", file >= 0)
            print(String(cString: getcwd(nil, 0)))
            """
        ).run()
        let output = run.recording.output.map(\.text)
        #expect(output.prefix(2) == ["terminal: false", "file: true"])
        #expect(output.last?.contains("/loopwalk-demo-") == true)
        #expect(!FileManager.default.fileExists(atPath: output.last ?? "/"))
    }

    @Test func `a file without bound is stopped`() throws {
        let run = try LearnersCode(
            """
            import Glibc
            let file = open("numbers", O_WRONLY | O_CREAT, 0o600)
            let block = [UInt8](repeating: 1, count: 1 << 16)
            while true { write(file, block, block.count) }
            """
        ).run(DemoLimits(fileBytes: 1 << 20))
        #expect(run.ending == .hitLimit(.file(bytes: 1 << 20)))
        #expect(told(run).contains("stopped as a file it writes came to 1 MiB"))
    }

    /// Code that starts `command` in a shell and does not wait for it.
    private static func spawning(_ command: String) -> String {
        """
        import Glibc
        var pid = pid_t()
        let words: [UnsafeMutablePointer<CChar>?] = ["sh", "-c", "\(command)"].map { (word: String) in strdup(word) } + [nil]
        print(posix_spawnp(&pid, "sh", nil, nil, words, environ))
        """
    }
}
