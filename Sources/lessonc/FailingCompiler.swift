import DemoCompiler
import Glibc
import LessonFormat
import Platform

/// Asks the Swift compiler what is wrong with the blocks that must not compile.
///
/// Each is compiled apart, as a demo would be. An answer takes about 0.3 s, so answers are kept in a
/// file, for as long as the compiler and the runtime's module stay what they are.
struct FailingCompiler {
    private let compiler: SwiftCompiler
    private let runtime: ShippedRuntime
    private let cacheFile: String
    private let cacheKey: String
    /// Answers of this run and the last one, by code.
    private var known: [String: String] = [:]
    /// Answers that this run asked for: what the file holds afterwards.
    private var used: [String: String] = [:]

    /// Finds the compiler and reads the answers kept in the file `cache`; nil if there is no compiler.
    ///
    /// The toolchain that runs this build is the one whose modules can be read: its compiler is
    /// beside `swift-build`, this process's parent.
    init?(cache: String) {
        let parent = linkTarget("/proc/\(getppid())/exe").map { folder(of: $0) }
        guard let compiler = SwiftCompiler.find(before: [parent].compactMap { $0 }) else {
            return nil
        }
        self.compiler = compiler
        runtime = ShippedRuntime.ofBuildTools(
            in: linkTarget("/proc/self/exe").map { folder(of: $0) } ?? "."
        )
        cacheFile = cache
        cacheKey =
            "\(compiler.path) \(fileStamp(compiler.path).map { "\($0)" } ?? "")\n\(runtime.stamp)"
        readCache()
    }

    /// What the compiler says of `code`, one message a line, `LINE:COLUMN: error: …`; empty if it
    /// compiles.
    ///
    /// Errors: `BuildFailure`, if it could not be asked.
    mutating func message(for code: FailingCode) throws(BuildFailure) -> String {
        let message =
            if let known = known[code.code] {
                known
            } else {
                try compiler.messages(on: code, with: runtime, in: folder(of: cacheFile))
            }
        used[code.code] = message
        return message
    }

    // MARK: Keeping

    // The file is a list of parts, each ended by a zero byte: the key, then code and answer in turn.

    private mutating func readCache() {
        guard let bytes = (try? WholeFile.read(cacheFile)).flatMap({ $0 }) else { return }
        var parts = bytes.split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }[...]
        guard parts.popFirst() == cacheKey else { return }
        while let code = parts.popFirst(), let message = parts.popFirst() { known[code] = message }
    }

    /// Keeps this run's answers for the next one. If they cannot be kept they are asked for again.
    func saveCache() {
        let parts = [cacheKey] + used.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        try? WholeFile.replace(cacheFile, with: Array(parts.joined(separator: "\0").utf8))
    }
}
