import Glibc

/// Says something on standard error, beside the results.
func warn(_ message: String) {
    let line = "loopwalk-bench: \(message)\n"
    _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
}

/// Says why it cannot go on, and ends the process.
func fail(_ message: String) -> Never {
    warn(message)
    exit(64)
}
