import LoopEvents

extension LoopCore {
    /// Records what the program prints, and counts it for the limit on output; writes it to standard
    /// output if no record is being written. `describe` says whose it is.
    func write(_ text: String, noNewline: Bool, _ describe: (inout LoopEvent) -> Void) {
        guard let recorder else {
            return Swift.print(text, terminator: noNewline ? "" : "\n")
        }
        record(.output) {
            describe(&$0)
            $0.text = self.intern(text)
            $0.detail = noNewline ? 1 : 0
        }
        recorder.buffer.outputBytes += text.utf8.count + (noNewline ? 0 : 1)
    }
}

extension EventLoop {
    /// Records a line that the program prints, with its task and source line.
    ///
    /// A pool's job prints when its end has come back to the loop, as its output is then in a fixed
    /// place (see `LoopClock`). With no record being written the text goes to standard output. From
    /// a thread that is neither the loop's nor a pool's it always does.
    public nonisolated static func output(
        _ text: String,
        noNewline: Bool = false,
        line: UInt = #line
    ) {
        if let work = Work.current {
            work.print(text, line: UInt32(line), noNewline: noNewline)
        } else if core.isLoopThread {
            assumeOnLoop { record(text, noNewline: noNewline, line: UInt32(line)) }
        } else {
            Swift.print(text, terminator: noNewline ? "" : "\n")
        }
    }

    @EventLoop
    private static func record(_ text: String, noNewline: Bool, line: UInt32) {
        _ = core.current
        core.readClock()
        core.write(text, noNewline: noNewline) { $0.line = line }
    }
}

/// A program whose `print` is recorded: what a demo's code is compiled into.
///
/// A member shadows Swift's `print` where a global function would not.
public protocol LoopProgram {}

extension LoopProgram {
    /// Prints as Swift's `print` does, into the record, with the task and line it comes from.
    public static func print(
        _ items: Any...,
        separator: String = " ",
        terminator: String = "\n",
        line: UInt = #line
    ) {
        var text = items.map { "\($0)" }.joined(separator: separator)
        if terminator != "\n" { text += terminator }
        EventLoop.output(text, noNewline: terminator != "\n", line: line)
    }
}
