import CShims
import Glibc
import StyledText

/// Lines of a file, a pipe, or a terminal that does its own simple editing.
///
/// A line may have any length. Invalid UTF-8 is repaired with U+FFFD; a carriage return before the
/// line feed is dropped, a last line needs no line feed. More is read at once than one line, so the
/// rest of the descriptor cannot be read by others.
public struct StreamLines: LineSource {
    private let descriptor: Int32
    private let prompts: Output?
    private let rendering: Rendering
    private var pending: [UInt8] = []
    /// Where the next line begins in `pending`, and how far it is known to hold no line feed.
    private var start = 0
    private var searched = 0
    private var isAtEnd = false

    /// Lines of `descriptor`, which is not owned. Prompts are written to `promptingOn`, if any; on
    /// a terminal Ctrl-C then gives up the line instead of ending the program.
    public init(
        descriptor: Int32 = STDIN_FILENO,
        promptingOn prompts: Output? = nil,
        rendering: Rendering = Rendering()
    ) {
        self.descriptor = descriptor
        self.prompts = prompts
        self.rendering = rendering
    }

    /// Waits for a line; `.end` at the end of the file or if it cannot be read.
    public mutating func nextLine(prompt: StyledLine) -> LineInput {
        let isGuarded = prompts != nil && terminal_guard_arm(descriptor, descriptor, "") == 0
        defer { if isGuarded { terminal_guard_disarm() } }
        prompts?.write(prompt.rendered(rendering))
        while true {
            if let line = takeLine() { return .line(line) }
            if isAtEnd { return takeRest() }
            if isGuarded, waitedForSignal() {
                pending.removeAll()
                start = 0
                searched = 0
                tcflush(descriptor, TCIFLUSH)
                prompts?.write("\n")
                return .interrupted
            }
            fill()
        }
    }

    private mutating func takeLine() -> String? {
        guard let end = pending[searched...].firstIndex(of: 10) else {
            searched = pending.count
            return nil
        }
        var line = pending[start..<end]
        if line.last == 13 { line.removeLast() }
        start = end + 1
        searched = start
        return String(decoding: line, as: UTF8.self)
    }

    private mutating func takeRest() -> LineInput {
        // A terminal can go on after Ctrl-D.
        isAtEnd = false
        guard start < pending.count else { return .end }
        let line = String(decoding: pending[start...], as: UTF8.self)
        pending.removeAll()
        start = 0
        searched = 0
        return .line(line)
    }

    private mutating func fill() {
        pending.removeFirst(start)
        searched -= start
        start = 0
        let block = 65_536
        let old = pending.count
        pending.append(contentsOf: repeatElement(0, count: block))
        let count = pending.withUnsafeMutableBytes {
            read(descriptor, $0.baseAddress! + old, block)
        }
        let error = errno
        pending.removeLast(block - max(0, count))
        if count < 0 && error == EAGAIN {
            var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            poll(&wait, 1, -1)
        } else {
            isAtEnd = count == 0 || (count < 0 && error != EINTR)
        }
    }

    /// Waits until there is something to read, or Ctrl-C: then true.
    private func waitedForSignal() -> Bool {
        while true {
            switch waitForInput(descriptor, timeout: nil) {
            case .interrupted: return true
            case .readable, .timedOut: return false
            case .continued, .resized: continue
            }
        }
    }
}
