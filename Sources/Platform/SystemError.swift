import Glibc

/// A system call's failure.
public struct SystemError: Error, Equatable, CustomStringConvertible {
    /// The number the system gave.
    public let number: Int32

    /// The failure with `number`.
    public init(_ number: Int32) {
        self.number = number
    }

    /// What the system says about it, in lower case, with no full stop.
    public var description: String {
        let text = String(cString: strerror(number))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
