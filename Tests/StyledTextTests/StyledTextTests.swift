import Testing

@testable import StyledText

@Suite struct `Display width` {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("协程", 4), ("e\u{301}", 1), ("ｱ", 1), ("Ａ", 2), ("한글", 4),
        ("\u{1112}\u{1161}\u{11AB}", 2), ("🙂", 2), ("👩‍👩‍👧", 2), ("🇨🇳", 2), ("❤️", 2), ("👍🏽", 2),
        ("é", 1), ("→", 1), ("│", 1), ("，", 2), ("\u{200B}", 0), ("\u{7}", 0), ("\u{1FAE8}", 2),
    ])
    func `counts the columns a terminal fills`(text: String, width: Int) {
        #expect(text.displayWidth == width)
    }

    @Test func `the ranges of wide scalars are sorted and apart`() {
        for (left, right) in zip(WideScalars.ranges, WideScalars.ranges.dropFirst()) {
            #expect(left.upperBound + 1 < right.lowerBound)
        }
    }

    @Test func `a tab reaches to the next stop, by columns`() {
        #expect("a\tb\n协\tc".expandingTabs(every: 4) == "a   b\n协  c")
        #expect("\t\t|".expandingTabs() == String(repeating: " ", count: 16) + "|")
    }
}

@Suite struct Sanitising {
    @Test(arguments: [
        ("plain\ttext\n", "plain\ttext\n"),
        ("\u{1B}[31mred\u{1B}[0m", "red"),
        ("\u{1B}]0;title\u{7}after", "after"),
        ("\u{1B}]0;title\u{1B}\\after", "after"),
        ("\u{1B}Pdevice\u{1B}\\after", "after"),
        ("\u{9B}31mred", "red"),
        ("\u{9D}0;title\u{9C}after", "after"),
        ("\u{1B}(Btext\u{1B}cmore", "textmore"),
        ("a\rb\u{8}c\u{7F}d\u{0}e\u{85}f", "abcdef"),
        ("\r\n", "\n"),
        ("open \u{1B}]0;never closed\nnext line", "open \nnext line"),
        ("open \u{1B}[12\nnext", "open \nnext"),
        ("\u{1B}", ""), ("\u{1B}\u{1B}[2Jx", "x"), ("\u{1B}]a\u{1B}[31mx", "x"),
        ("\u{1B}[3协m", "协m"),
        ("safe\u{202E}txt.exe", "safetxt.exe"), ("协程 🙂", "协程 🙂"),
    ])
    func `drops what a terminal would obey`(text: String, kept: String) {
        #expect(sanitized(text) == kept)
    }

    @Test func `invalid UTF-8 is repaired, and cannot smuggle a control in`() {
        #expect(sanitized([0x61, 0xFF, 0x62] as [UInt8]) == "a\u{FFFD}b")
        #expect(sanitized([0x1B, 0x5B, 0x31, 0x6D, 0x63] as [UInt8]) == "c")
        #expect(sanitized([0x9B, 0x31, 0x6D] as [UInt8]) == "\u{FFFD}1m")
    }

    @Test func `whatever two scalars come together, no control is left`() {
        let scalars = (UInt32(0)...0xA0).compactMap(Unicode.Scalar.init)
        for first in scalars {
            for second in scalars {
                var text = String.UnicodeScalarView()
                text.append(contentsOf: ["\u{1B}", first, second, "x", "\n", "y"])
                let kept = sanitized(String(text)).unicodeScalars
                #expect(
                    kept.allSatisfy {
                        $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control
                    }
                )
                #expect(kept.last == "y")
            }
        }
    }
}

@Suite struct Wrapping {
    private func wrap(
        _ text: String,
        _ width: Int,
        indent: Int = 0,
        hanging: Int = 0
    ) -> [String] {
        StyledLine(text).wrapped(to: width, indent: indent, hanging: hanging).map(\.text)
    }

    @Test func `breaks at spaces and drops them`() {
        #expect(wrap("the loop runs  one step", 8) == ["the loop", "runs", "one step"])
        #expect(wrap("fits", 4) == ["fits"])
        #expect(wrap("", 10) == [""])
        #expect(wrap("end   ", 10) == ["end"])
    }

    @Test func `keeps the spaces at the head of the text and between words`() {
        #expect(wrap("  let x  = 1", 20) == ["  let x  = 1"])
    }

    @Test func `indents the first line and hangs the others`() {
        #expect(
            wrap("• one two three", 9, indent: 1, hanging: 3) == [" • one", "   two", "   three"]
        )
    }

    @Test func `Chinese breaks between characters, not before a closing mark`() {
        #expect(wrap("事件循环运行任务", 6) == ["事件循", "环运行", "任务"])
        #expect(wrap("事件循环，运行", 8) == ["事件循", "环，运行"])
        #expect(wrap("事件（循环）", 6) == ["事件", "（循", "环）"])
    }

    @Test func `words among Chinese stay whole`() {
        #expect(wrap("使用await等待future完成", 10) == ["使用await", "等待future", "完成"])
    }

    @Test func `a word too long for a line is broken`() {
        #expect(wrap("a https://example.org", 8) == ["a", "https://", "example.", "org"])
    }

    @Test func `no room at all still ends, a character a line`() {
        #expect(wrap("协程", 1) == ["协", "程"])
        #expect(wrap("ab", 0, indent: 2, hanging: 2) == ["  a", "  b"])
    }

    @Test func `inks survive the break and neighbours join`() {
        let line = StyledLine([Span("run ", .plain), Span("await x", .code), Span("!", .code)])
        #expect(
            line.wrapped(to: 9)
                == [
                    StyledLine([Span("run ", .plain), Span("await", .code)]),
                    StyledLine([Span("x!", .code)]),
                ]
        )
    }

    @Test func `a line that fits stays, but for spaces at its end; neighbours of one ink are one`()
    {
        let line = StyledLine([Span("  a", .dim), Span("b", .dim), Span(" c", .strong)])
        let whole = StyledLine([Span("> "), Span("  ab", .dim), Span(" c", .strong)])
        for text in [line, line + "  "] {
            #expect(text.wrapped(to: 8, first: "> ", rest: "") == [whole])
            #expect(text.wrapped(to: 80, first: "> ", rest: "") == [whole])
        }
        #expect(line.wrapped(to: 7, first: "> ", rest: "").map(\.text) == [">   ab", "c"])
    }

    @Test func `a prefix of any ink stands before each line`() {
        let lines = StyledLine("one two").wrapped(
            to: 5,
            first: StyledLine("│ ", .dim),
            rest: StyledLine("┆ ", .dim)
        )
        #expect(lines.map(\.text) == ["│ one", "┆ two"])
        #expect(lines[1].spans == [Span("┆ ", .dim), Span("two")])
    }

    @Test(arguments: 2...40)
    func `no line is wider than asked and no text is lost`(width: Int) {
        let text = "每个 task 在 event loop 上运行（one at a time），直到 it awaits a future；然后 next。"
        let lines = wrap(text, width)
        #expect(lines.allSatisfy { $0.displayWidth <= width })
        #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
    }
}

@Suite struct `Fitting into columns` {
    @Test func `cuts with an ellipsis, never through a wide character`() {
        #expect(StyledLine("abcdef").truncated(to: 4).text == "abc…")
        #expect(StyledLine("abcd").truncated(to: 4).text == "abcd")
        #expect(StyledLine("协程任务").truncated(to: 6).text == "协程…")
        #expect(StyledLine("ab").truncated(to: 1).text == "…")
        #expect(StyledLine("ab").truncated(to: 0).text == "")
    }

    @Test func `pads by columns`() {
        #expect(StyledLine("协").padded(to: 4).text == "协  ")
        #expect(StyledLine("long").padded(to: 2).text == "long")
        #expect(StyledLine("协程任务").fitted(to: 6).displayWidth == 6)
    }
}

@Suite struct `Rendering as text` {
    private let inks: [Ink] = [
        .plain, .heading, .strong, .emphasis, .dim, .code, .output, .task(1), .task(9), .good,
        .warning, .bad,
    ]

    /// Escape sequences as visible marks.
    private func marked(_ line: StyledLine) -> String {
        String(
            line.rendered(Rendering(colour: true)).map { $0 == "\u{1B}" ? "^" : $0 }
        )
    }

    @Test func `without colour there is no escape byte`() {
        let line = StyledLine(inks.map { Span("x\u{1B}[31m", $0) })
        #expect(line.rendered(Rendering()) == String(repeating: "x", count: inks.count))
    }

    @Test func `with colour each run is switched on and off`() {
        #expect(marked(StyledLine([Span("a "), Span("B", .bad), Span("c")])) == "a ^[1;31mB^[0mc")
        #expect(marked(StyledLine([Span("a", .dim), Span("b", .dim)])) == "^[2mab^[0m")
        #expect(marked(StyledLine([Span("a", .good), Span("b", .dim)])) == "^[32ma^[0m^[2mb^[0m")
    }

    @Test func `hard colours to read on one background are not used`() {
        for ink in inks {
            let codes = (ink.codes ?? "").split(separator: ";")
            #expect(codes.allSatisfy { !["30", "33", "34", "37", "93", "97"].contains($0) })
        }
    }

    @Test func `eight tasks differ, and numbers beyond repeat`() {
        #expect(Set((1...8).map { Ink.task($0).codes }).count == 8)
        #expect(Ink.task(9).codes == Ink.task(1).codes)
        #expect(Ink.task(0).codes != nil)
    }

    @Test func `a span cannot break the line or drive the terminal`() {
        #expect(
            StyledLine("a\nb\tc\u{1B}[2Jd\re").rendered(Rendering(colour: true)) == "a b cde"
        )
    }

    @Test func `ascii replaces ornament and leaves letters`() {
        let shown = StyledLine("├─ A → 协程，“ok” ✓ … •").rendered(Rendering(ascii: true))
        #expect(shown == "+- A > 协程，\"ok\" + . *")
    }

    @Test func `ascii changes no width`() {
        for value in (0x2000 as UInt32)...0x2BFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let line = StyledLine(String(Character(scalar)))
            let shown = line.rendered(Rendering(ascii: true))
            #expect(shown.displayWidth == line.rendered(Rendering()).displayWidth, "U+\(value)")
        }
    }
}
