import Glibc
import LessonFormat
import Platform

/// Makes programs of demos that are not built in, and keeps them for the next time.
///
/// Each lies in a folder of its own, with its source; it is taken again as long as the source, the
/// compiler and the runtime are what they were.
public struct DemoBuild {
    /// A program that hosts one demo.
    public struct Program: Equatable, Sendable {
        /// Where it is.
        public var path: String
        /// What the compiler remarked.
        public var warnings: [CompilerMessage]
    }

    /// How many programs are kept.
    static let capacity = 64

    private let folder: UserFolder?
    private let runtime: ShippedRuntime?
    private let compiler: SwiftCompiler?
    private var tools: Tools?

    /// What it takes to compile.
    private struct Tools {
        var compiler: SwiftCompiler
        var runtime: ShippedRuntime
        /// What changes whenever one of them does.
        var stamp: String
    }

    /// Keeps programs in `folder`; with none, nothing can be compiled.
    ///
    /// Without a `runtime` or a `compiler` those are looked for when they are needed: the runtime
    /// of this program, and the user's compiler.
    public init(
        in folder: UserFolder?,
        runtime: ShippedRuntime? = nil,
        compiler: SwiftCompiler? = nil
    ) {
        self.folder = folder
        self.runtime = runtime
        self.compiler = compiler
    }

    /// The program that runs `demo`; it is compiled if it was not before.
    ///
    /// - `file`: what messages call the file of its code.
    ///
    /// Errors: `BuildFailure`, if there is no such program.
    public mutating func program(
        running demo: Demo,
        file: String
    ) throws(BuildFailure) -> Program {
        let tools = try readyTools()
        let source = swiftProgram(running: demo, file: file)
        let folder = try programsFolder()
        let kept = folder.file(Self.digest(of: source + tools.stamp))
        if let program = Self.program(in: kept, source, tools.stamp, file: file) { return program }
        let fresh = "\(kept).new-\(getpid())"
        defer { removeTree(fresh) }
        try create(UserFolder(path: fresh))
        let output = try compile(source, with: tools, in: fresh, file: file)
        try writeScratch(tools.stamp.utf8, to: "\(fresh)/stamp")
        try writeScratch(output, to: "\(fresh)/messages")
        // Whoever was quicker has made the same, and may be running it.
        if let program = Self.program(in: kept, source, tools.stamp, file: file) { return program }
        removeTree(kept)
        guard rename(fresh, kept) == 0 || errno == ENOTEMPTY || errno == EEXIST else {
            throw .trouble(.cannotWrite(kept, SystemError(errno)))
        }
        makeRoom(in: folder)
        return Program(
            path: "\(kept)/demo",
            warnings: CompilerMessage.read(String(decoding: output, as: UTF8.self), about: file)
        )
    }

    /// What the compiler says of code that must not compile, as `SwiftCompiler.messages` says it.
    ///
    /// Errors: `BuildFailure`, if it could not be asked.
    public mutating func messages(on code: FailingCode) throws(BuildFailure) -> String {
        let tools = try readyTools()
        let folder = try programsFolder()
        return try tools.compiler.messages(on: code, with: tools.runtime, in: folder.path)
    }

    // MARK: Tools

    private mutating func readyTools() throws(BuildFailure) -> Tools {
        if let tools { return tools }
        let runtime =
            if let runtime = self.runtime { runtime } else { try ShippedRuntime.ofThisProgram() }
        guard let compiler = compiler ?? SwiftCompiler.find() else {
            throw .trouble(
                "there is no swiftc in PATH; install \(runtime.compilerVersion ?? "Swift") from "
                    + "https://www.swift.org/install/linux, or set \(SwiftCompiler.variable) to it"
            )
        }
        let version = try compiler.version()
        if let made = runtime.compilerVersion, made != version {
            throw .trouble(
                "loopwalk was built with \(made), and \(compiler.path) is \(version); set "
                    + "\(SwiftCompiler.variable) to the former, or build loopwalk again with make"
            )
        }
        let stamp = "\(compiler.path) \(version)\n\(runtime.stamp)"
        let ready = Tools(compiler: compiler, runtime: runtime, stamp: stamp)
        tools = ready
        return ready
    }

    /// Compiles `source` in `folder`, and returns what the compiler wrote.
    private func compile(
        _ source: String,
        with tools: Tools,
        in folder: String,
        file: String
    ) throws(BuildFailure) -> [UInt8] {
        try writeScratch(source.utf8, to: "\(folder)/\(CompilerMessage.programFile)")
        let modules = try programsFolder().file("modules")
        let (ending, output) = try tools.compiler.run(
            demoCompilerOptions + tools.runtime.options + [
                // Lines are what a crash report names.
                "-gline-tables-only", "-module-name", "LearnersDemo",
                "-module-cache-path", modules, CompilerMessage.programFile, "-o", "demo",
            ] + tools.runtime.linkOptions,
            in: folder
        )
        if ending == .exited(0) { return output }
        let text = String(decoding: output, as: UTF8.self)
        if text.contains(String(cString: strerror(ENOSPC))) {
            // What is half written there would keep the disk full.
            removeTree(modules)
            throw .trouble(.cannotWrite(folder, SystemError(ENOSPC)))
        }
        let messages = CompilerMessage.read(text, about: file)
        guard messages.contains(where: \.isError) else {
            throw .trouble(SwiftCompiler.silence(ending, text))
        }
        throw .refused(messages)
    }

    // MARK: Keeping

    private static func program(
        in folder: String,
        _ source: String,
        _ stamp: String,
        file: String
    ) -> Program? {
        func text(_ name: String) -> String? {
            (try? WholeFile.read("\(folder)/\(name)")).flatMap { $0 }
                .map { String(decoding: $0, as: UTF8.self) }
        }
        guard text(CompilerMessage.programFile) == source, text("stamp") == stamp,
            let messages = text("messages"), access("\(folder)/demo", X_OK) == 0
        else { return nil }
        // The ones used last are kept longest.
        utimes(folder, nil)
        return Program(
            path: "\(folder)/demo",
            warnings: CompilerMessage.read(messages, about: file)
        )
    }

    private func makeRoom(in folder: UserFolder) {
        let programs = names(inFolder: folder.path).filter { $0.hasPrefix("demo-") }
            .compactMap { name in fileStamp(folder.file(name)).map { ($0, name) } }
        for (_, name) in programs.sorted(by: { $0.0 > $1.0 }).dropFirst(Self.capacity) {
            removeTree(folder.file(name))
        }
    }

    private func programsFolder() throws(BuildFailure) -> UserFolder {
        guard let folder else {
            throw .trouble(
                "there is no HOME and no XDG_CACHE_HOME, and so no place to compile in; set one"
            )
        }
        try create(folder)
        return folder
    }

    private func create(_ folder: UserFolder) throws(BuildFailure) {
        do throws(SystemError) {
            try folder.create()
        } catch {
            throw .trouble(.cannotWrite(folder.path, error))
        }
    }

    /// A folder's name for `text`; two texts with one name are told apart by what is in the folder.
    private static func digest(of text: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return "demo-" + String(repeating: "0", count: 16 - digits.count) + digits
    }
}
