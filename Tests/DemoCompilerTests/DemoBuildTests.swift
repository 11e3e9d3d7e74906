import BuildProducts
import DemoCompiler
import Foundation
import LessonFormat
import Platform
import Testing

@Suite struct `A demo's program` {
    @Test func `is made once, and again when its code changes`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        let first = try LearnersCode("print(1)").program(in: folder)
        let made = try date(first.path)
        #expect(try LearnersCode("print(1)").program(in: folder) == first)
        #expect(try date(first.path) == made)
        let second = try LearnersCode("print(2)").program(in: folder)
        #expect(second.path != first.path)
    }

    @Test func `is made where folders have names in Chinese and with spaces`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        let temporary = folder.path + "/临时 文件"
        try FileManager.default.createDirectory(
            atPath: temporary,
            withIntermediateDirectories: true
        )
        _ = try loopwalk(["new", "tea"], in: folder)
        let (output, code) = try loopwalk(
            ["lint", "01-tea.md"],
            in: folder,
            environment: ["TMPDIR": temporary, "XDG_CACHE_HOME": folder.path + "/存 储"]
        )
        #expect(output == "1 lesson and 1 demo checked: all is well\n" && code == 0)
    }

    @Test func `is not made of code that the compiler refuses`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        let refused = #expect(throws: BuildFailure.self) {
            try LearnersCode("let a = 1\nlet b = nonsense(a)\nlet c: Int = \"\"").program(
                in: folder
            )
        }
        guard case .refused(let messages) = refused else {
            Issue.record("\(String(describing: refused))")
            return
        }
        let errors = messages.filter(\.isError)
        #expect(errors.map(\.line) == [2, 3])
        #expect(errors.first?.column == 9)
        #expect(errors.first?.text == "cannot find 'nonsense' in scope")
    }

    @Test func `comes with the compiler's remarks, also when it was kept`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        for _ in 1...2 {
            let program = try LearnersCode("print(0)\nlet unused = 1").program(in: folder)
            #expect(program.warnings.map(\.line) == [2])
            #expect(program.warnings.first?.isError == false)
        }
    }

    @Test(arguments: ["}", "{", "if true {"])
    func `braces that do not match are an error of no line, or of one`(_ code: String) throws {
        let folder = try Scratch()
        defer { folder.remove() }
        let refused = #expect(throws: BuildFailure.self) {
            try LearnersCode(code).program(in: folder)
        }
        guard case .refused(let messages) = refused else {
            Issue.record("\(String(describing: refused))")
            return
        }
        #expect(messages.contains { $0.isError })
    }

    // MARK: What is missing

    /// What is said with `script` as the compiler.
    private func trouble(_ script: String) throws -> String {
        let folder = try Scratch()
        defer { folder.remove() }
        var build = DemoBuild(
            in: UserFolder(path: folder.path + "/cache"),
            runtime: ShippedRuntime(inBuildFolder: buildProducts),
            compiler: SwiftCompiler(path: try folder.script("swiftc", script))
        )
        return trouble(&build)
    }

    private func trouble(_ build: inout DemoBuild) -> String {
        do throws(BuildFailure) {
            let program = try build.program(running: LearnersCode("").demo, file: "mine.swift")
            return "made \(program)"
        } catch {
            guard case .trouble(let reason) = error else { return "\(error)" }
            return reason
        }
    }

    private var version: String {
        ShippedRuntime(inBuildFolder: buildProducts).compilerVersion ?? ""
    }

    @Test func `needs the compiler that made the runtime`() throws {
        let reason = try trouble("echo Swift version 5.9 '(other)'")
        #expect(reason.hasPrefix("loopwalk was built with Swift version 6"))
        #expect(reason.contains("/swiftc is Swift version 5.9 (other); set LOOPWALK_SWIFTC"))
    }

    @Test func `needs a compiler`() throws {
        #expect(try trouble("exit 3").contains("does not say which version it is"))
        let folder = try Scratch()
        defer { folder.remove() }
        var build = DemoBuild(
            in: UserFolder(path: folder.path),
            runtime: ShippedRuntime(inBuildFolder: buildProducts),
            compiler: SwiftCompiler(path: "/nonexistent/swiftc")
        )
        #expect(
            trouble(&build).hasPrefix(
                "the Swift compiler /nonexistent/swiftc cannot be started: no such file"
            )
        )
    }

    @Test func `whose compiler is killed says so`() throws {
        let reason = try trouble(
            "[ \"$1\" = --version ] && echo '\(version)' && exit\nkill -KILL $$"
        )
        #expect(reason == "the compiler died of signal 9; is there too little memory?")
    }

    @Test func `is made in time though the compiler leaves a helper behind with its pipe`()
        throws
    {
        let folder = try Scratch()
        defer { folder.remove() }
        let script = try folder.script("helped", "sleep 30 &\necho done")
        let (ending, output) = try CapturedProcess.run([script], in: folder.path, seconds: 1)
        #expect(ending == .exited(0))
        #expect(String(decoding: output, as: UTF8.self) == "done\n")
        let slow = try folder.script("slow", "echo begun\nexec sleep 30")
        #expect(try CapturedProcess.run([slow], in: folder.path, seconds: 1).ending == .timedOut)
    }

    @Test func `needs room on the disk`() throws {
        let reason = try trouble(
            """
            [ "$1" = --version ] && echo '\(version)' && exit
            echo "error: could not write: No space left on device" >&2
            exit 1
            """
        )
        #expect(reason.contains("cannot be written: no space left on device; make room"))
    }

    @Test func `needs a folder that can be written`() throws {
        var build = DemoBuild(
            in: UserFolder(path: "/proc/loopwalk"),
            runtime: ShippedRuntime(inBuildFolder: buildProducts)
        )
        #expect(trouble(&build).hasPrefix("/proc/loopwalk cannot be written: "))
        var homeless = DemoBuild(in: nil, runtime: ShippedRuntime(inBuildFolder: buildProducts))
        #expect(trouble(&homeless).contains("no HOME and no XDG_CACHE_HOME"))
    }

    @Test func `that a compiler fails to make without a word is told`() throws {
        let reason = try trouble(
            "[ \"$1\" = --version ] && echo '\(version)' && exit\necho mumble\nexit 1"
        )
        #expect(reason.contains("the compiler failed and does not say why: mumble"))
    }

    private func date(_ path: String) throws -> Date? {
        try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }
}
