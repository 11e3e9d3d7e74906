import Foundation
import Testing

/// The table of asyncio's names and ours, held to the sources and to the lessons.
@Suite struct NamesTableTests {
    struct Row {
        var asyncio: String
        /// Its names of ours: `EventLoop.run(clock:)` as type, name and labels.
        var ours: [(type: String?, name: String, labels: [String])]
        var lesson: String
    }

    @Test func `every name of ours is public, a member of the type it is said to be of`() throws {
        let rows = try Self.rows()
        let interface = try Interface()
        #expect(rows.count > 100)
        for row in rows {
            #expect(!row.ours.isEmpty, "\(row.asyncio) has no name of ours")
            for (type, name, labels) in row.ours {
                let spelled = [type, name].compactMap { $0 }.joined(separator: ".")
                // Apart, as a failure would show the whole interface.
                let isThere = interface.declares(name, in: type, labels: labels)
                #expect(isThere, "\(row.asyncio): no public \(spelled)(\(labels))")
            }
        }
    }

    @Test func `every lesson named shows the name`() throws {
        let lessons = try Self.steps()
        for row in try Self.rows() {
            guard let text = lessons[row.lesson] else {
                Issue.record("\(row.asyncio): no step '\(row.lesson)'")
                continue
            }
            let quoted = row.asyncio.split(separator: "\"", omittingEmptySubsequences: false)
            let shown =
                row.ours.contains { Self.mentions(text, $0.name) }
                || quoted.count == 3 && text.contains(quoted[1])
            #expect(shown, "\(row.asyncio): '\(row.lesson)' does not show it")
        }
    }

    @Test func `asyncio's vocabulary is all there`() throws {
        let table = try String(contentsOf: Self.file(Self.table), encoding: .utf8)
        for name in vocabulary {
            #expect(Self.mentions(table, name), "\(name) has no row")
        }
    }

    // MARK: Reading

    static let table = "Sources/AsyncLoop/AsyncLoop.docc/Names.md"

    static func file(_ path: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../\(path)")
    }

    static func mentions(_ text: String, _ name: String) -> Bool {
        text.range(
            of: #"(?<![\w])"# + NSRegularExpression.escapedPattern(for: name) + #"(?![\w])"#,
            options: .regularExpression
        ) != nil
    }

    static func rows() throws -> [Row] {
        try String(contentsOf: file(table), encoding: .utf8).split(separator: "\n")
            .filter { $0.hasPrefix("| ") && !$0.hasPrefix("| ---") }
            .map { line in
                line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            }
            .filter { $0.count == 3 && $0[0] != "asyncio" }
            .map { Row(asyncio: $0[0], ours: codes($0[1]).map(parts), lesson: $0[2]) }
    }

    /// What stands between backticks.
    private static func codes(_ cell: String) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }

    private static func parts(_ code: String) -> (type: String?, name: String, labels: [String]) {
        let head = code.prefix { $0 != "(" }
        let labels = code.dropFirst(head.count).split { "(:)".contains($0) }.map(String.init)
        let path = head.split(separator: ".").map(String.init)
        return (path.count == 2 ? path[0] : nil, path[path.count - 1], labels)
    }

    /// The text of each step, by `NN-lesson, Heading`.
    private static func steps() throws -> [String: String] {
        var steps: [String: String] = [:]
        for url in try FileManager.default.contentsOfDirectory(
            at: file("Lessons"),
            includingPropertiesForKeys: nil
        ) where url.pathExtension == "md" {
            let lesson = url.deletingPathExtension().lastPathComponent
            let text = try String(contentsOf: url, encoding: .utf8)
            for step in "\n\(text)".components(separatedBy: "\n## ").dropFirst() {
                steps["\(lesson), \(step.prefix { $0 != "\n" })"] = step
            }
        }
        return steps
    }
}

/// What the sources of AsyncLoop declare for others.
private struct Interface {
    /// Each file, and the types it declares or extends.
    private var files: [(text: String, types: Set<String>)] = []
    private var parents: [String: String] = [:]

    init() throws {
        let folder = NamesTableTests.file("Sources/AsyncLoop")
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        while let url = all?.nextObject() as? URL {
            guard url.pathExtension == "swift" else { continue }
            let text = try String(contentsOf: url, encoding: .utf8)
            let types = text.matches(
                of: /\b(?:class|struct|enum|actor|protocol|extension) (\w+)/
            ).map { String($0.output.1) }
            files.append((text, Set(types)))
            for match in text.matches(of: /\bclass (\w+)(?:<[^>]*>)?: (\w+)/) {
                parents[String(match.output.1)] = String(match.output.2)
            }
        }
    }

    /// Whether `name` is public in a file of `type` or of what that inherits from.
    func declares(_ name: String, in type: String?, labels: [String]) -> Bool {
        guard let type else { return files.contains { declares($0.text, name, labels) } }
        if files.contains(where: { $0.types.contains(type) && declares($0.text, name, labels) }) {
            return true
        }
        return parents[type].map { declares(name, in: $0, labels: labels) } ?? false
    }

    private func declares(_ text: String, _ name: String, _ labels: [String]) -> Bool {
        let isType = "(?:class|struct|enum|actor|protocol)"
        let modifiers = #"(?:[a-z]+(?:\(set\))? )*"#
        // A case is as public as its enumeration.
        let member = "(?:public \(modifiers)(?:func|var|let|\(isType))|^ *case) \(name)"
        if labels.isEmpty {
            return text.range(of: "(?m)\(member)\\b", options: .regularExpression) != nil
        }
        let initializer = "public \(modifiers)init"
        return [member, initializer].contains { start in
            let signature = #"(?s)(?m)"# + start + #"(?:<[^>]*>)?\([^{]*"#
            var rest = text[...]
            while let range = rest.range(of: signature, options: .regularExpression) {
                let found = rest[range]
                let has = labels.allSatisfy { label in
                    found.range(of: "\\b\(label)(?: \\w+)?: ", options: .regularExpression) != nil
                }
                if has { return true }
                rest = rest[range.upperBound...]
            }
            return false
        }
    }
}

/// The public names of asyncio that belong to the loop, its tasks, futures, locks, queues, groups,
/// timeouts and threads (3.13).
private let vocabulary = """
    run new_event_loop run_until_complete run_forever stop close is_closed is_running time
    get_running_loop call_soon call_later call_at call_soon_threadsafe Handle TimerHandle when
    set_exception_handler call_exception_handler default_exception_handler
    create_task eager_start eager_task_factory Task get_name set_name done cancelled result exception
    add_done_callback remove_done_callback cancel cancelling uncancel CancelledError current_task
    all_tasks get_coro get_stack print_stack sleep Future create_future set_result set_exception
    InvalidStateError gather return_exceptions wait FIRST_COMPLETED FIRST_EXCEPTION ALL_COMPLETED
    as_completed wait_for timeout timeout_at reschedule expired TimeoutError shield TaskGroup
    ExceptionGroup Queue PriorityQueue LifoQueue put get put_nowait get_nowait qsize empty full
    maxsize join task_done shutdown QueueEmpty QueueFull QueueShutDown Lock acquire release locked
    Event set clear is_set Condition notify notify_all Semaphore BoundedSemaphore Barrier parties
    n_waiting broken reset abort BrokenBarrierError run_in_executor to_thread ThreadPoolExecutor
    set_default_executor shutdown_default_executor shutdown_asyncgens ContextVar copy_context
    add_reader add_writer remove_reader remove_writer sock_recv sock_sendall KeyboardInterrupt
    SystemExit aclose aclosing GeneratorExit set_debug ensure_future wrap_future isfuture
    iscoroutine run_coroutine_threadsafe Runner get_event_loop set_event_loop add_signal_handler
    get_loop getcoroutinestate slow_callback_duration
    """.split { " \n".contains($0) }.map(String.init)
