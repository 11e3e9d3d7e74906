import CLinux
import Glibc
import Synchronization

/// Ctrl-C, as something to poll for while a demo runs.
///
/// The handler writes a byte to a pipe; all else is done by whoever reads it.
final class Interrupts {
    private static let writeEnd = Atomic<Int32>(-1)
    let readEnd: Int32
    private var before = sigaction()

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard linux_pipe(&ends, 1) == 0 else {
            throw DemoStartError(description: "no pipe for Ctrl-C: \(systemReason())")
        }
        readEnd = ends[0]
        Self.writeEnd.store(ends[1], ordering: .relaxed)
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in
            var byte: UInt8 = 1
            _ = write(Interrupts.writeEnd.load(ordering: .relaxed), &byte, 1)
        }
        sigaction(SIGINT, &action, &before)
    }

    /// How many times Ctrl-C was pressed since the last call.
    func take() -> Int {
        var bytes = [UInt8](repeating: 0, count: 16)
        return max(0, read(readEnd, &bytes, bytes.count))
    }

    deinit {
        sigaction(SIGINT, &before, nil)
        close(readEnd)
        close(Self.writeEnd.exchange(-1, ordering: .relaxed))
    }
}
