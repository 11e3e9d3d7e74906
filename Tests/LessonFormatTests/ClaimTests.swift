import Testing

@testable import LessonFormat

/// The claim in `text`, read as a line of a claims block.
private func statement(_ text: String) throws -> Claim.Statement? {
    try ClaimParser.claim(in: text, line: 1)?.statement
}

@Suite struct `Claims` {
    static let forms: [(String, Claim.Statement)] = [
        (#""A" before "B starts""#, .before("A", "B starts")),
        (#"prints "A""#, .prints("A", times: nil, at: nil)),
        (#"prints "A" 3 times"#, .prints("A", times: 3, at: nil)),
        (#"prints "A" 0 times"#, .prints("A", times: 0, at: nil)),
        (#"prints "A" at 1.5"#, .prints("A", times: nil, at: 1_500_000_000)),
        (#"prints "A" 2 times at 0"#, .prints("A", times: 2, at: 0)),
        (#"never prints "A""#, .neverPrints("A")),
        (#"last prints "A""#, .lastPrints("A")),
        ("line 12 at 0.000000001", .line(12, at: 1)),
        ("ready at line 3 = []", .ready(line: 3, [])),
        ("ready at line 3 = [A, B-2, `the parent`]", .ready(line: 3, ["A", "B-2", "the parent"])),
        (#"A wakes +2 after "E done""#, .wakes("A", passes: 2, after: "E done")),
        (#"A wakes +0 after "E done""#, .wakes("A", passes: 0, after: "E done")),
        ("A starts after B", .starts("A", after: "B", passes: nil)),
        ("A starts after B by +1", .starts("A", after: "B", passes: 1)),
        ("A finishes before B", .finishesBefore("A", "B")),
        ("A finishes at 10", .finishesAt("A", 10_000_000_000)),
        (#"A fails "no such""#, .fails("A", "no such")),
        ("A is cancelled", .isCancelled("A")),
        ("ends at 2.25", .endsAt(2_250_000_000)),
        ("deadlock", .deadlock),
    ]

    @Test(arguments: forms)
    func `each form is read`(text: String, statement expected: Claim.Statement) throws {
        #expect(try statement(text) == expected)
    }

    @Test func `a task may bear a keyword's name`() throws {
        #expect(try statement("last finishes at 1") == .finishesAt("last", 1_000_000_000))
        #expect(try statement("`deadlock` is cancelled") == .isCancelled("deadlock"))
    }

    @Test func `names are of any script and digits`() throws {
        #expect(try statement("任务1 finishes before task_2.b") == .finishesBefore("任务1", "task_2.b"))
    }

    @Test func `texts keep quotes and backslashes by escapes, and may hold a number sign`() throws {
        #expect(
            try statement(#"prints "say \"hi\" \\ #1""#)
                == .prints(#"say "hi" \ #1"#, times: nil, at: nil)
        )
    }

    @Test func `blank lines and comments say nothing`() throws {
        #expect(try statement("") == nil)
        #expect(try statement("  # A starts after B") == nil)
    }

    @Test func `a claim keeps its words and its line`() throws {
        let claim = try ClaimParser.claim(in: "  ends at 2 # as both wait ", line: 7)
        #expect(claim?.text == "ends at 2")
        #expect(claim?.line == 7)
    }

    @Test func `an output line without quotes is told from a task`() {
        let failure = #expect(throws: ClaimScanner.Failure.self) { try statement(#"A before "B""#) }
        #expect(failure?.column == 1)
        #expect(failure?.message == "'A' does not begin a claim")
        #expect(failure?.advice.hasPrefix("'before' is no verb of a task") == true)
    }

    static let malformed: [(String, Int, String)] = [
        (#""A""#, 4, "the claim ends too early; write 'before' here"),
        (#""A" after "B""#, 5, "unexpected 'after'; write 'before' here"),
        (#""A" before B"#, 12, "unexpected 'B'; write a text in double quotes here"),
        (#""A before "B""#, 13, "the \" here is not closed; end it with \" on the same line"),
        ("prints A", 8, "unexpected 'A'; write a text in double quotes here"),
        (
            #"prints """#, 8,
            "the text is empty; write a part of an output line: an empty text is in every one"
        ),
        (#"prints "A" twice"#, 12, "unexpected 'twice'; write a number of times, 0 or more here"),
        (#"prints "A" 2"#, 13, "the claim ends too early; write 'times' here"),
        (#"prints "A" at soon"#, 15, "unexpected 'soon'; write a time in seconds such as 1.5 here"),
        (#"prints "A" at -1"#, 15, "unexpected '-1'; write a time in seconds such as 1.5 here"),
        (#"prints "A" at 1."#, 15, "unexpected '1.'; write a time in seconds such as 1.5 here"),
        (
            #"prints "A" at 0.0000000001"#, 15,
            "unexpected '0.0000000001'; write a time in seconds such as 1.5 here"
        ),
        (
            #"prints "A" at 99999999999"#, 15,
            "unexpected '99999999999'; write a time in seconds such as 1.5 here"
        ),
        (#"never "A""#, 7, "unexpected '\"A\"'; write 'prints' here"),
        (#"last print "A""#, 6, "unexpected 'print'; write 'prints' here"),
        ("line x at 1", 6, "unexpected 'x'; write a line number, 1 or more here"),
        ("line 0 at 1", 6, "unexpected '0'; write a line number, 1 or more here"),
        ("line 3", 7, "the claim ends too early; write 'at' here"),
        ("ready at 3 = [A]", 10, "unexpected '3'; write 'line' here"),
        ("ready at line 3 [A]", 17, "unexpected '['; write '=' here"),
        ("ready at line 3 = A", 19, "unexpected 'A'; write '[' here"),
        ("ready at line 3 = [A B]", 22, "unexpected 'B'; write ']' or ',' here"),
        (
            "ready at line 3 = [A,]", 22,
            "unexpected ']'; write a task's name (in `backticks` if need be) here"
        ),
        ("ready at line 3 = [A", 21, "the claim ends too early; write ']' or ',' here"),
        (#"A wakes 2 after "x""#, 9, "unexpected '2'; write a number of passes such as +1 here"),
        ("A wakes +2", 11, "the claim ends too early; write 'after' here"),
        ("A starts B", 10, "unexpected 'B'; write 'after' here"),
        ("A starts after B by 1", 21, "unexpected '1'; write a number of passes such as +1 here"),
        ("A finishes", 11, "the claim ends too early; write 'before' or 'at' here"),
        ("A fails", 8, "the claim ends too early; write a text in double quotes here"),
        ("A is done", 6, "unexpected 'done'; write 'cancelled' here"),
        ("`A` sleeps", 5, "unexpected 'sleeps'; write wakes, starts, finishes, fails or is here"),
        ("ends 2", 6, "unexpected '2'; write 'at' here"),
        (
            "deadlock at 2", 10,
            "'at' comes after the claim's end; write one claim a line, and remarks after #"
        ),
        (#"prints "A"#, 8, "the \" here is not closed; end it with \" on the same line"),
        ("`A is cancelled", 1, "the ` here is not closed; end it with ` on the same line"),
        (
            "prints “A”", 8,
            "'“' does not begin a text; write texts in straight double quotes: \"text\""
        ),
        (
            "A & B", 3,
            "unexpected character '&'; write texts in double quotes, other names in `backticks`"
        ),
    ]

    @Test(arguments: malformed)
    func `a malformed claim is refused at its column with advice`(
        text: String,
        column: Int,
        message: String
    ) {
        let failure = #expect(throws: ClaimScanner.Failure.self) { try statement(text) }
        #expect(failure?.column == column)
        #expect(failure.map { "\($0.message); \($0.advice)" } == message)
    }
}
