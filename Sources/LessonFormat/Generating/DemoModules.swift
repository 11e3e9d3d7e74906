/// The modules that a demo's code may use without importing them, in the order of the alphabet.
///
/// Every place that compiles a demo reads this list.
public let demoModules = ["AsyncLoop", "AsyncLoopIO"]

/// The compiler's options, but for paths, with which code that was not built in is compiled, as
/// near as possible to how the package compiles its own.
public let demoCompilerOptions = [
    "-Onone", "-swift-version", "6", "-parse-as-library",
    "-enable-upcoming-feature", "ExistentialAny",
    "-enable-upcoming-feature", "NonisolatedNonsendingByDefault",
    "-diagnostic-style", "llvm", "-no-color-diagnostics",
]

/// The system's libraries that the C modules below the Swift ones need.
public let demoLibraries = [
    "CCurlBridge": "curl", "CSQLiteBridge": "sqlite3", "CMySQLBridge": "mariadb",
]

/// The lines that import what demos may use.
var demoImports: String { demoModules.map { "import \($0)\n" }.joined() }
