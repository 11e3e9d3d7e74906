import Testing

import LessonFormat

/// The errors in a lesson, each without the path before its line.
private func errors(in source: String, file: String = "01-x.md") -> [String] {
    do {
        _ = try Lesson(source: source, path: "Lessons/" + file)
        return []
    } catch {
        return error.errors.map { error in
            let text = error.description
            return text.hasPrefix("Lessons/\(file):")
                ? String(text.dropFirst("Lessons/\(file):".count)) : "no path: \(text)"
        }
    }
}

/// A lesson whose only step, from line 7 on, is `step`.
private func lesson(_ step: String) -> String {
    "# Title\n\nSummary.\n\n## Step\n\n" + step + "\n"
}

private let demo = "```swift demo a\nprint(1)\n```\n"

@Suite struct `A malformed lesson` {
    @Test func `names file, line and column`() {
        #expect(throws: LessonErrors.self) {
            try Lesson(source: lesson("```rust\n```"), path: "Lessons/01-x.md")
        }
        do {
            _ = try Lesson(source: lesson("```rust\nx\n```"), path: "Lessons/01-x.md")
        } catch {
            #expect(
                error.description == """
                    Lessons/01-x.md:7:4: unknown kind of block 'rust'; write one of: \
                    swift demo NAME, swift fails "message", swift, python, text, claims, question, \
                    hint, notes
                    """
            )
        }
    }

    static let steps: [(String, String)] = [
        // Fences.
        ("```\nx\n```", "7:4: this fence does not say what its block is"),
        ("~~~ Swift\nx\n~~~", "7:5: unknown kind of block 'Swift'"),
        ("```swift run\nx\n```", "7:10: unexpected 'run' after 'swift'"),
        ("```python 3\nx\n```", "7:11: unexpected '3' after 'python'"),
        ("```hint\n```", "7:1: the block 'hint' is empty"),
        ("```text\nx", "7:1: the block that begins here is not closed; end it with a line ```"),
        (
            "```text\nx\n\n```python\ny\n```",
            "7:1: the block that begins here is not closed; end it with a line ``` before line 10"
        ),
        (
            "- a\n\n   ```text\n   x\n   ```\n\n ```text\n x\n ```",
            "13:2: the block's fence is indented"
        ),
        ("- a\n\n  ```claims\n  deadlock\n  ```", "9:3: a block 'claims' stands inside another"),
        ("```swift fails \"`x`\"\nx\n```\n", "7:1: this fence has backticks after it"),
        // Demos.
        ("```swift demo\nx\n```", "7:14: the demo has no name"),
        ("```swift demo Two\nx\n```", "7:15: 'Two' is no name for a demo"),
        ("```swift demo a--b\nx\n```", "7:15: 'a--b' is no name for a demo"),
        ("```swift demo a-\nx\n```", "7:15: 'a-' is no name for a demo"),
        ("```swift demo a speed=2\nx\n```", "7:17: unknown attribute 'speed'"),
        ("```swift demo a clock\nx\n```", "7:17: 'clock' has no value"),
        ("```swift demo a clock=wall\nx\n```", "7:23: 'clock' cannot be 'wall'"),
        ("```swift demo a expect=\nx\n```", "7:24: 'expect' cannot be ''"),
        ("```swift demo a clock=real clock=real\nx\n```", "7:28: 'clock' is given twice"),
        (
            "```swift demo a structured clock=real structured\nx\n```",
            "7:39: 'structured' is given twice"
        ),
        ("```swift demo a structured=yes\nx\n```", "7:27: unknown attribute '='"),
        (demo + "\n" + demo, "11:1: a second demo named 'a'; the first is in line 7"),
        // Failing code.
        ("```swift fails\nx\n```", "7:15: 'swift fails' does not say how it fails"),
        ("```swift fails \"\"\nx\n```", "7:16: 'swift fails' does not say how it fails"),
        ("```swift fails \"x\" y\nx\n```", "7:20: unexpected 'y' after the message"),
        // Claims.
        ("```claims\ndeadlock\n```", "7:1: claims with no demo before them in their step"),
        (demo + "```claims\n\nA is done\n```", "12:6: unexpected 'done'; write 'cancelled' here"),
        (demo + "```claims\nline 2 at 0\n```", "11:1: 'line 2 at 0' is about line 2 of demo 'a'"),
        // Questions.
        (
            "```question\nWhy?\n- so => deadlock\n- not so => ends at 0\n```",
            "7:1: the question has no demo in its step"
        ),
        (demo + "```question\nWhy?\n```", "10:1: the question has no options"),
        (
            demo + "```question\nWhy?\n- so => deadlock\n```",
            "10:1: the question has one option only"
        ),
        (
            demo + "```question\n- so => deadlock\n- no => ends at 0\n```",
            "10:1: the question asks nothing"
        ),
        (
            demo + "```question\nWhy?\n- so\n- no => ends at 0\n```",
            "12:1: the option says nothing that can be checked"
        ),
        (
            demo + "```question\nWhy?\n- so =>\n- no => ends at 0\n```",
            "12:8: no claim follows the =>"
        ),
        (
            demo + "```question\nWhy?\n- => deadlock\n- no => ends at 0\n```",
            "12:1: the option has no text"
        ),
        (
            demo + "```question\nWhy?\n- so\n  on => A is done\n- no => ends at 0\n```",
            "13:14: unexpected 'done'"
        ),
        (
            demo + "```question\nWhy?\n- so => deadlock\n  indeed\n- no => ends at 0\n```",
            "13:1: text follows the option's claim"
        ),
        (
            demo + "```question\nWhy?\n- so => line 9 at 0\n- no => ends at 0\n```",
            "12:1: 'line 9 at 0' is about line 9 of demo 'a', which has 1"
        ),
        (
            "```question\nWhy?\n- so => deadlock\n- no => ends at 0\n```\n"
                + "```question\nHow?\n- so => deadlock\n- no => ends at 0\n```\n" + demo,
            "12:1: the question in line 7 waits for a demo already"
        ),
        // Prose.
        ("text <b>bold</b>", "7:1: this text holds HTML, '<b>'"),
        ("<div>\n</div>", "7:1: an HTML block cannot be shown in a terminal"),
        ("# Another", "7:1: a second title, 'Another'"),
        ("a\u{1B}[31mb", "7:2: a control character, U+001B; remove it"),
        // Steps.
        ("text\n\n## Empty\n\n## Next\n\ntext", "9:1: the step 'Empty' is empty"),
        ("text\n\n##\n\ntext", "9:1: the step has no heading"),
    ]

    @Test(arguments: steps)
    func `is refused at its place`(step: String, expected: String) {
        let errors = errors(in: lesson(step))
        #expect(errors.first?.hasPrefix(expected) == true, "got \(errors)")
    }

    @Test(arguments: steps)
    func `gives advice with each error`(step: String, expected: String) {
        for error in errors(in: lesson(step)) {
            let parts = error.split(separator: "; ", maxSplits: 1)
            #expect(parts.count == 2 && parts[1].count > 5, "\(error)")
        }
    }

    @Test func `needs a title, a summary and a step`() {
        #expect(
            errors(in: "").map { $0.split(separator: ";")[0] } == [
                "1:1: the lesson has no title", "1:1: the lesson has no summary",
                "1:1: the lesson has no steps",
            ]
        )
        #expect(
            errors(in: "# T\n\n## S\n\ntext\n").map { $0.split(separator: ";")[0] } == [
                "1:1: the lesson has no summary"
            ]
        )
        #expect(
            errors(in: "Summary.\n\n# T\n\n## S\n\ntext\n").map { $0.split(separator: ";")[0] } == [
                "3:1: the title does not come first"
            ]
        )
    }

    @Test func `has nothing but a summary before its first step`() {
        #expect(
            errors(in: "# T\n\nS.\n\n- x\n\n```text\nx\n```\n\n## S\n\ntext\n").map {
                $0.split(separator: ";")[0]
            } == [
                "5:1: only a summary can stand before the first step",
                "7:1: a block 'text' before the first step",
            ]
        )
    }

    @Test(arguments: ["x.md", "1-x.md", "00-x.md", "01-X.md", "01_x.md", "01-.md", "01-x.txt"])
    func `is told when its file's name gives no number and name`(file: String) {
        #expect(
            errors(in: lesson("text"), file: file) == [
                "1:1: '\(file)' does not give the lesson's number and name; name the file like "
                    + "01-event-loop.md: two digits, then words of a-z and 0-9"
            ]
        )
    }

    @Test func `has all its errors reported at once, in order of lines`() {
        let source = """
            # T

            S.

            ## One

            ```claims
            deadlock
            A is done
            ```

            ```swift demo Bad
            x
            ```

            ## Two

            ```rust
            ```

            """
        #expect(
            errors(in: source).map { $0.prefix { $0 != " " } } == [
                "7:1:", "9:6:", "12:15:", "18:4:",
            ]
        )
    }

    @Test func `is not believed when it is not UTF-8`() {
        let bytes = Array("# T\n\nS é".utf8) + [0xFF, 0x0A]
        do {
            _ = try Lesson(bytes: bytes, path: "Lessons/01-x.md")
            Issue.record("no error")
        } catch {
            #expect(
                error.description
                    == "Lessons/01-x.md:3:4: the file is not UTF-8 here; save it in the encoding UTF-8"
            )
        }
    }
}
