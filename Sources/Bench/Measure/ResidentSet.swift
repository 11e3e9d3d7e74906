import Glibc

/// How much of the process's memory is in the machine's, in bytes.
///
/// From `/proc/self/statm`, whose second number is in pages. 0 if it cannot be read.
public func residentBytes() -> Double {
    let file = open("/proc/self/statm", O_RDONLY)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 128)
    let count = max(0, read(file, &bytes, bytes.count))
    let fields = bytes[..<count].split(separator: UInt8(ascii: " "))
    guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else {
        return 0
    }
    return Double(pages * sysconf(Int32(_SC_PAGESIZE)))
}
