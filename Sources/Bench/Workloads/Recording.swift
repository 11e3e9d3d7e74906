import Glibc
import LoopEvents

/// Whether a workload's events are recorded.
enum Recording {
    case off
    /// Into memory that was touched before the clock starts, as a demo's second run has it.
    case on
    /// Into fresh memory of the recorder's own, whose pages the kernel hands out as they are first
    /// written to.
    case cold

    /// A recorder with room for what `count` operations cause.
    ///
    /// Up to 512 MB of it: what is past that is counted as dropped.
    func recorder(for count: Int) -> Recorder? {
        if self == .off { return nil }
        let events = min(24 * count + 1_000, 8_000_000)
        let stringBytes = min(32 * count, 64_000_000) + 65_536
        if self == .cold { return Recorder(events: events, stringBytes: stringBytes) }
        let size = RecordBuffer.byteCount(events: events, stringBytes: stringBytes)
        let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let memory, memory != MAP_FAILED else { fail("no memory for a record") }
        memset(memory, 0xFF, size)
        memset(memory, 0, 64)
        return Recorder(
            writingTo: RecordBuffer(formatting: memory, events: events, stringBytes: stringBytes)
        )
    }
}
