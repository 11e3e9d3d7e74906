import AsyncLoop
import Glibc
import LoopEvents
import LoopSupport
import Testing

/// Two sockets that are each other's other end, neither of which ever blocks.
final class Ends: Sendable {
    let near: Int32
    let far: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | O_NONBLOCK | O_CLOEXEC
        let failed = socketpair(AF_UNIX, kind, 0, &ends)
        precondition(failed == 0, "no more sockets: \(String(cString: strerror(errno)))")
        (near, far) = (ends[0], ends[1])
    }

    deinit {
        close(near)
        close(far)
    }

    /// What is sent to the near end comes out of the far one, and the other way round.
    static func send(_ text: String, to end: Int32) {
        let sent = Array(text.utf8).withUnsafeBytes { write(end, $0.baseAddress, $0.count) }
        precondition(sent == text.utf8.count)
    }

    /// Up to `limit` bytes of what has come to `end`; nil if nothing has, empty at the end of all.
    static func receive(from end: Int32, limit: Int = 100) -> String? {
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = read(end, &bytes, limit)
        return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// As `receive`, waiting if there is nothing: how asyncio's `sock_recv` does it.
    @EventLoop
    static func awaitText(from end: Int32) async throws -> String {
        while true {
            if let text = receive(from: end) { return text }
            try await readable(end)
        }
    }
}

/// Runs `main` on the real clock and checks that each event of its record has a cause it can have.
func runReal<Success>(
    _ main: @escaping @EventLoop () async throws -> Success
) async -> LoopRun<Success> {
    let run = await runLoop(clock: .real, main)
    let events = run.events
    for event in events {
        #expect(event.kind.isRoot == (event.cause == LoopEvent.noCause))
        guard event.cause != LoopEvent.noCause else { continue }
        let cause = events[Int(event.cause)].kind
        #expect(event.kind.legalCauses.contains(cause), "\(event.kind) due to \(cause)")
    }
    return run
}
