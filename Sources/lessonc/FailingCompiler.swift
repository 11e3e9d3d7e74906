import Glibc
import LessonFormat

/// Asks the Swift compiler what is wrong with the blocks that must not compile.
///
/// Each is compiled apart, as a demo would be. An answer takes about 0.3 s, so answers are kept in a
/// file, for as long as the compiler and the runtime's module stay what they are.
struct FailingCompiler {
    private let compiler: String
    /// The folder with the runtime's modules.
    private let modules: String
    private let cacheFile: String
    private let cacheKey: String
    /// Answers of this run and the last one, by code.
    private var known: [String: String] = [:]
    /// Answers that this run asked for: what the file holds afterwards.
    private var used: [String: String] = [:]

    /// Finds the compiler and reads the answers kept in the file `cache`; nil if there is no compiler.
    init?(cache: String) {
        guard let compiler = Self.findCompiler() else { return nil }
        self.compiler = compiler
        modules = Self.findModules()
        cacheFile = cache
        cacheKey =
            "\(compiler) \(stamp(of: compiler)) \(stamp(of: modules + "/AsyncLoop.swiftmodule"))"
        readCache()
    }

    /// What the compiler says of `code`, one message a line, `LINE:COLUMN: error: …`; empty if it
    /// compiles.
    mutating func message(for code: String) -> String {
        let message = known[code] ?? compile(code)
        used[code] = message
        return message
    }

    // MARK: Finding

    /// The toolchain that runs this build is the one whose modules can be read: its compiler is
    /// beside `swift-build`, this process's parent.
    private static func findCompiler() -> String? {
        var folders: [String] = []
        if let parent = linkTarget("/proc/\(getppid())/exe") { folders.append(folder(of: parent)) }
        if let path = getenv("PATH") {
            folders += String(cString: path).split(separator: ":").map(String.init)
        }
        return folders.map { $0 + "/swiftc" }.first { access($0, X_OK) == 0 }
    }

    /// SwiftPM builds what its tools are made of apart, with the modules in `Modules-tool` beside
    /// them, or in `Modules` where it makes no such difference.
    private static func findModules() -> String {
        let own = linkTarget("/proc/self/exe").map(folder(of:)) ?? "."
        return ["Modules-tool", "Modules"].map { "\(own)/\($0)" }
            .first { access($0 + "/AsyncLoop.swiftmodule", R_OK) == 0 } ?? own
    }

    // MARK: Compiling

    private static let fileName = "block"

    private func compile(_ code: String) -> String {
        let source = """
            import AsyncLoop

            """ + swiftType(named: "Block", code: code, file: Self.fileName, firstLine: 1)
        let input = "\(cacheFile).\(getpid()).swift"
        let output = "\(cacheFile).\(getpid()).log"
        defer {
            unlink(input)
            unlink(output)
        }
        guard writeFile(input, Array(source.utf8)) else { return "" }
        // Isolation is checked after types, when the intermediate language is made.
        let status = run(
            [
                compiler, "-emit-sil", "-o", "/dev/null", "-swift-version", "6",
                "-parse-as-library",
                "-enable-upcoming-feature", "ExistentialAny", "-diagnostic-style", "llvm",
                "-no-color-diagnostics", "-module-name", "Block", "-I", modules, input,
            ],
            output: output
        )
        guard status != 0 else { return "" }
        let text = String(decoding: readFile(output) ?? [], as: UTF8.self)
        let messages = messages(in: text)
        // Without a message for the block something else is wrong: say all of it.
        return messages.isEmpty ? text : messages
    }

    /// The messages about the block itself, without its name and the lines quoted from it.
    private func messages(in text: String) -> String {
        var messages: [Substring] = []
        for line in text.split(separator: "\n") where line.hasPrefix("\(Self.fileName):") {
            let message = line.dropFirst(Self.fileName.count + 1)
            if !messages.contains(message) { messages.append(message) }
        }
        return messages.joined(separator: "\n")
    }

    /// Runs a program with its output and errors in a file; its exit code, or -1.
    private func run(_ arguments: [String], output: String) -> CInt {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        guard posix_spawn(&child, arguments[0], &actions, nil, &words, environ) == 0 else {
            return -1
        }
        var status: CInt = 0
        while waitpid(child, &status, 0) == -1, errno == EINTR {}
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : -1
    }

    // MARK: Keeping

    // The file is a list of parts, each ended by a zero byte: the key, then code and answer in turn.

    private mutating func readCache() {
        guard let bytes = readFile(cacheFile) else { return }
        var parts = bytes.split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }[...]
        guard parts.popFirst() == cacheKey else { return }
        while let code = parts.popFirst(), let message = parts.popFirst() { known[code] = message }
    }

    /// Keeps this run's answers for the next one. If they cannot be kept they are asked for again.
    func saveCache() {
        let parts = [cacheKey] + used.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        _ = writeFile(cacheFile, Array(parts.joined(separator: "\0").utf8))
    }
}
