import CLinux
import Glibc
import Synchronization

/// Ctrl-C, as something to poll for while another program runs.
///
/// The handler writes a byte to a pipe; all else is done by whoever reads it. There is one pipe in
/// a process: of several at once, the first that looks has the key.
public final class Interrupts {
    private struct Shared {
        /// How many there are.
        var count = 0
        var readEnd: Int32 = -1
    }

    private static let shared = Mutex(Shared())
    // Safe: looked at under the lock of `shared` only. Not in it, as Swift 6.3 with optimization
    // begins a global that holds a `sigaction` as zeros, whatever else it is to hold.
    private nonisolated(unsafe) static let before =
        UnsafeMutablePointer<sigaction>.allocate(capacity: 1)
    private static let writeEnd = Atomic<Int32>(-1)

    /// Readable once Ctrl-C was pressed.
    public let readEnd: Int32

    /// Takes Ctrl-C over, from now on and as long as this object lives.
    ///
    /// Errors: what the system says, if there is no pipe to be had.
    public init() throws(SystemError) {
        readEnd = try Self.shared.withLock { shared throws(SystemError) in
            if shared.readEnd < 0 {
                var ends: [Int32] = [-1, -1]
                guard linux_pipe(&ends, 1) == 0 else { throw SystemError(errno) }
                shared.readEnd = ends[0]
                Self.writeEnd.store(ends[1], ordering: .relaxed)
            }
            shared.count += 1
            if shared.count == 1 {
                Self.takeAll(from: shared.readEnd)
                var action = sigaction()
                action.__sigaction_handler.sa_handler = { _ in
                    var byte: UInt8 = 1
                    _ = write(Interrupts.writeEnd.load(ordering: .relaxed), &byte, 1)
                }
                sigaction(SIGINT, &action, Self.before)
            }
            return shared.readEnd
        }
    }

    /// How many times Ctrl-C was pressed since the last call.
    public func take() -> Int { Self.takeAll(from: readEnd) }

    @discardableResult
    private static func takeAll(from pipe: Int32) -> Int {
        var bytes = [UInt8](repeating: 0, count: 16)
        return max(0, read(pipe, &bytes, bytes.count))
    }

    deinit {
        Self.shared.withLock { shared in
            shared.count -= 1
            if shared.count == 0 { sigaction(SIGINT, Self.before, nil) }
        }
    }
}
