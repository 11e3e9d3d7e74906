import CLinux
import Glibc
import LoopEvents

/// A record in memory that a child process can write to.
final class SharedRecord {
    let descriptor: Int32
    let buffer: RecordBuffer
    private let base: UnsafeMutableRawPointer
    private let byteCount: Int

    /// Room for `events` events and four times the output's bytes of text.
    init(limits: DemoLimits) throws {
        let stringBytes = limits.outputBytes * 4 + (1 << 16)
        byteCount = RecordBuffer.byteCount(events: limits.events, stringBytes: stringBytes)
        descriptor = linux_memory_file("loopwalk-record")
        guard descriptor >= 0, ftruncate(descriptor, byteCount) == 0,
            let mapping = mmap(
                nil,
                byteCount,
                PROT_READ | PROT_WRITE,
                MAP_SHARED,
                descriptor,
                0
            ),
            mapping != MAP_FAILED
        else {
            throw DemoStartError(description: "no memory for the record: \(systemReason())")
        }
        base = mapping
        buffer = RecordBuffer(formatting: mapping, events: limits.events, stringBytes: stringBytes)
    }

    deinit {
        munmap(base, byteCount)
        close(descriptor)
    }
}

/// The system's words for what the last failed call failed of.
func systemReason() -> String {
    String(cString: strerror(errno))
}
