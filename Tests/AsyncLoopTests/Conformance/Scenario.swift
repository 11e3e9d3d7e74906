import AsyncLoop
import Foundation
import LoopEvents
import LoopSupport
import Testing

/// A Python program of `Expected/`, ported: it prints what CPython printed, byte for byte.
struct Scenario: CustomTestStringConvertible, Sendable {
    let name: String
    let body: @Sendable (Page) throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (Page) throws -> Void) {
        self.name = name
        self.body = body
    }

    var testDescription: String { name }

    /// What CPython printed.
    var expected: String {
        get throws {
            let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("Expected/\(name).out")
            return try String(contentsOf: file, encoding: .utf8)
        }
    }

    /// What the port prints.
    func printed() async throws -> String {
        try await alone {
            let page = Page()
            return Result {
                try body(page)
                return page.text
            }
        }.get()
    }
}

/// Where a scenario prints, with Python's way of writing things.
final class Page: @unchecked Sendable {
    // Safe to send: a scenario is on one thread.
    private(set) var text = ""

    func print(_ items: Any..., end: String = "\n") {
        text += items.map(Self.str).joined(separator: " ") + end
    }

    /// Runs `main` as the scenarios' `run` does: on a loop with a virtual clock.
    @discardableResult
    func run<T>(_ main: @escaping @EventLoop () async throws -> T) throws -> T {
        let recorder = Recorder()
        defer { checkCauses(recorder) }
        return try EventLoop.run(recorder: recorder, main)
    }

    /// Whatever a program does, each event names one that may have caused it.
    private func checkCauses(_ recorder: Recorder) {
        let buffer = recorder.buffer
        for index in 0..<buffer.eventCount where buffer[index].cause != LoopEvent.noCause {
            let cause = buffer[Int(buffer[index].cause)].kind
            #expect(
                buffer[index].kind.legalCauses.contains(cause),
                "\(buffer[index].kind), event \(index), by \(cause)"
            )
        }
    }

    /// Python's `str`.
    static func str(_ value: Any) -> String {
        switch value {
        case let value as Bool: value ? "True" : "False"
        case let value as Double: number(value)
        case is Void: "None"
        default: "\(value)"
        }
    }

    /// Python's `repr`.
    static func repr(_ value: Any) -> String {
        switch value {
        case let value as String: value.contains("'") ? "\"\(value)\"" : "'\(value)'"
        case let value as [Any]: "[" + value.map(repr).joined(separator: ", ") + "]"
        case let value as PythonError: "\(value.type)('\(value.message)')"
        default: str(value)
        }
    }

    /// 1 and 2 were integers in the Python program, 0.5 was not.
    static func number(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(value))" : "\(value)"
    }
}

/// An error with the name of a Python exception.
struct PythonError: Error, CustomStringConvertible {
    var type = "ValueError"
    var message: String

    init(_ message: String, type: String = "ValueError") {
        self.message = message
        self.type = type
    }

    var description: String { "\(type): \(message)" }
}

/// The virtual time, as `vclock.at` prints it.
@EventLoop func at(_ time: Double? = nil) -> String {
    String(format: "%.3f", time ?? EventLoop.time)
}

/// `pending`, `cancelled`, `result 42` or `error ValueError: boom`, as `vclock.state` prints it.
@EventLoop func state<T>(_ future: Future<T>) -> String {
    switch future.state {
    case .pending: return "pending"
    case .cancelled: return "cancelled"
    case .finished:
        do { return "result " + Page.repr(try future.result()) } catch { return "error \(error)" }
    }
}

extension LoopTests {
    @Suite struct ConformanceTests {
        @Test(arguments: allScenarios)
        func `prints what CPython printed`(_ scenario: Scenario) async throws {
            #expect(try await scenario.printed() == scenario.expected)
        }

        @Test func `every program of the folder is ported`() throws {
            let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("Expected")
            let programs = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { $0.hasSuffix(".out") }.map { String($0.dropLast(4)) }.sorted()
            #expect(programs == allScenarios.map(\.name).sorted())
        }
    }
}
