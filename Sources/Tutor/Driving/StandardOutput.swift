import Glibc
import Platform
import StyledText

/// Standard output, written in large pieces; a reader that has gone ends the program quietly.
///
/// Whoever writes to a terminal through this must see to it that `exit` restores the terminal.
final class StandardOutput {
    private var pending: [UInt8] = []

    /// Puts `text` into what will be written.
    func write(_ text: String) {
        pending += text.utf8
        if pending.count > 1 << 16 { flush() }
    }

    /// Writes what is pending.
    ///
    /// If nobody reads any more, as after `| head`, the program ends without a word; if it cannot
    /// be written for another reason, it says so and ends with exit code 1.
    func flush() {
        guard !pending.isEmpty else { return }
        let bytes = pending
        pending = []
        do throws(SystemError) {
            try WholeFile.write(bytes, to: STDOUT_FILENO)
        } catch {
            if error.number == EPIPE { exit(0) }
            StandardError.say("cannot write to standard output: \(error)")
            exit(1)
        }
    }
}

/// Standard error.
enum StandardError {
    /// Says `message`, and who says it unless that is plain; nothing can be done if that fails.
    static func say(_ message: String, asProgram: Bool = true) {
        let line = (asProgram ? "loopwalk: " : "") + sanitized(message) + "\n"
        try? WholeFile.write(Array(line.utf8), to: STDERR_FILENO)
    }
}

/// Readies the process for output that may fail.
public func prepareStandardStreams() {
    // A reader that has gone shows as EPIPE, and not as a signal that skips restoring the terminal.
    signal(SIGPIPE, SIG_IGN)
    // With a standard stream closed, the next file opened would take its place and be written to.
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
        // For the other direction, so that using it fails as using a closed stream does.
        let mode = stream == STDIN_FILENO ? O_WRONLY : O_RDONLY
        if open("/dev/null", mode) < 0 { return }
    }
}
