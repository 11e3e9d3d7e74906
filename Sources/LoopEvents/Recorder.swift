import Glibc

/// Writes events into a `RecordBuffer`, giving equal strings equal numbers.
///
/// One writer, the loop's thread. The buffer's memory must outlive the recorder.
public final class Recorder: @unchecked Sendable {
    // Safe to send: used by the loop's thread alone while a loop runs, by its owner before and
    // after.

    /// The record being written.
    public let buffer: RecordBuffer
    private var numbers: [String: UInt32] = [:]
    private let owned: UnsafeMutableRawPointer?

    /// A recorder that writes into memory owned by somebody else.
    public init(writingTo buffer: RecordBuffer) {
        self.buffer = buffer
        owned = nil
    }

    /// A recorder with memory of its own, for `events` events and `stringBytes` bytes of text.
    ///
    /// What comes after it is full is counted and lost: see `RecordBuffer.droppedEvents`.
    public init(events: Int = 100_000, stringBytes: Int = 1 << 20) {
        let count = RecordBuffer.byteCount(events: events, stringBytes: stringBytes)
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: count,
            alignment: Int(getpagesize())
        )
        // A record is touched once, from front to back: in small pages the kernel is asked for the
        // next one every 64 events. Where it has no large ones to give, nothing changes.
        if count >= 4 << 20 { madvise(memory, count, MADV_HUGEPAGE) }
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: 64)
        owned = memory
        buffer = RecordBuffer(formatting: memory, events: events, stringBytes: stringBytes)
    }

    deinit { owned?.deallocate() }

    /// The number of `text` in the record's string table; 0 if it is empty or found no room.
    public func intern(_ text: String) -> UInt32 {
        if let known = numbers[text] { return known }
        let number = buffer.appendString(text)
        // One that found no room will find none later, and is not worth keeping.
        if number != 0 { numbers[text] = number }
        return number
    }
}
