import Glibc
import PseudoTerminal

/// The fixture as the foreground job of a small shell, on a terminal of its own, with a home of
/// its own.
final class FixtureSession {
    let terminal: PseudoTerminal
    private let home: TemporaryFolder

    init(
        _ mode: String,
        home: TemporaryFolder = TemporaryFolder(),
        columns: Int = 80,
        rows: Int = 24,
        editrc: String = "",
        term: String = "xterm"
    ) throws {
        self.home = home
        if !editrc.isEmpty { home.write(editrc, to: ".editrc") }
        terminal = try PseudoTerminal(
            Self.product("JobControl"),
            [Self.product("TerminalFixture"), mode],
            environment: [
                "TERM": term, "LANG": "C.UTF-8", "HOME": home.path,
                "FIXTURE_HISTORY": home.path + "/state/history",
                // A backtrace on a terminal waits for someone to read it.
                "SWIFT_BACKTRACE": "enable=no",
            ],
            columns: columns,
            rows: rows
        )
        try terminal.wait(for: mode == "keys" ? "pid " : mode == "pager" ? "line 1" : "ready>")
    }

    /// The fixture's own process id, as it said.
    func process() throws -> pid_t {
        let said = terminal.screen.lines + terminal.screen.scrollback
        let line = said.first { $0.hasPrefix("pid ") }
        return pid_t(line?.dropFirst(4) ?? "") ?? 0
    }

    /// Types `keys` and Return, reads the answer, and waits for the next prompt: what is typed
    /// before it the kernel echoes and edits by itself.
    func enter(_ keys: String, expecting text: String) throws {
        let before = terminal.screen.text
        terminal.send(keys + "\r")
        try terminal.wait(until: "“\(text)” and a prompt") {
            $0.text != before && $0.text.contains(text) && $0.line == "ready>"
        }
    }

    /// Types `keys` and waits for what they show.
    func type(_ keys: String, expecting text: String) throws {
        terminal.send(keys)
        try terminal.wait(for: text)
    }

    /// Programs are built beside the tests.
    private static func product(_ name: String) -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = buffer.withUnsafeMutableBytes {
            readlink("/proc/self/exe", $0.baseAddress!, $0.count)
        }
        let own = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        return own.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/" + name
    }
}

/// A folder that goes when it is no longer used.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/loopwalk-test-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/nowhere"
    }

    deinit { Self.erase(path) }

    private static func erase(_ path: String) {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != "." && name != ".." { erase(path + "/" + name) }
            }
            closedir(folder)
        }
        remove(path)
    }

    func write(_ text: String, to name: String) {
        guard let file = fopen(path + "/" + name, "w") else { return }
        fputs(text, file)
        fclose(file)
    }

    func read(_ name: String) -> String? {
        guard let file = fopen(path + "/" + name, "r") else { return nil }
        defer { fclose(file) }
        var text: [UInt8] = []
        while case let byte = getc(file), byte != EOF { text.append(UInt8(byte)) }
        return String(decoding: text, as: UTF8.self)
    }
}
