import Glibc
import PseudoTerminal
import Testing

@testable import Terminal

@Suite struct `Keys on a terminal` {
    @Test func `each key is told at once, Ctrl-C too`() throws {
        let session = try FixtureSession("keys")
        #expect(session.terminal.screen.isAlternate)
        try session.type("n", expecting: "key(Terminal.Key.character(\"n\"))")
        try session.type("\u{1B}[C", expecting: "key(Terminal.Key.right)")
        try session.type("\u{3}", expecting: "key(Terminal.Key.control(\"c\"))")
        try session.type("程", expecting: "key(Terminal.Key.character(\"程\"))")
        try session.type("\u{1B}", expecting: "key(Terminal.Key.escape)")
    }

    @Test func `a new size is told`() throws {
        let session = try FixtureSession("keys")
        session.terminal.resize(columns: 60, rows: 20)
        try session.terminal.wait(for: "resized")
    }

    @Test func `leaving gives back the screen and the modes`() throws {
        let session = try FixtureSession("keys")
        try session.type("q", expecting: "[exit 0, modes restored]")
        #expect(!session.terminal.screen.isAlternate)
    }

    @Test func `an exit in the middle gives back the screen and the modes`() throws {
        let session = try FixtureSession("keys")
        try session.type("x", expecting: "[exit 3, modes restored]")
        #expect(!session.terminal.screen.isAlternate)
    }

    @Test func `a signal gives back the screen and the modes`() throws {
        let session = try FixtureSession("keys")
        kill(try session.process(), SIGTERM)
        try session.terminal.wait(for: "[signal 15, modes restored]")
        #expect(!session.terminal.screen.isAlternate)
    }

    @Test func `Ctrl-Z gives back the screen until the program goes on`() throws {
        let session = try FixtureSession("keys")
        try session.type("\u{1A}", expecting: "[stopped, modes restored]")
        #expect(!session.terminal.screen.isAlternate)
        session.terminal.send("fg\r")
        try session.terminal.wait(until: "the second screen again") {
            $0.isAlternate && $0.text.contains("continued")
        }
        try session.type("q", expecting: "[exit 0, modes restored]")
    }
}

@Suite struct `Pager on a terminal` {
    @Test func `shows a page, goes on by Return, and leaves no trace of the question`() throws {
        let session = try FixtureSession("pager", rows: 8)
        try session.terminal.wait(for: "-- more: Return, q --")
        #expect(session.terminal.screen.lines.contains("line 7"))
        #expect(!session.terminal.screen.text.contains("line 8"))
        try session.type("\r", expecting: "line 14")
        try session.type(" ", expecting: "[exit 0, modes restored]")
        let all = session.terminal.screen.scrollback + session.terminal.screen.lines
        #expect(Array(all.prefix(21)) == (1...20).map { "line \($0)" } + ["shown"])
    }

    @Test(arguments: [("q", "left"), ("\u{1B}", "left"), ("\u{3}", "interrupted")])
    func `leaves on request`(key: String, ending: String) throws {
        let session = try FixtureSession("pager", rows: 8)
        try session.terminal.wait(for: "-- more")
        try session.type(key, expecting: ending)
        try session.terminal.wait(for: "[exit 0, modes restored]")
    }
}

@Suite struct `Key parser` {
    private func keys(_ bytes: String) -> [Key] {
        var parser = KeyParser()
        var keys = bytes.utf8.compactMap { parser.take($0) }
        if let rest = parser.flush() { keys.append(rest) }
        return keys
    }

    @Test(arguments: [
        ("a", [Key.character("a")]), (" ", [.character(" ")]), ("程", [.character("程")]),
        ("\r", [.enter]), ("\n", [.enter]), ("\t", [.tab]),
        ("\u{7F}\u{8}", [.backspace, .backspace]),
        ("\u{1}\u{1A}", [.control("a"), .control("z")]), ("\u{0}", [.control(" ")]),
        ("\u{1B}[A\u{1B}OB", [.up, .down]), ("\u{1B}[1;5C", [.right]), ("\u{1B}[Z", [.backTab]),
        ("\u{1B}[H\u{1B}[4~", [.home, .end]), ("\u{1B}[5~\u{1B}[6~", [.pageUp, .pageDown]),
        ("\u{1B}[3~\u{1B}[2~", [.delete, .insert]),
        ("\u{1B}OP\u{1B}[24~", [.function(1), .function(12)]),
        ("\u{1B}x", [.alt("x")]), ("\u{1B}", [.escape]), ("\u{1B}\u{1B}", [.escape, .escape]),
        ("\u{1B}[", [.alt("[")]), ("\u{1B}O", [.alt("O")]),
        ("\u{1B}[99~n", [.unknown, .character("n")]),
        ("\u{1B}程", [.alt("程")]),
    ])
    func `puts bytes together into keys`(bytes: String, expected: [Key]) {
        #expect(keys(bytes) == expected)
    }

    @Test func `no three bytes trap it, and it always comes to rest`() {
        let interesting: [UInt8] = [
            0, 3, 0x1B, 0x20, 0x3B, 0x41, 0x4F, 0x5B, 0x7E, 0x7F, 0x80, 0xC3, 0xE5, 0xF4, 0xFF,
        ]
        for first in interesting {
            for second in interesting {
                for third in interesting {
                    var parser = KeyParser()
                    for byte in [first, second, third] { _ = parser.take(byte) }
                    _ = parser.flush()
                    #expect(!parser.isWaiting)
                }
            }
        }
    }
}
