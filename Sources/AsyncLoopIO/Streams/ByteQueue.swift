import Glibc

/// Bytes on their way: added at the back, taken from the front.
struct ByteQueue {
    private var bytes: [UInt8] = []
    /// Where what has not been taken begins.
    private var start = 0
    /// An empty queue keeps no more room than this.
    private static let roomKept = 64 * 1024

    var count: Int { bytes.count - start }
    var isEmpty: Bool { bytes.count == start }

    mutating func append(_ more: UnsafeRawBufferPointer) {
        // What was taken makes room before the array grows.
        if start > 0, start >= bytes.count - start {
            bytes.removeFirst(start)
            start = 0
        }
        bytes.append(contentsOf: more)
    }

    /// The first `count` bytes, which are then no longer here.
    mutating func take(_ count: Int) -> [UInt8] {
        if count == bytes.count, count > Self.roomKept {
            defer { bytes = [] }
            return bytes
        }
        let taken = Array(bytes[start..<start + count])
        drop(count)
        return taken
    }

    mutating func drop(_ count: Int) {
        start += count
        guard start == bytes.count else { return }
        bytes.removeAll(keepingCapacity: bytes.capacity <= Self.roomKept)
        start = 0
    }

    mutating func dropAll() { drop(count) }

    func withBytes<T>(_ body: (UnsafeRawBufferPointer) -> T) -> T {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start...])) }
    }

    /// Where the first `separator` begins that does not begin before `offset`.
    func offset(of separator: [UInt8], from offset: Int) -> Int? {
        withBytes { bytes in
            var from = offset
            while from + separator.count <= bytes.count {
                let start = bytes.baseAddress! + from
                guard let found = memchr(start, Int32(separator[0]), bytes.count - from) else {
                    return nil
                }
                from = UnsafeRawPointer(found) - bytes.baseAddress!
                guard from + separator.count <= bytes.count else { return nil }
                if memcmp(found, separator, separator.count) == 0 { return from }
                from += 1
            }
            return nil
        }
    }
}
