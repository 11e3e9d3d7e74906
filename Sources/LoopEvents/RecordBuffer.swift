/// A record in memory: a header, a table of events and a table of strings, in one block.
///
/// The block may be a mapping shared with another process. All counters live in it, and an event
/// is counted only after it has been written, so a reader sees whole events even when the writer
/// was killed. The block is owned by whoever made it; this type only knows where things are.
public struct RecordBuffer: @unchecked Sendable {
    // Safe to send: a pointer and two sizes. Only the loop's thread writes; readers look after the
    // writer has stopped, or accept a count that is a little old.
    @usableFromInline let base: UnsafeMutableRawPointer
    // Kept here, as the header can be written by a program that writes where it should not.
    @usableFromInline let capacity: UInt32
    private let stringCapacity: UInt32

    /// The format's version, in every header.
    public static let version: UInt32 = 1
    private static let magic: UInt32 = 0x4C57_5231

    @usableFromInline
    struct Header: BitwiseCopyable {
        @usableFromInline var magic: UInt32
        @usableFromInline var version: UInt32
        @usableFromInline var eventCapacity: UInt32
        @usableFromInline var eventCount: UInt32
        @usableFromInline var stringCapacity: UInt32
        @usableFromInline var stringBytes: UInt32
        @usableFromInline var droppedEvents: UInt64
        @usableFromInline var droppedBytes: UInt64
        @usableFromInline var outputBytes: UInt64
        @usableFromInline var ending: UInt32
        @usableFromInline var endingText: UInt32
    }

    @usableFromInline static var headerBytes: Int { 64 }

    /// How many bytes a record for `events` events and `stringBytes` bytes of text takes.
    ///
    /// A string takes its UTF-8 and 4 bytes more.
    public static func byteCount(events: Int, stringBytes: Int) -> Int {
        headerBytes + events * MemoryLayout<LoopEvent>.stride + stringBytes
    }

    /// Lays out an empty record in `base`, which must have room for `byteCount` bytes, whatever is
    /// in them, and be aligned to 8.
    public init(formatting base: UnsafeMutableRawPointer, events: Int, stringBytes: Int) {
        self.base = base
        capacity = UInt32(events)
        stringCapacity = UInt32(stringBytes)
        header.pointee = Header(
            magic: Self.magic,
            version: Self.version,
            eventCapacity: UInt32(events),
            eventCount: 0,
            stringCapacity: UInt32(stringBytes),
            stringBytes: 0,
            droppedEvents: 0,
            droppedBytes: 0,
            outputBytes: 0,
            ending: 0,
            endingText: 0
        )
    }

    /// Takes up a record that was laid out earlier at `base`, perhaps by another process.
    ///
    /// Returns nil if `byteCount` bytes at `base` are not a record of this version.
    public init?(existing base: UnsafeMutableRawPointer, byteCount: Int) {
        guard byteCount >= Self.headerBytes else { return nil }
        let found = base.assumingMemoryBound(to: Header.self).pointee
        self.base = base
        capacity = found.eventCapacity
        stringCapacity = found.stringCapacity
        guard found.magic == Self.magic, found.version == Self.version,
            Self.byteCount(events: Int(found.eventCapacity), stringBytes: Int(found.stringCapacity))
                <= byteCount,
            found.eventCount <= found.eventCapacity, found.stringBytes <= found.stringCapacity
        else { return nil }
    }

    @inlinable @inline(__always)
    var header: UnsafeMutablePointer<Header> {
        base.assumingMemoryBound(to: Header.self)
    }

    @inlinable @inline(__always)
    var events: UnsafeMutablePointer<LoopEvent> {
        (base + Self.headerBytes).assumingMemoryBound(to: LoopEvent.self)
    }

    private var strings: UnsafeMutableRawPointer {
        base + Self.headerBytes
            + Int(capacity) * MemoryLayout<LoopEvent>.stride
    }

    /// How many events the record holds.
    @inline(__always)
    public var eventCount: Int { Int(min(header.pointee.eventCount, capacity)) }

    /// How many events the record has room for.
    public var eventCapacity: Int { Int(capacity) }

    /// How many events came after the record was full and are lost.
    public var droppedEvents: Int { Int(clamping: header.pointee.droppedEvents) }

    /// How many bytes of text came after the string table was full and are lost.
    public var droppedBytes: Int { Int(clamping: header.pointee.droppedBytes) }

    /// How many bytes the program has printed, kept or not.
    public var outputBytes: Int {
        get { Int(clamping: header.pointee.outputBytes) }
        nonmutating set { header.pointee.outputBytes = UInt64(newValue) }
    }

    /// How the program that wrote the record ended, as its host said it: a number of the host's and
    /// a text. The number is 0 if the host never came to say so.
    public var ending: (code: Int, text: String) {
        (Int(header.pointee.ending), string(header.pointee.endingText))
    }

    /// Leaves word of how the program ended; `code` is 1 or more.
    public func end(code: Int, text: String) {
        header.pointee.endingText = appendString(text)
        header.pointee.ending = UInt32(code)
    }

    /// Writes `event` with the next sequence number, which it returns; counts it as dropped and
    /// returns `LoopEvent.noCause` if the record is full.
    public func append(_ event: LoopEvent) -> UInt32 {
        append { $0 = event }
    }

    /// The same for an event that `fill` writes where it is to lie, in all its fields; it must not
    /// append another meanwhile.
    @inlinable @inline(__always)
    public func append(_ fill: (inout LoopEvent) -> Void) -> UInt32 {
        let count = header.pointee.eventCount
        guard count < capacity else {
            header.pointee.droppedEvents &+= 1
            return LoopEvent.noCause
        }
        fill(&events[Int(count)])
        events[Int(count)].sequence = count
        header.pointee.eventCount = count &+ 1
        return count
    }

    /// The event at `index`, from 0. Traps if it is not below `eventCount`.
    public subscript(index: Int) -> LoopEvent {
        precondition(index >= 0 && index < eventCount, "no event \(index) in the record")
        return events[index]
    }

    /// Adds `text` to the string table and returns its number; 0, the empty string, if it is full.
    ///
    /// Equal texts are added again; a `Recorder` gives them one number.
    public func appendString(_ text: String) -> UInt32 {
        var text = text
        return text.withUTF8 { bytes in
            guard !bytes.isEmpty else { return 0 }
            let used = Int(header.pointee.stringBytes)
            let needed = 4 + bytes.count
            guard used + needed <= Int(stringCapacity) else {
                header.pointee.droppedBytes &+= UInt64(bytes.count)
                return 0
            }
            (strings + used).storeBytes(of: UInt32(bytes.count), as: UInt32.self)
            UnsafeMutableRawBufferPointer(start: strings + used + 4, count: bytes.count)
                .copyMemory(from: UnsafeRawBufferPointer(bytes))
            header.pointee.stringBytes = UInt32(used + needed)
            return UInt32(used + 1)
        }
    }

    /// The string with number `id`; empty for 0 or a number that is not in the table.
    public func string(_ id: UInt32) -> String {
        let used = Int(min(header.pointee.stringBytes, stringCapacity))
        guard id > 0, Int(id) - 1 + 4 <= used else { return "" }
        let start = Int(id) - 1
        let count = Int((strings + start).loadUnaligned(as: UInt32.self))
        guard start + 4 + count <= used else { return "" }
        return String(
            decoding: UnsafeRawBufferPointer(start: strings + start + 4, count: count),
            as: UTF8.self
        )
    }
}
