import FuzzSupport

/// Called by libFuzzer with bytes it has thought of; a trap is what it looks for.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: bytes, count: count))
    let complaints = LessonOracle.complaints(about: bytes)
    precondition(complaints.isEmpty, "\(complaints)")
    return 0
}
