import Testing

@testable import LessonFormat

@Suite struct `Generated Swift` {
    @Test func `compiles each demo at its place in the lesson and lists all lessons`() throws {
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
        let generated = swiftSource(
            for: [lesson],
            messages: ["Lessons/03-a-b.md": [13: "1:1: error: no \"x\""]]
        )
        #expect(
            generated == ###"""
                // Made by lessonc from the lessons; changes here are lost.
                import AsyncLoop

                enum Demo_a_b__one_two: LoopProgram {
                    @EventLoop static func main() async throws {
                #sourceLocation(file: "Lessons/03-a-b.md", line: 8)
                print("""
                    #1
                    """#)
                #sourceLocation()
                    }
                }

                /// The lessons that are compiled in, in order.
                public let lessonBook: [EmbeddedLesson] = [
                    EmbeddedLesson(
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

                """##),
                ]

                """###
        )
    }

    @Test func `has an empty list for no lessons`() {
        #expect(
            swiftSource(for: []).hasSuffix("public let lessonBook: [EmbeddedLesson] = [\n]\n")
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
