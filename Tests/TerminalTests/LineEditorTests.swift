import Glibc
import PseudoTerminal
import Testing

@Suite struct `Line editor on a terminal` {
    @Test func `a line is edited with the usual keys`() throws {
        let session = try FixtureSession("lines")
        // Home, End, arrows, Delete, Ctrl-W.
        try session.enter("bcd\u{1B}[Ha\u{1B}[Fe\u{1B}[D\u{7F}", expecting: "got <abce>")
        try session.enter("xyz\u{1}\u{1B}[3~", expecting: "got <yz>")
        try session.enter("one two\u{17}three", expecting: "got <one three>")
    }

    @Test func `an empty line is a line`() throws {
        try FixtureSession("lines").enter("", expecting: "got <>")
    }

    @Test func `a coloured prompt takes the room of its text`() throws {
        let session = try FixtureSession("lines")
        #expect(session.terminal.transcript.contains(0x1B))
        session.terminal.send("abc")
        try session.terminal.wait(until: "cursor behind abc") { $0.line == "ready> abc" }
        #expect(session.terminal.screen.cursor.column == 10)
    }

    @Test func `Tab completes the only word, and adds a space`() throws {
        let session = try FixtureSession("lines")
        try session.type("w\t", expecting: "ready> why")
        try session.enter("B", expecting: "got <why B>")
    }

    @Test func `Tab completes as far as words agree, then shows them and the line again`() throws {
        let session = try FixtureSession("lines")
        try session.type("s\t", expecting: "ready> st")
        try session.type("\t", expecting: "status  step    stop")
        try session.terminal.wait(until: "the line below") { $0.line == "ready> st" }
        try session.enter("o\t", expecting: "got <stop >")
    }

    @Test func `Tab in a line of two rows shows words below it`() throws {
        let session = try FixtureSession("lines", columns: 20)
        session.terminal.send("0123456789abcdef s\t")
        try session.terminal.wait(until: "the word completed") { $0.line == "def st" }
        session.terminal.send("\t")
        try session.terminal.wait(for: "status  stop\nstep\nready> 0123456789abc\ndef st")
        try session.terminal.wait(until: "the line again") { $0.line == "def st" }
        session.terminal.send("\r")
        try session.terminal.wait(for: "got <0123456789abcde")
    }

    @Test func `history is kept from one run to the next`() throws {
        let home = TemporaryFolder()
        do {
            let session = try FixtureSession("lines", home: home)
            try session.enter("first 协程", expecting: "got <first 协程>")
            try session.enter("second", expecting: "got <second>")
            try session.type("\u{4}", expecting: "bye")
            #expect(try session.terminal.wait() == .exited(0))
        }
        #expect(home.read("state/history") == "first 协程\nsecond\n")
        let session = try FixtureSession("lines", home: home)
        try session.enter("\u{1B}[A\u{1B}[A", expecting: "got <first 协程>")
    }

    @Test func `Ctrl-R finds an earlier line`() throws {
        let session = try FixtureSession("lines")
        try session.enter("why worker", expecting: "got <why worker>")
        try session.enter("next", expecting: "got <next>")
        try session.type("\u{12}work", expecting: "bck:work")
        session.terminal.send("\r")
        try session.terminal.wait(until: "the line twice") {
            $0.lines.filter { $0 == "got <why worker>" }.count == 2
        }
    }

    @Test func `Ctrl-C gives up the line, also in a search, and the next is whole`() throws {
        let session = try FixtureSession("lines")
        try session.type("half\u{3}", expecting: "interrupted\nready>")
        #expect(session.terminal.screen.text.contains("ready> half^C\n"))
        try session.enter("whole", expecting: "got <whole>")
        session.terminal.send("\u{12}who\u{3}")
        try session.terminal.wait(until: "a second interrupt") {
            $0.lines.filter { $0 == "interrupted" }.count == 2 && $0.line == "ready>"
        }
        try session.enter("again", expecting: "got <again>")
    }

    @Test func `Ctrl-D ends only an empty line`() throws {
        let session = try FixtureSession("lines")
        try session.enter("ab\u{4}\u{1}\u{4}", expecting: "got <b>")
        try session.type("\u{4}", expecting: "bye")
        try session.terminal.wait(for: "[exit 0, modes restored]")
    }

    @Test func `Ctrl-Z stops with the terminal given back, and going on shows the line`() throws {
        let session = try FixtureSession("lines")
        try session.type("abd\u{1B}[D", expecting: "ready> abd")
        try session.type("\u{1A}", expecting: "[stopped, modes restored]")
        session.terminal.send("fg\r")
        try session.terminal.wait(until: "the line again") { $0.line == "ready> abd" }
        try session.enter("c", expecting: "got <abcd>")
        try session.type("\u{4}", expecting: "[exit 0, modes restored]")
    }

    @Test func `a stop and a going on from outside show the line again`() throws {
        let session = try FixtureSession("lines")
        try session.type("abc", expecting: "ready> abc")
        kill(try session.process(), SIGTSTP)
        try session.terminal.wait(for: "[stopped, modes restored]")
        session.terminal.send("fg\r")
        try session.terminal.wait(until: "the line again") { $0.line == "ready> abc" }
        try session.enter("d", expecting: "got <abcd>")
    }

    @Test func `another width shows the line anew and erases nothing else`() throws {
        let session = try FixtureSession("lines", columns: 40)
        session.terminal.send("0123456789012345678901234567890123456789")
        try session.terminal.wait(until: "all of it, in two rows") { $0.line == "3456789" }
        session.terminal.resize(columns: 60, rows: 24)
        let whole = "ready> 0123456789012345678901234567890123456789"
        try session.terminal.wait(until: "one row") { $0.line == whole }
        #expect(session.terminal.screen.lines[0].hasPrefix("pid "))
        session.terminal.resize(columns: 30, rows: 24)
        try session.terminal.wait(until: "two rows") {
            $0.text.hasSuffix("ready> 01234567890123456789012\n34567890123456789")
        }
        try session.enter("!", expecting: "got <")
        #expect(session.terminal.screen.lines[0].hasPrefix("pid "))
    }

    @Test func `wide characters are edited as wholes, in columns of two`() throws {
        let session = try FixtureSession("lines")
        session.terminal.send("事件循环")
        try session.terminal.wait(until: "the cursor behind it") {
            $0.line == "ready> 事件循环" && $0.cursor.column == 15
        }
        session.terminal.send("\u{1B}[D\u{1B}[D")
        try session.terminal.wait(until: "the cursor two back") { $0.cursor.column == 11 }
        session.terminal.send("\u{7F}")
        try session.terminal.wait(until: "one deleted") { $0.line == "ready> 事循环" }
        session.terminal.send("务")
        try session.terminal.wait(until: "one inserted") {
            $0.line == "ready> 事务循环" && $0.cursor.column == 11
        }
        try session.enter("", expecting: "got <事务循环>")
    }

    @Test func `wide characters wrap whole at the edge`() throws {
        let session = try FixtureSession("lines", columns: 20)
        session.terminal.send("x协程协程协程协程")
        try session.terminal.wait(until: "two rows") {
            $0.text.contains("ready> x协程协程协程\n协程") && $0.cursor.column == 4
        }
        try session.enter("", expecting: "got <x协程")
    }

    @Test func `broken UTF-8 does not end the line`() throws {
        let session = try FixtureSession("lines")
        session.terminal.send(bytes: [0x61, 0xE5, 0x62, 0xFF, 0x63, 0x0D])
        try session.terminal.wait(for: "got <ab\u{FFFD}c>")
    }

    @Test func `vi keys work, with completion and search`() throws {
        let session = try FixtureSession("vi")
        try session.enter("xbc\u{1B}0ra", expecting: "got <abc>")
        try session.enter("bc\u{1B}A!\u{1B}Ia", expecting: "got <abc!>")
        try session.enter("\u{1B}kk", expecting: "got <abc!>\nready> abc\ngot <abc>")
        try session.enter("w\t", expecting: "got <why >")
        try session.type("\u{12}ab", expecting: "bck:ab")
    }

    @Test func `the user's editrc is obeyed, and our bindings outlive its choice of keys`() throws {
        let session = try FixtureSession(
            "lines",
            editrc: "# mine\nother:bind ^T ed-delete-prev-char\nbind -v\nbind ^T ed-move-to-beg\n"
        )
        try session.enter("bc\u{14}a", expecting: "got <abc>")
        try session.enter("w\t", expecting: "got <why >")
        try session.enter("xbc\u{1B}0raA!", expecting: "got <abc!>")
    }

    @Test func `a binding in the user's editrc wins over ours`() throws {
        let session = try FixtureSession("lines", editrc: "bind ^W ed-move-to-beg\n")
        try session.enter("bc\u{17}a", expecting: "got <abc>")
    }

    @Test func `editing switched off in editrc leaves plain lines`() throws {
        let session = try FixtureSession("lines", editrc: "edit off\n")
        try session.enter("abc", expecting: "got <abc>")
        try session.type("half\u{3}", expecting: "interrupted\nready>")
        try session.type("\u{4}", expecting: "[exit 0, modes restored]")
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGSEGV])
    func `ended by a signal, the terminal is given back`(signal: Int32) throws {
        let session = try FixtureSession("lines")
        try session.type("half", expecting: "ready> half")
        kill(try session.process(), signal)
        try session.terminal.wait(for: "[signal \(signal), modes restored]")
    }

    @Test func `a trap at the prompt's next line leaves the terminal as it was`() throws {
        let session = try FixtureSession("lines")
        session.terminal.send("trap\r")
        try session.terminal.wait(until: "the end by a signal") { $0.text.contains("[signal ") }
        try session.terminal.wait(for: "modes restored]")
    }

    @Test func `an interrupt from outside gives up the line`() throws {
        let session = try FixtureSession("lines")
        try session.type("half", expecting: "ready> half")
        kill(try session.process(), SIGINT)
        try session.terminal.wait(for: "interrupted")
    }

    @Test(arguments: ["dumb", ""])
    func `a dumb terminal gets a prompt and no escape byte`(term: String) throws {
        let session = try FixtureSession("lines", term: term)
        try session.enter("abc", expecting: "got <abc>")
        try session.type("half\u{3}", expecting: "interrupted\nready>")
        try session.enter("whole", expecting: "got <whole>")
        try session.type("\u{4}", expecting: "[exit 0, modes restored]")
        #expect(!session.terminal.transcript.contains(0x1B))
    }

    @Test func `plain style gets a prompt and no escape byte`() throws {
        let session = try FixtureSession("plain")
        try session.enter("协程", expecting: "got <协程>")
        #expect(!session.terminal.transcript.contains(0x1B))
    }
}
