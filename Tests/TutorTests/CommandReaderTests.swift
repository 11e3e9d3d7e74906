import Testing

@testable import Tutor

@Suite struct `Reading commands` {
    @Test(
        arguments: [
            ("", .next), ("   \t", .next), ("next", .next), ("n", .next), ("NEXT", .next),
            ("b", .back), ("back", .back), ("g 3", .goto(3)), ("goto 12", .goto(12)),
            ("l", .list), ("li", .list), ("o tasks", .open("tasks", step: nil)),
            ("open tasks 4", .open("tasks", step: 4)), ("r", .run(nil)), ("run two", .run("two")),
            ("lo", .log), ("c", .code), ("p", .python), ("h", .hint), ("he", .help(nil)),
            ("? open", .help("open")), ("rep tasks", .replay("tasks", demo: nil)),
            ("replay tasks two", .replay("tasks", demo: "two")),
            ("find ready  queue", .find("ready queue")), ("rese", .reset(nil)),
            ("knobs", .knobs), ("set delay.B 0", .set("delay.B", "0")), ("unset", .unset(nil)),
            ("cancel two words", .whatIf(.cancel("two words"))),
            ("cancel 'two words'", .whatIf(.cancel("two words"))),
            ("resolve f 42", .whatIf(.resolve("f", "42"))),
            ("resolve f", .whatIf(.resolve("f", ""))),
            ("resolve future 3 true", .whatIf(.resolve("future 3", "true"))),
            ("resolve 'my reply' \"a b\"", .whatIf(.resolve("my reply", "\"a b\""))),
            ("fail f \"it broke\"", .whatIf(.fail("f", "it broke"))),
            ("delay A 2", .whatIf(.delay("A", by: 2_000_000_000))),
            ("delay line 7 -0.5s", .whatIf(.delay("line 7", by: -500_000_000))), ("undo", .undo),
            ("speed instant", .speed(.instant)), ("s 4", .speed(.fast)), ("s", .speed(nil)),
            ("export html", .export(.html, file: nil)), ("expo J -", .export(.json, file: "-")),
            ("export svg my run.svg", .export(.svg, file: "my run.svg")),
            ("exit", .quit), ("q", .quit), ("2", .answer(2)), ("  2  ", .answer(2)),
        ] as [(String, Command)]
    )
    func `a line names a command by name, letter or beginning`(line: String, command: Command)
        throws
    {
        #expect(try Command.read(line) == command)
    }

    @Test(arguments: [
        ("re", "'re' could be resolve, replay or reset"),
        ("cancel", "usage: cancel TASK   (what if TASK were cancelled now)"),
        ("fail f", "usage: fail FUTURE \"WORDS\"   (what if FUTURE got an error now)"),
        ("delay A soon", "usage: delay TASK SECONDS   (what if TASK's timer came later)"),
        ("delay A 1e9", "usage: delay TASK SECONDS   (what if TASK's timer came later)"),
        ("delay A nan", "usage: delay TASK SECONDS   (what if TASK's timer came later)"),
        ("set delay.B", "usage: set KNOB VALUE   (run again with a knob changed)"),
        ("lisst", "there is no command 'lisst'; did you mean list?"),
        ("frobnicate", "there is no command 'frobnicate'; help lists them all"),
        ("goto", "usage: goto N   (step N of this lesson)"),
        ("goto x", "usage: goto N   (step N of this lesson)"),
        ("goto 99999999999999999999", "usage: goto N   (step N of this lesson)"),
        ("find", "usage: find WORD   (where the lessons or the run say WORD)"),
        ("speed 3", "usage: speed instant|1|4   (how fast a log plays)"),
        ("export", "usage: export FORM [FILE]   (the last run as a file)"),
        ("export pdf", "usage: export FORM [FILE]   (the last run as a file)"),
        ("quit now", "usage: quit   (leave; you go on here next time)"),
    ])
    func `a line that is no command says what to type instead`(line: String, message: String) {
        #expect(throws: Misread(message: message)) { try Command.read(line) }
    }

    @Test func `a line of a million letters is quoted in part only`() {
        let error = #expect(throws: Misread.self) {
            try Command.read(String(repeating: "x", count: 1_000_000))
        }
        #expect((error?.message.count ?? 0) < 100)
    }

    @Test func `control characters in a line do not come back in the message`() {
        let error = #expect(throws: Misread.self) { try Command.read("\u{1B}[31mred\u{7}") }
        #expect(error?.message.hasPrefix("there is no command 'red'") == true)
        #expect(error?.message.contains("\u{7}") == false)
    }

    @Test func `no two commands share a name or a letter`() {
        let names = CommandTable.entries.map(\.name)
        let letters = CommandTable.entries.compactMap(\.letter)
        #expect(Set(names).count == names.count)
        #expect(Set(letters).count == letters.count)
    }
}
