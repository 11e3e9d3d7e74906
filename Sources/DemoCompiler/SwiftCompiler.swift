import Glibc
import LessonFormat
import Platform

/// The Swift compiler of this machine.
public struct SwiftCompiler: Sendable {
    /// The environment's name for the compiler to use; without it, `swiftc` in `PATH`.
    public static let variable = "LOOPWALK_SWIFTC"

    /// How many seconds it may take.
    private static let patience = 60.0

    /// The program's path.
    public let path: String

    /// The compiler at `path`.
    public init(path: String) {
        self.path = path
    }

    /// The compiler that the environment names, by its path or as a program in `PATH`; or the first
    /// `swiftc` in `folders` and then in `PATH`; nil if there is none.
    public static func find(before folders: [String] = []) -> SwiftCompiler? {
        let named = getenv(variable).map { String(cString: $0) } ?? ""
        if named.contains("/") { return SwiftCompiler(path: absolute(named)) }
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        let found = ((named.isEmpty ? folders : []) + path.split(separator: ":").map(String.init))
            .map { absolute($0) + "/" + (named.isEmpty ? "swiftc" : named) }
            .first { access($0, X_OK) == 0 }
        return (found ?? (named.isEmpty ? nil : named)).map { SwiftCompiler(path: $0) }
    }

    /// `path` as it can be used from any folder.
    private static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return String(cString: folder) + "/" + path
    }

    /// Which version it is, in its own words.
    ///
    /// Errors: `BuildFailure.trouble`, if it cannot be run.
    public func version() throws(BuildFailure) -> String {
        let (_, output) = try run(["--version"], in: "/")
        guard let version = Self.version(in: output) else {
            throw .trouble("\(path) does not say which version it is: is it a Swift compiler?")
        }
        return version
    }

    /// The line of `output` that names a version.
    static func version(in output: [UInt8]) -> String? {
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        return lines.lazy.compactMap { line in
            line.firstRange(of: "Swift version ").map { String(line[$0.lowerBound...]) }
        }.first
    }

    /// What it says of `code`, one message a line, `LINE:COLUMN: error: …`, with lines counted in
    /// the code from 1; empty if it compiles. `folder` is for the files that this takes.
    ///
    /// Errors: `BuildFailure`, if it could not be asked.
    public func messages(
        on code: FailingCode,
        with runtime: ShippedRuntime,
        in folder: String
    ) throws(BuildFailure) -> String {
        let name = "block-\(getpid()).swift"
        let input = "\(folder)/\(name)"
        defer { unlink(input) }
        try writeScratch(swiftBlock(code, file: "block").utf8, to: input)
        // Isolation is checked after types, when the intermediate language is made.
        let (ending, output) = try run(
            ["-emit-sil", "-o", "/dev/null", "-module-name", "Block"]
                + demoCompilerOptions + runtime.options + [name],
            in: folder
        )
        guard ending != .exited(0) else { return "" }
        let text = String(decoding: output, as: UTF8.self)
        let mark = "block:"
        var messages: [Substring] = []
        for line in text.split(separator: "\n") where line.hasPrefix(mark) {
            let message = line.dropFirst(mark.count)
            if !messages.contains(message) { messages.append(message) }
        }
        if text.isEmpty { throw .trouble(Self.silence(ending, "")) }
        // Without a message for the block something else is wrong: say all of it.
        return messages.isEmpty ? text : messages.joined(separator: "\n")
    }

    /// What is different in its environment: it crashes where TMPDIR is not ASCII alone (6.3.1).
    private static var variables: [String: String] {
        let temporary = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        return temporary.utf8.allSatisfy { $0 < 0x80 } ? [:] : ["TMPDIR": "/tmp"]
    }

    /// The sentence for a compiler that failed with `output`, which has no message of its own.
    static func silence(_ ending: CapturedProcess.Ending, _ output: String) -> String {
        if case .killed(let signal) = ending {
            return "the compiler died of signal \(signal)"
                + (signal == SIGKILL ? "; is there too little memory?" : "")
        }
        return "the compiler failed and does not say why: \(output.suffix(400))"
    }

    /// Runs it in `folder`.
    func run(
        _ arguments: [String],
        in folder: String
    ) throws(BuildFailure) -> (CapturedProcess.Ending, [UInt8]) {
        let result: (ending: CapturedProcess.Ending, output: [UInt8])
        do throws(SystemError) {
            result = try CapturedProcess.run(
                [path] + arguments,
                in: folder,
                with: Self.variables,
                seconds: Self.patience
            )
        } catch {
            throw .trouble(
                "the Swift compiler \(path) cannot be started: \(error); "
                    + "set \(Self.variable) to one that can"
            )
        }
        switch result.ending {
        case .interrupted: throw .interrupted
        case .timedOut:
            throw .trouble(
                "the compiler did not end within \(Int(Self.patience)) s; "
                    + "give the types of long expressions, or split them"
            )
        default: return result
        }
    }
}

/// Makes a file that need not outlive a loss of power.
func writeScratch(_ bytes: some Sequence<UInt8>, to path: String) throws(BuildFailure) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .trouble(.cannotWrite(path, SystemError(errno))) }
    defer { close(file) }
    do throws(SystemError) {
        try WholeFile.write(Array(bytes), to: file)
    } catch {
        throw .trouble(.cannotWrite(path, error))
    }
}

extension String {
    /// The sentence for a file that cannot be written.
    static func cannotWrite(_ path: String, _ error: SystemError) -> String {
        "\(path) cannot be written: \(error)"
            + (error.number == ENOSPC ? "; make room on that disk" : "")
    }
}
