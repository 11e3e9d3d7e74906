import Glibc
import StyledText

/// Where text goes: a file descriptor, written to at once, without a buffer of its own.
public struct Output: Sendable {
    /// The descriptor; it is not owned.
    public var descriptor: Int32

    /// Standard output.
    public static let standard = Output(descriptor: STDOUT_FILENO)
    /// Standard error.
    public static let error = Output(descriptor: STDERR_FILENO)

    /// Output to `descriptor`.
    public init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Writes all of `text` as UTF-8, waiting if need be.
    ///
    /// Returns whether it could: false once the reader or the terminal is gone, or a disk is full.
    @discardableResult
    public func write(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { writeAll(UnsafeRawBufferPointer($0)) }
    }

    private func writeAll(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(
                descriptor,
                UnsafeRawBufferPointer(rebasing: rest).baseAddress,
                rest.count
            )
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count < 0 && errno == EAGAIN {
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&wait, 1, -1)
            } else if count < 0 && errno != EINTR {
                return false
            }
        }
        return true
    }

    /// Writes `lines`, each with a line feed, in one piece.
    @discardableResult
    public func write(_ lines: [StyledLine], _ rendering: Rendering) -> Bool {
        write(lines.map { $0.rendered(rendering) + "\n" }.joined())
    }
}
