// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    // A nonisolated async function stays where its caller is: no hop, and none that -O removes.
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// The loop's inner path reads and writes the fields of a few classes at every task switch. Debug
/// builds and the sanitizers check that no two accesses overlap; release builds rely on it. And
/// `Future` and its kin are generic: compiled without their clients' types in sight, every task
/// would look them up at run time.
let inner: [SwiftSetting] =
    strict + [
        .unsafeFlags(
            ["-enforce-exclusivity=unchecked", "-cross-module-optimization"],
            .when(configuration: .release)
        )
    ]

let package = Package(
    name: "loopwalk",
    products: [
        .executable(name: "loopwalk", targets: ["loopwalk"]),
        // What a learner's own program is linked with.
        .library(name: "LoopwalkRuntime", type: .static, targets: ["DemoHost", "AsyncLoopIO"]),
    ],
    traits: [
        .trait(name: "MySQL", description: "The client for MySQL and MariaDB; needs Connector/C."),
        .default(enabledTraits: ["MySQL"]),
    ],
    dependencies: [
        // Exact, as Package.resolved is not committed.
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
    ],
    targets: [
        // The runtime.
        .target(name: "LoopEvents", swiftSettings: inner),
        .target(name: "AsyncLoop", dependencies: ["LoopEvents"], swiftSettings: inner),
        // C libraries: what the systems' headers declare stays in the bridges' own files.
        .systemLibrary(
            name: "CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]
        ),
        .target(name: "CCurlBridge", dependencies: ["CCurl"]),
        .systemLibrary(
            name: "CSQLite",
            pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]
        ),
        .target(name: "CSQLiteBridge", dependencies: ["CSQLite"]),
        .systemLibrary(
            name: "CMariaDB",
            pkgConfig: "libmariadb",
            providers: [.apt(["libmariadb-dev"])]
        ),
        .target(
            name: "CMySQLBridge",
            dependencies: [.target(name: "CMariaDB", condition: .when(traits: ["MySQL"]))],
            cSettings: [.define("LOOPWALK_MYSQL", .when(traits: ["MySQL"]))]
        ),
        .target(
            name: "AsyncLoopIO",
            dependencies: [
                "AsyncLoop", "CCurlBridge", "CSQLiteBridge",
                .target(name: "CMySQLBridge", condition: .when(traits: ["MySQL"])),
            ],
            swiftSettings: inner
        ),
        .target(name: "CConfine"),
        .target(
            name: "DemoHost",
            dependencies: ["AsyncLoop", "CConfine"],
            swiftSettings: strict
        ),

        // What the system gives: files, folders, processes.
        .target(name: "CLinux"),
        .target(name: "Platform", dependencies: ["CLinux"], swiftSettings: strict),

        // The views of a record.
        .target(name: "StyledText", swiftSettings: strict),
        .target(name: "Trace", dependencies: ["LoopEvents", "StyledText"], swiftSettings: strict),
        .target(
            name: "DemoRunner",
            dependencies: ["DemoHost", "LoopEvents", "Platform", "Trace", "CLinux"],
            swiftSettings: strict
        ),

        // The lessons.
        .target(
            name: "LessonFormat",
            dependencies: ["CCmark", "StyledText"],
            swiftSettings: strict
        ),
        // What asks the Swift compiler, at build time and at the prompt.
        .target(
            name: "DemoCompiler",
            dependencies: ["LessonFormat", "Platform"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "lessonc",
            dependencies: ["LessonFormat", "DemoCompiler", "Platform", "AsyncLoop", "AsyncLoopIO"],
            swiftSettings: strict
        ),
        .plugin(
            name: "LessonPlugin",
            capability: .buildTool(),
            dependencies: ["lessonc"],
            path: "Sources/LessonPlugin"
        ),
        // Its Lessons is a link to the lessons' folder, by which SwiftPM sees that one was added.
        .target(
            name: "LessonBook",
            dependencies: ["AsyncLoop", "AsyncLoopIO", "DemoHost"],
            exclude: ["Lessons"],
            swiftSettings: strict,
            plugins: ["LessonPlugin"]
        ),
        // The web server that lessons talk to. It needs Foundation, and so is a process of its own.
        .target(
            name: "LessonWebServer",
            dependencies: [
                "AsyncLoopIO",
                .product(name: "FlyingFox", package: "FlyingFox"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "LessonLint",
            dependencies: ["LessonFormat", "LoopEvents", "Trace"],
            swiftSettings: strict
        ),

        // The terminal and the tutor.
        .systemLibrary(
            name: "CLibedit",
            pkgConfig: "libedit",
            providers: [.apt(["libedit-dev"])]
        ),
        .systemLibrary(
            name: "CCmark",
            pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]
        ),
        .target(name: "CShims"),
        .target(
            name: "Terminal",
            dependencies: ["CLibedit", "CShims", "StyledText"],
            swiftSettings: strict
        ),
        .target(
            name: "Tutor",
            dependencies: [
                "Trace", "LessonFormat", "LessonLint", "LessonBook", "DemoCompiler", "DemoHost",
                "DemoRunner", "Platform", "Terminal", "CShims",
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "loopwalk",
            dependencies: [
                "Tutor", "Trace", "AsyncLoopIO", "LessonWebServer", "Platform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["loopwalk.1"],
            swiftSettings: strict
        ),

        // The benchmarks: the workloads on our loop and on a bare executor, and the other loops'.
        .target(name: "BenchMeasure", path: "Sources/Bench/Measure", swiftSettings: strict),
        .target(
            name: "BenchFloor",
            dependencies: ["BenchMeasure"],
            path: "Sources/Bench/Floor",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "loopwalk-bench",
            dependencies: [
                "AsyncLoop", "AsyncLoopIO", "LoopEvents", "StyledText", "Terminal", "Trace",
                "Tutor", "BenchMeasure", "BenchFloor", "CLinux",
            ],
            path: "Sources/Bench",
            exclude: ["Measure", "Floor", "Peers"],
            swiftSettings: strict
        ),

        // What tests need to act as a terminal, its user and its shell.
        .target(
            name: "PseudoTerminal",
            dependencies: ["CShims", "StyledText"],
            path: "Tests/PseudoTerminal",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "JobControl",
            dependencies: ["CShims"],
            path: "Tests/JobControl",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "TerminalFixture",
            dependencies: ["Terminal"],
            path: "Tests/TerminalFixture",
            swiftSettings: strict
        ),

        // Tests sit in folders named for what they test.
        .testTarget(name: "LoopEventsTests", dependencies: ["LoopEvents"]),
        .target(
            name: "LoopSupport",
            dependencies: ["AsyncLoop", "LoopEvents"],
            path: "Tests/LoopSupport"
        ),
        .testTarget(
            name: "AsyncLoopTests",
            dependencies: ["AsyncLoop", "LoopEvents", "LoopSupport"],
            exclude: ["Conformance/Expected"]
        ),
        .testTarget(
            name: "AsyncLoopIOTests",
            dependencies: [
                "AsyncLoopIO", "AsyncLoop", "LoopEvents", "LoopSupport", "loopwalk",
                "BuildProducts", "CShims",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PropertyTests",
            dependencies: ["AsyncLoop", "LoopEvents", "LoopSupport", "Trace", "BuildProducts"],
            exclude: ["CPython"],
            swiftSettings: strict
        ),
        .target(
            name: "BuildProducts",
            dependencies: ["CLinux", "CShims"],
            path: "Tests/BuildProducts"
        ),
        .executableTarget(
            name: "demo-fixtures",
            dependencies: ["DemoHost", "LoopEvents"],
            path: "Tests/DemoFixtures",
            exclude: ["sanitize.sh"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DemoRunnerTests",
            dependencies: [
                "DemoRunner", "DemoCompiler", "DemoHost", "AsyncLoop", "LessonBook", "LessonFormat",
                "LoopEvents",
                "Trace", "demo-fixtures",
                "loopwalk", "BuildProducts", "CLinux", "PageSupport",
            ]
        ),
        .testTarget(
            name: "DemoCompilerTests",
            dependencies: [
                "DemoCompiler", "DemoRunner", "LessonBook", "LessonFormat", "Platform", "Trace",
                "Tutor", "BuildProducts", "loopwalk",
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "StyledTextTests", dependencies: ["StyledText"]),
        .testTarget(
            name: "TerminalTests",
            dependencies: [
                "Terminal", "StyledText", "PseudoTerminal", "TerminalFixture", "JobControl",
            ]
        ),
        // What an exported page must show, and Node to ask what it does.
        .target(
            name: "PageSupport",
            dependencies: ["Trace", "BuildProducts"],
            path: "Tests/PageSupport",
            swiftSettings: strict
        ),
        .testTarget(
            name: "TraceTests",
            dependencies: ["Trace", "AsyncLoop", "LoopSupport", "PageSupport", "BuildProducts"],
            swiftSettings: strict
        ),
        // What holds for any bytes: for libFuzzer (`make fuzz`), and for tests without it.
        .target(
            name: "FuzzSupport",
            dependencies: ["Trace", "LessonFormat"],
            path: "Tests/FuzzSupport",
            exclude: ["Cases"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "FuzzTests",
            dependencies: ["FuzzSupport", "AsyncLoop", "LessonBook", "LoopSupport", "Trace"],
            swiftSettings: strict
        ),
        .testTarget(name: "LessonFormatTests", dependencies: ["LessonFormat"]),
        .testTarget(
            name: "LessonLintTests",
            dependencies: ["LessonLint", "AsyncLoop", "LoopSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TutorTests",
            dependencies: [
                "Tutor", "LessonBook", "LessonFormat", "Platform", "BuildProducts", "loopwalk",
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "TutorFixture",
            dependencies: ["AsyncLoop", "DemoHost", "LessonBook", "Terminal", "Tutor"],
            path: "Tests/TutorFixture",
            swiftSettings: strict
        ),
        .testTarget(
            name: "Transcripts",
            dependencies: [
                "loopwalk", "BuildProducts", "PseudoTerminal", "JobControl", "TutorFixture",
                "DemoRunner", "LessonBook", "LessonFormat", "StyledText", "Terminal", "Trace",
                "Tutor",
            ],
            path: "Tests/Transcripts",
            exclude: ["Lessons", "Prompt", "Stage"],
            swiftSettings: strict
        ),
    ],
    swiftLanguageModes: [.v6]
)

// `make sanitize` builds the loop and its tests once for each sanitizer, and nothing else.
if Context.environment["LOOPWALK_LOOP_ONLY"] != nil {
    let wanted: Set = [
        "LoopEvents", "AsyncLoop", "CConfine", "DemoHost", "StyledText", "Trace", "LoopSupport",
        "LoopEventsTests", "AsyncLoopTests", "PropertyTests", "demo-fixtures", "BuildProducts",
        "CLinux", "CShims",
    ]
    package.targets.removeAll { !wanted.contains($0.name) }
    package.products = []
    package.dependencies = []
}
