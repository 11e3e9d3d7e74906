import CShims
import Glibc

/// Reads keys one at a time from a terminal, with nothing echoed.
///
/// From its making to ``close()`` the terminal is in raw mode. It is given back on closing, at the
/// end of the program, on signals that end it, and while Ctrl-Z has it stopped.
public final class KeyInput {
    /// What happened.
    public enum Event: Hashable, Sendable {
        /// A key, Ctrl-C among them.
        case key(Key)
        /// The window has another size.
        case resized
        /// The program was stopped and goes on: draw everything again.
        case continued
        /// Nothing, for as long as it was waited.
        case timedOut
        /// The terminal is gone.
        case end
    }

    private let input: Int32
    private let output: Output
    private let entering: String
    private var raw = termios()
    private var parser = KeyParser()
    private var isOpen = true

    /// Takes over the terminal `input`; nil if it is none, or taken by a line editor or another
    /// `KeyInput`.
    ///
    /// `entering` is written now and whenever the program goes on after a stop, `leaving` whenever
    /// the terminal is given back: to switch to another screen and back, say. They are at most 127
    /// bytes.
    public init?(
        input: Int32 = STDIN_FILENO,
        output: Output = .standard,
        entering: String = "",
        leaving: String = ""
    ) {
        self.input = input
        self.output = output
        self.entering = entering
        guard terminal_guard_arm(input, output.descriptor, leaving) == 0,
            tcgetattr(input, &raw) == 0
        else {
            isOpen = false
            return nil
        }
        // Output processing stays on: lines end with a line feed alone, as always.
        raw.c_iflag &= ~tcflag_t(ICRNL | INLCR | IGNCR | IXON | ISTRIP | BRKINT)
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
        takeOver()
    }

    deinit { close() }

    /// Gives the terminal back; nothing more can be read. Closing twice is harmless.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        terminal_guard_disarm()
    }

    /// Waits for a key or another event, at most `timeout` milliseconds; nil waits for ever.
    public func next(timeout: Int? = nil) -> Event {
        guard isOpen else { return .end }
        while true {
            // A lone Escape is told from the start of a sequence by nothing following at once.
            let wait = parser.isWaiting ? 50 : timeout
            switch waitForInput(input, timeout: wait.map { Int32(clamping: $0) }) {
            case .interrupted: return .key(.control("c"))
            case .resized: return .resized
            case .continued:
                takeOver()
                return .continued
            case .timedOut:
                guard parser.isWaiting else { return .timedOut }
                if let key = parser.flush() { return .key(key) }
            case .readable:
                if let event = readByte() { return event }
            }
        }
    }

    private func readByte() -> Event? {
        var byte: UInt8 = 0
        let count = Glibc.read(input, &byte, 1)
        if count < 0 && (errno == EINTR || errno == EAGAIN) { return nil }
        guard count == 1 else { return .end }
        guard let key = parser.take(byte) else { return nil }
        guard key == .control("z") else { return .key(key) }
        terminal_guard_stop()
        dropEvents()
        takeOver()
        return .continued
    }

    private func takeOver() {
        tcsetattr(input, TCSADRAIN, &raw)
        output.write(entering)
    }
}
