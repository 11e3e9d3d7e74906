import AsyncLoop
import LoopEvents
import LoopSupport
import Testing

/// What a rule's program says, each line with the passes since the last mark: `+1 b in`.
///
/// The lines that the tests expect are what the same program printed under CPython 3.13.0, unless
/// the test says that ours differs.
@EventLoop
final class Marks {
    private(set) var lines: [String] = []
    private var start = 0

    /// Counts passes from here.
    func mark() { start = EventLoop.pass }

    func say(_ items: Any...) {
        lines.append("+\(EventLoop.pass - start) " + items.map(Page.str).joined(separator: " "))
    }

    /// Lets everything that is ready, and what that makes ready, come to rest.
    func settle() async throws {
        for _ in 0..<5 { try await sleep(0) }
    }

    /// What `body` says when run on a loop of its own, whose record must make sense.
    nonisolated static func of(
        _ body: @escaping @EventLoop (Marks) async throws -> Void
    ) async throws -> [String] {
        let run = await runLoop {
            let marks = Marks()
            try await body(marks)
            return marks.lines
        }
        let events = run.events
        for event in events where event.cause != LoopEvent.noCause {
            let cause = events[Int(event.cause)]
            #expect(
                event.kind.legalCauses.contains(cause.kind),
                "\(event.kind) due to \(cause.kind)"
            )
        }
        return try run.result.get()
    }
}
