import BuildProducts
import DemoCompiler
import DemoRunner
import Foundation
import Platform

@testable import LessonFormat

/// A learner's file, compiled against the runtime just built.
struct LearnersCode {
    static let file = "mine.swift"
    let demo: Demo

    init(_ code: String, clock: Demo.Clock = .virtual) {
        demo = Demo(
            name: "mine",
            code: code,
            firstLine: 1,
            clock: clock,
            expectation: .success,
            isStructured: false,
            claims: []
        )
    }

    /// The program, made in `folder`.
    func program(in folder: Scratch) throws(BuildFailure) -> DemoBuild.Program {
        var build = DemoBuild(
            in: UserFolder(path: folder.path),
            runtime: ShippedRuntime(inBuildFolder: buildProducts)
        )
        return try build.program(running: demo, file: Self.file)
    }

    /// What comes of running it.
    func run(_ limits: DemoLimits = DemoLimits()) throws -> DemoRun {
        let folder = try Scratch()
        defer { folder.remove() }
        let program = try program(in: folder)
        return try DemoRunner.run(
            DemoRequest(
                lesson: "mine",
                demo: "mine",
                clock: demo.clock == .real ? .real : .virtual,
                limits: limits,
                executable: program.path,
                codeFile: Self.file
            )
        )
    }
}

/// A folder for one test.
struct Scratch {
    let path = FileManager.default.temporaryDirectory.path + "/compiler-test-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    /// A program of the shell's in this folder.
    func script(_ name: String, _ text: String) throws -> String {
        let (text, file) = ("#!/bin/sh\n\(text)\n", "\(path)/\(name)")
        try text.write(toFile: file + ".text", atomically: true, encoding: .utf8)
        // By another process: a program that this one has open for writing may not be started, and
        // what other tests start has it open for a moment, too.
        let copying = try Process.run(
            URL(fileURLWithPath: "/usr/bin/install"),
            arguments: ["-m", "755", file + ".text", file]
        )
        guard copying.waitForEnd() == 0 else { throw CocoaError(.fileWriteUnknown) }
        return file
    }
}
