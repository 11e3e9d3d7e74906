import Glibc
import LessonFormat
import Platform

/// What a demo that was not built in is compiled and linked with: the modules that its code may
/// use, and the library that is behind them.
public struct ShippedRuntime: Sendable {
    /// The folder with the Swift modules.
    public let modules: String
    /// The module maps of the C modules that the Swift ones are made on.
    public let moduleMaps: [String]
    /// The library; nil where code is only to be checked.
    public let library: String?
    /// The compiler that made it, in its own words; nil if it left none.
    public let compilerVersion: String?

    /// The module that is looked for to know whether a folder has any.
    private static let probe = "AsyncLoop.swiftmodule"

    /// The runtime that belongs to the running program: in the build folder that it stands in, or
    /// installed as `lib/loopwalk` beside its `bin`.
    ///
    /// Errors: `BuildFailure.trouble`, if there is none.
    public static func ofThisProgram() throws(BuildFailure) -> ShippedRuntime {
        let folder = folder(of: linkTarget("/proc/self/exe") ?? "")
        let installed = Platform.folder(of: folder) + "/lib/loopwalk"
        let places = [
            (installed, "\(installed)/modules", "\(installed)/libLoopwalkRuntime.a"),
            (folder, "\(folder)/Modules", "\(folder)/libLoopwalkRuntime.a"),
        ]
        for (place, modules, library) in places where isThere("\(modules)/\(probe)") {
            guard isThere(library) else {
                throw .trouble(
                    "\(library) is not there, and without it no demo can be compiled; "
                        + "make, or swift build, builds it"
                )
            }
            return ShippedRuntime(in: place, modules: modules, library: library)
        }
        throw .trouble(
            "the runtime that demos are compiled with is neither in \(installed) nor in \(folder); "
                + "install loopwalk again (make install), or run it in its build folder"
        )
    }

    /// The runtime in the build folder `folder`.
    public init(inBuildFolder folder: String) {
        self.init(
            in: folder,
            modules: "\(folder)/Modules",
            library: "\(folder)/libLoopwalkRuntime.a"
        )
    }

    /// The modules in the build folder `folder`, of which the build tools' own stand apart.
    public static func ofBuildTools(in folder: String) -> ShippedRuntime {
        let isApart = isThere("\(folder)/Modules-tool/\(probe)")
        return ShippedRuntime(
            in: folder,
            modules: "\(folder)/Modules" + (isApart ? "-tool" : ""),
            library: nil,
            ofTools: isApart
        )
    }

    private init(in folder: String, modules: String, library: String?, ofTools: Bool = false) {
        self.modules = modules
        self.library = library
        let files = names(inFolder: folder)
        // SwiftPM leaves what it knows of the compiler in its build folder.
        let versions = files.filter { $0.hasPrefix("swift-version") && $0.hasSuffix(".txt") }
            .compactMap { name in fileStamp("\(folder)/\(name)").map { ($0, "\(folder)/\(name)") } }
        let latest = versions.max { $0.0 < $1.0 }.flatMap { try? WholeFile.read($0.1) }
        compilerVersion = latest.flatMap { SwiftCompiler.version(in: $0) }
        moduleMaps = files.filter { $0.hasSuffix("-tool.build") == ofTools }
            .map { "\(folder)/\($0)/module.modulemap" }
            .filter(Self.isThere)
    }

    private static func isThere(_ path: String) -> Bool { access(path, R_OK) == 0 }

    /// What changes whenever the runtime does.
    public var stamp: String {
        let files = [library].compactMap { $0 } + demoModules.map { "\(modules)/\($0).swiftmodule" }
        return files.map { "\($0) \(fileStamp($0).map { "\($0)" } ?? "")" }.joined(separator: "\n")
    }

    /// The options that link with it and what it needs.
    public var linkOptions: [String] {
        guard let library else { return [] }
        let needed = moduleMaps.compactMap { map in
            demoLibraries.first { map.contains("/\($0.key)") }?.value
        }
        // What a build left out, or nobody uses, is no reason to fail.
        return [library, "-Xlinker", "--as-needed"]
            + needed.filter(Self.isInstalled).sorted().map { "-l\($0)" }
    }

    private static func isInstalled(_ library: String) -> Bool {
        let system = ["/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib"]
        let folders = system + names(inFolder: "/usr/lib").map { "/usr/lib/\($0)" }
        return folders.contains { isThere("\($0)/lib\(library).so") }
    }

    /// The options that make it known to the compiler.
    public var options: [String] {
        ["-I", modules] + moduleMaps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
    }
}
