import PseudoTerminal
import Testing

@Suite struct `Virtual screen` {
    private func screen(_ text: String, columns: Int = 8, rows: Int = 4) -> VirtualScreen {
        var screen = VirtualScreen(columns: columns, rows: rows)
        _ = screen.take(text.utf8)
        return screen
    }

    @Test(arguments: [
        ("ab\r\ncd", "ab\ncd"), ("abc\rX", "Xbc"), ("abc\u{8}\u{8}X", "aXc"),
        ("12345678", "12345678"), ("123456789", "12345678\n9"), ("1234567协", "1234567\n协"),
        ("12345678\r\nx", "12345678\nx"),
        ("abc\u{1B}[2D\u{1B}[K", "a"), ("abc\u{1B}[31mdef\u{1B}[0m", "abcdef"),
        ("abc\u{1B}[1G\u{1B}[P", "bc"), ("abc\u{1B}[1G\u{1B}[2@X", "X abc"),
        ("abc\u{1B}[1G\u{1B}[4hX\u{1B}[4lY", "XYbc"),
        ("a\r\nb\u{1B}[H\u{1B}[J", ""), ("a\r\nb\u{1B}[1;1H\u{1B}[M", "b"),
        ("a\u{1B}[HX\u{1B}[3;2HY", "X\n\n Y"), ("\u{1B}]0;title\u{7}a", "a"),
        ("\u{1B}(Ba", "a"), ("e\u{301}x", "e\u{301}x"), ("协\u{8}\u{8}ab", "ab"),
    ])
    func `shows what a terminal would`(written: String, seen: String) {
        #expect(screen(written).text == seen)
    }

    @Test func `what scrolls off is kept`() {
        let screen = screen("1\r\n2\r\n3\r\n4\r\n5")
        #expect(screen.text == "2\n3\n4\n5")
        #expect(screen.scrollback == ["1"])
    }

    @Test func `the second screen comes and goes without touching the first`() {
        var screen = screen("main\u{1B}[?1049hother")
        #expect(screen.isAlternate)
        #expect(!screen.text.contains("main"))
        _ = screen.take("\u{1B}[?1049l!".utf8)
        #expect(screen.text == "main!")
    }

    @Test func `asked where the cursor is, it answers`() {
        var screen = screen("ab\r\ncde")
        #expect(screen.take("\u{1B}[6n".utf8) == "\u{1B}[2;4R")
    }
}
