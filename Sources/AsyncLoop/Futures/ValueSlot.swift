/// Room for a future's result, whatever its type.
///
/// An optional of a generic type would do the same, but whoever does not know the type when it is
/// compiled, and the end of a generic class never does, must look such a type up each time: half as
/// much work as the whole of a task switch. A slot has no type of its own. Who uses it says
/// which type it holds, always the same, and keeps account of whether it holds anything.
struct ValueSlot {
    /// The value itself if it fits, else a pointer to it.
    private var bits: UInt64 = 0

    private static func fits<Value>(_ type: Value.Type) -> Bool {
        MemoryLayout<Value>.size <= MemoryLayout<UInt64>.size
            && MemoryLayout<Value>.alignment <= MemoryLayout<UInt64>.alignment
    }

    /// Puts `value` into an empty slot.
    @inline(__always)
    mutating func fill<Value>(with value: Value) {
        if Self.fits(Value.self) {
            withUnsafeMutableBytes(of: &bits) {
                $0.baseAddress!.assumingMemoryBound(to: Value.self).initialize(to: value)
            }
        } else {
            let place = UnsafeMutablePointer<Value>.allocate(capacity: 1)
            place.initialize(to: value)
            bits = UInt64(UInt(bitPattern: place))
        }
    }

    /// The value in a slot that holds a `Value`.
    @inline(__always)
    func value<Value>(as type: Value.Type) -> Value {
        if Self.fits(type) {
            withUnsafeBytes(of: bits) { $0.baseAddress!.assumingMemoryBound(to: type).pointee }
        } else {
            UnsafeMutablePointer<Value>(bitPattern: UInt(bits))!.pointee
        }
    }

    /// Empties a slot that holds a `Value`.
    @inline(__always)
    mutating func empty<Value>(of type: Value.Type) {
        if Self.fits(type) {
            withUnsafeMutableBytes(of: &bits) {
                _ = $0.baseAddress!.assumingMemoryBound(to: type).deinitialize(count: 1)
            }
        } else {
            let place = UnsafeMutablePointer<Value>(bitPattern: UInt(bits))!
            place.deinitialize(count: 1)
            place.deallocate()
        }
    }
}
