import CLibedit
import CShims
import Glibc
import StyledText

/// Edits one line at a time on a terminal, by libedit.
///
/// Owns what is particular to that library; where lines are kept from run to run is not its
/// business (see ``EditedLines``). Signals are not left to libedit: Ctrl-C and Ctrl-Z are read as
/// keys, and the terminal guard sees to the rest.
public final class LineEditor {
    /// Which keys do what.
    public enum Keys: String, CaseIterable, Sendable {
        case emacs, vi
    }

    /// Gives the words that the word before the cursor could become.
    ///
    /// `line` is all of the line, `cursor` the number of characters before the cursor. The word is
    /// what stands between the last space before the cursor and the cursor.
    public typealias Completion = (_ line: String, _ cursor: Int) -> [String]

    let handle: OpaquePointer
    private let past: OpaquePointer
    private let input: Int32
    private let output: Output
    private let streams: [UnsafeMutablePointer<FILE>]
    private let rendering: Rendering
    let completion: Completion

    private var prompt: StyledLine = ""
    private var promptBytes: UnsafeMutablePointer<CChar>
    private var size: WindowSize
    /// Set by the reader of keys when it ends the line without one.
    private var isInterrupted = false

    /// An editor on the terminal `input` and `output`; nil if they are none, or memory is short.
    ///
    /// `~/.editrc` (or `$EDITRC`) is obeyed, for programs named `loopwalk` or all; it may change
    /// `keys` and any binding.
    public init?(
        input: Int32 = STDIN_FILENO,
        output: Int32 = STDOUT_FILENO,
        keys: Keys = .emacs,
        rendering: Rendering = Rendering(),
        completion: @escaping Completion = { _, _ in [] }
    ) {
        adoptLocale()
        guard isatty(input) == 1, isatty(output) == 1,
            let reads = fdopen(dup(input), "r"), let writes = fdopen(dup(output), "w"),
            let handle = el_init_fd("loopwalk", reads, writes, writes, input, output, output),
            let past = history_init()
        else { return nil }
        self.handle = handle
        self.past = past
        self.input = input
        self.output = Output(descriptor: output)
        streams = [reads, writes]
        self.rendering = rendering
        self.completion = completion
        promptBytes = strdup("")
        size = WindowSize(of: output) ?? WindowSize(columns: 80, rows: 24)
        configure(keys)
    }

    deinit {
        el_end(handle)
        history_end(past)
        for stream in streams { fclose(stream) }
        free(promptBytes)
    }

    private func configure(_ keys: Keys) {
        _ = editor_set_owner(handle, Unmanaged.passUnretained(self).toOpaque())
        _ = editor_set_int(handle, EL_SIGNAL, 0)
        // Ctrl-C, Ctrl-Z and Ctrl-\ as keys, so that the line is known when they come; Ctrl-S and
        // Ctrl-Q too, or a slip would freeze the screen.
        _ = editor_set_tty(handle, "-isig")
        _ = editor_set_tty(handle, "-ixon")
        _ = history_set_int(past, H_SETSIZE, 1000)
        _ = history_set_int(past, H_SETUNIQUE, 1)
        _ = editor_set_history(handle, past)
        _ = editor_set_reader(handle) { handle, character in
            guard let character, let editor = LineEditor.owner(of: handle) else { return -1 }
            return editor.readCharacter(into: character)
        }
        let marker = CChar(bitPattern: EditorPrompt.mark)
        _ = editor_set_prompt(
            handle,
            { LineEditor.owner(of: $0)?.promptBytes },
            marker
        )
        addCompletion()
        _ = editor_set_keys(handle, keys.rawValue)
        bindKeys()
        obeyEditrc()
    }

    static func owner(of handle: OpaquePointer?) -> LineEditor? {
        guard let owner = editor_owner(handle) else { return nil }
        return Unmanaged<LineEditor>.fromOpaque(owner).takeUnretainedValue()
    }

    /// Adds `line` to what the arrow keys and Ctrl-R go back to.
    public func remember(_ line: String) {
        _ = history_enter(past, line)
    }

    /// Shows `prompt` and lets the user edit a line, until Return, Ctrl-C, or Ctrl-D on an empty
    /// line. The terminal is as before afterwards, however that comes about.
    public func read(prompt: StyledLine) -> LineInput {
        self.prompt = prompt
        free(promptBytes)
        promptBytes = strdup(EditorPrompt.text(of: prompt, rendering))
        isInterrupted = false
        guard terminal_guard_arm(input, output.descriptor, "") == 0 else { return .end }
        defer { terminal_guard_disarm() }
        fitToWindow()
        // By itself libedit sets the modes after it shows the prompt: a key typed between the two
        // would be echoed twice.
        _ = editor_set_int(handle, EL_PREP_TERM, 1)
        var count: Int32 = 0
        guard let text = el_gets(handle, &count), count > 0 else {
            if isInterrupted { return .interrupted }
            output.write("\n")
            return .end
        }
        var bytes = UnsafeRawBufferPointer(start: text, count: Int(count))[...]
        while let last = bytes.last, last == 10 || last == 13 { bytes.removeLast() }
        return .line(String(decoding: bytes, as: UTF8.self))
    }
}

// What happens while a line is edited.
extension LineEditor {
    /// The next character typed; returns 1, 0 at the end of the input, -1 to give up the line.
    ///
    /// One byte is read at a time: what is typed ahead belongs to whoever reads next.
    private func readCharacter(into character: UnsafeMutablePointer<wchar_t>) -> Int32 {
        var decoder = UTF8Decoder()
        while true {
            switch waitForInput(input, timeout: nil) {
            case .readable: break
            case .timedOut: continue
            case .resized:
                redrawForNewSize()
                continue
            case .continued:
                resume()
                continue
            case .interrupted: return interrupt()
            }
            var byte: UInt8 = 0
            let count = Glibc.read(input, &byte, 1)
            if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
            guard count == 1 else { return 0 }
            switch byte {
            case 0x03: return interrupt()
            case 0x1A: suspend()
            default:
                if let scalar = decoder.take(byte) {
                    character.pointee = wchar_t(scalar.value)
                    return 1
                }
            }
        }
    }

    private func interrupt() -> Int32 {
        isInterrupted = true
        let place = self.place
        let isAtEnd = place.cursor == place.end
        goBelow(place, mark: isAtEnd ? "^C" : "")
        return -1
    }

    private func suspend() {
        goBelow(place)
        _ = editor_set_int(handle, EL_PREP_TERM, 0)
        terminal_guard_stop()
        dropEvents()
        resume()
    }

    /// Sets the terminal up again, after a shell may have had it.
    private func resume() {
        _ = editor_set_int(handle, EL_PREP_TERM, 0)
        _ = editor_set_int(handle, EL_PREP_TERM, 1)
        fitToWindow()
        _ = editor_redraw(handle)
    }

    /// Clears what the old size left of the line, and prints it anew.
    ///
    /// Some terminals wrap their lines anew when they change size, some do not. The cursor goes up
    /// only so far as it must be in both, so that nothing but the line is ever erased.
    private func redrawForNewSize() {
        guard let new = WindowSize(of: output.descriptor), new != size else { return }
        let up = min(place.cursor.row, place(in: new.columns).cursor.row)
        output.write((up > 0 ? "\u{1B}[\(up)A" : "") + "\r\u{1B}[J")
        fitToWindow()
        _ = editor_redraw(handle)
    }

    private func fitToWindow() {
        if let new = WindowSize(of: output.descriptor) { size = new }
        el_resize(handle)
    }

    /// Where the cursor and the end of the line are on the screen, from the start of the prompt.
    private var place: EditedPlace { place(in: size.columns) }

    private func place(in columns: Int) -> EditedPlace {
        let (before, after) = lineAroundCursor
        return EditedPlace(
            prompt: prompt.rendered(Rendering()),
            before: before,
            after: after,
            columns: columns
        )
    }

    private func goBelow(_ place: EditedPlace, mark: String = "") {
        let lines = String(repeating: "\n", count: place.end.row - place.cursor.row + 1)
        output.write(mark + "\r" + lines)
    }

    /// Prints `lines` below the line being edited, then that line anew.
    func show(_ lines: [StyledLine]) {
        goBelow(place)
        output.write(lines, rendering)
        _ = editor_redraw(handle)
    }

    /// The columns there are.
    var columns: Int { size.columns }

    /// The line being edited, before and after the cursor.
    var lineAroundCursor: (before: String, after: String) {
        guard let line = el_line(handle)?.pointee else { return ("", "") }
        func text(_ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>) -> String {
            String(
                decoding: UnsafeRawBufferPointer(start: from, count: max(0, to - from)),
                as: UTF8.self
            )
        }
        return (text(line.buffer, line.cursor), text(line.cursor, line.lastchar))
    }
}
