import AsyncLoop

/// What a program notes, each with how many passes after the notes' making: `+1 woken`.
@EventLoop
final class Notes {
    private(set) var lines: [String] = []
    private var start = EventLoop.pass

    func callAsFunction(_ text: String) {
        lines.append("+\(EventLoop.pass - start) \(text)")
    }

    /// Counts passes from now on.
    func restart() {
        lines = []
        start = EventLoop.pass
    }
}

/// An error of a test's own.
struct Failure: Error, Equatable {
    var name = "failure"
}
