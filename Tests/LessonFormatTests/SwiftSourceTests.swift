import Testing

@testable import LessonFormat

@Suite struct `Generated Swift` {
    @Test func `compiles each demo at its place in the lesson`() throws {
        let source = ##"""
            # A "short" lesson

            It says \n.

            ## Only step

            ```swift demo one-two clock=real
            print("""
                #1
                """#)
            ```

            ```swift fails "no"
            x
            ```

            """##
        let lesson = try Lesson(source: source, path: "Lessons/03-a-b.md")
        let generated = swiftSource(for: lesson, messages: [13: "1:1: error: no \"x\""])
        #expect(
            generated == ###"""
                // Made by lessonc from the lessons; changes here are lost.
                import AsyncLoop
                import AsyncLoopIO

                enum Demo_a_b__one_two: LoopProgram {
                    @EventLoop static func main() async throws {
                        @Sendable nonisolated func print(
                            _ items: Any..., separator: String = " ", terminator: String = "\n", line: UInt = #line
                        ) {
                            let text = items.map { "\($0)" }.joined(separator: separator)
                            Demo_a_b__one_two.print(text, terminator: terminator, line: line)
                        }
                #sourceLocation(file: "Lessons/03-a-b.md", line: 8)
                print("""
                    #1
                    """#)
                #sourceLocation()
                    }
                }

                let lesson_a_b = EmbeddedLesson(
                    fileName: "03-a-b.md",
                    title: "A \"short\" lesson",
                    summary: "It says \\n.",
                    demos: [
                        EmbeddedDemo(
                            name: "one-two", clock: .real, body: Demo_a_b__one_two.main),
                    ],
                    compilerMessages: [
                        13: "1:1: error: no \"x\"",
                    ],
                    source: ##"""
                # A "short" lesson

                It says \n.

                ## Only step

                ```swift demo one-two clock=real
                print("""
                    #1
                    """#)
                ```

                ```swift fails "no"
                x
                ```

                """##)

                """###
        )
    }

    @Test func `lists lessons in their order`() throws {
        let names = ["b", "a-c"]
        let lessons = try names.enumerated().map { number, name in
            try Lesson(
                source: "# T\n\nS.\n\n## S\n\nt\n",
                path: "Lessons/0\(number + 1)-\(name).md"
            )
        }
        #expect(
            swiftTable(of: lessons) == """
                // Made by lessonc from the lessons; changes here are lost.

                /// The lessons that are compiled in, in order.
                public let lessonBook: [EmbeddedLesson] = [
                    lesson_b,
                    lesson_a_c,
                ]

                """
        )
        #expect(
            swiftTable(of: []).hasSuffix("public let lessonBook: [EmbeddedLesson] = [\n]\n")
        )
    }

    @Test(arguments: [
        ("", 1), ("\"#", 2), ("a \\## b", 3), ("# ## heading", 1), ("\"\"\"#\" \\###", 4),
    ])
    func `fences a literal with more marks than its text could close`(text: String, marks: Int) {
        let fence = String(repeating: "#", count: marks)
        #expect(multiline(text) == "\(fence)\"\"\"\n\(text)\n\"\"\"\(fence)")
    }

    @Test func `gives two demos two names whatever their words`() {
        #expect(swiftTypeName(of: "b-c", in: "a") != swiftTypeName(of: "c", in: "a-b"))
    }
}
