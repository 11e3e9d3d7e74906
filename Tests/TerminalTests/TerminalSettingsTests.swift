import StyledText
import Testing

@testable import Terminal

@Suite struct `Terminal settings` {
    private func settings(
        _ environment: [String: String] = [:],
        flags: DisplayFlags = DisplayFlags(),
        terminal: Bool = true,
        window: WindowSize? = WindowSize(columns: 100, rows: 30)
    ) -> TerminalSettings {
        TerminalSettings(
            flags: flags,
            environment: ["TERM": "xterm"].merging(environment) { $1 },
            inputIsTerminal: terminal,
            outputIsTerminal: terminal,
            window: window
        )
    }

    @Test func `colour needs a terminal that shows it and nobody against it`() {
        #expect(settings().colour)
        #expect(settings(["NO_COLOR": ""]).colour)
        #expect(!settings(["NO_COLOR": "1"]).colour)
        #expect(!settings(["TERM": "dumb"]).colour)
        #expect(!settings(["TERM": ""]).colour)
        #expect(!settings(["ACCESSIBLE": "1"]).colour)
        #expect(!settings(terminal: false).colour)
    }

    @Test func `the flag wins over the environment`() {
        #expect(settings(["NO_COLOR": "1"], flags: DisplayFlags(colour: .always)).colour)
        #expect(settings(flags: DisplayFlags(colour: .always), terminal: false).colour)
        #expect(!settings(flags: DisplayFlags(colour: .never)).colour)
    }

    @Test func `plain style comes by flag or environment, implies ASCII, moves no cursor`() {
        for plain in [settings(["ACCESSIBLE": "1"]), settings(flags: DisplayFlags(plain: true))] {
            #expect(plain.plain && plain.ascii && !plain.canMoveCursor)
        }
        #expect(!settings(["ACCESSIBLE": "0"]).plain)
        #expect(settings().canMoveCursor)
        #expect(!settings(["TERM": "dumb"]).canMoveCursor)
        #expect(
            settings(flags: DisplayFlags(ascii: true)).rendering
                == Rendering(colour: true, ascii: true)
        )
    }

    @Test func `the width is the flag's, COLUMNS', the window's, or 80`() {
        #expect(settings().width == 100)
        #expect(settings(["COLUMNS": "50"]).width == 50)
        #expect(settings(["COLUMNS": "50"], flags: DisplayFlags(width: 40)).width == 40)
        #expect(settings(["COLUMNS": "wide"]).width == 100)
        #expect(settings(["COLUMNS": "0"]).width == 100)
        #expect(settings(window: nil).width == 80)
        #expect(settings(flags: DisplayFlags(width: 1)).width == 20)
    }

    @Test func `a new window size is followed, unless the width was asked for`() {
        var free = settings()
        free.follow(WindowSize(columns: 60, rows: 10))
        #expect(free.size == WindowSize(columns: 60, rows: 10))
        var fixed = settings(["COLUMNS": "50"])
        fixed.follow(WindowSize(columns: 60, rows: 10))
        #expect(fixed.size == WindowSize(columns: 50, rows: 10))
    }
}

@Suite struct `Pages` {
    private func length(_ lines: [StyledLine], rows: Int) -> Int {
        let settings = TerminalSettings(
            environment: ["TERM": "xterm"],
            inputIsTerminal: true,
            outputIsTerminal: true,
            window: WindowSize(columns: 20, rows: rows)
        )
        return Pager(settings: settings).pageLength(of: lines[...])
    }

    @Test func `a page leaves a row for the question and holds at least one line`() {
        let lines = (1...9).map { StyledLine("\($0)") }
        #expect(length(lines, rows: 5) == 4)
        #expect(length(lines, rows: 1) == 1)
        #expect(length(["", "", ""], rows: 10) == 3)
    }

    @Test func `a line wider than the window counts as its rows`() {
        let wide = StyledLine(String(repeating: "协", count: 15))
        #expect(length([wide, wide, wide], rows: 5) == 2)
    }
}

@Suite struct `Completion of words` {
    @Test func `one candidate is taken whole, several as far as they agree`() {
        #expect(WordCompletion(before: "why wor", candidates: ["worker"]).replacement == "worker ")
        #expect(WordCompletion(before: "st", candidates: ["step", "stem"]).replacement == "ste")
        #expect(WordCompletion(before: "ste", candidates: ["step", "stem"]).replacement == nil)
        #expect(WordCompletion(before: "x", candidates: []).replacement == nil)
        #expect(WordCompletion(before: "协", candidates: ["协程一", "协程二"]).replacement == "协程")
    }

    @Test func `candidates are cleaned and shown in columns that fit`() {
        let words = WordCompletion(before: "", candidates: ["b\u{1B}[31m", "a", "c", "协程", "a"])
        #expect(words.candidates == ["a", "b", "c", "协程"])
        #expect(words.columns(width: 12).map(\.text) == ["a     c", "b     协程"])
        #expect(words.columns(width: 3).map(\.text) == ["a", "b", "c", "协…"])
    }
}

@Suite struct `Editor prompt` {
    @Test func `what takes no room is marked, in one piece before a visible character`() {
        let prompt = StyledLine([Span("a", .strong), Span("b", .dim), Span("> ")])
        let text = EditorPrompt.text(of: prompt, Rendering(colour: true))
        #expect(
            text.replacing("\u{1B}", with: "^").replacing("\u{1}", with: "|")
                == "|^[1m|a|^[0m^[2m|b|^[0m|> "
        )
    }

    @Test func `a mark at the end is tied to a space`() {
        let text = EditorPrompt.text(of: StyledLine("a", .strong), Rendering(colour: true))
        #expect(text.last == " ")
        #expect(EditorPrompt.text(of: StyledLine("a", .strong), Rendering()) == "a")
    }

    @Test func `the place of the cursor counts rows and wide characters`() {
        let place = EditedPlace(prompt: "> ", before: "协程协程", after: "ab", columns: 9)
        #expect(place.cursor == .init(row: 1, column: 2))
        #expect(place.end == .init(row: 1, column: 4))
        #expect(EditedPlace(prompt: "> ", before: "ab", after: "", columns: 4).end.row == 1)
    }
}
